internal import CCMark
func cmarkVersion() -> Int32 { cmark_version() }
