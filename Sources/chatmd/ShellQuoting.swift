extension String {
    /// The text as one word of a shell's command line: in single quotes, which nothing but another one
    /// ends.
    var shellQuoted: String {
        let parts = split(separator: "'", omittingEmptySubsequences: false)
        return "'" + parts.joined(separator: "'\\''") + "'"
    }

    /// The same for people to read, without quotes where it needs none.
    var shellWord: String {
        let isPlain =
            !isEmpty
            && utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "/._-+@:,".utf8.contains(byte)
                }
            }
        return isPlain ? self : shellQuoted
    }
}
