#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How many columns a terminal has at the moment.
enum TerminalSize {
    /// nil where that cannot be told.
    static func columns(of descriptor: Int32) -> Int? {
        #if os(Linux)
            let request = UInt(TIOCGWINSZ)
        #else
            // The macro is too much for Swift's importer.
            let request: UInt = 0x4008_7468
        #endif
        var size = winsize()
        guard ioctl(descriptor, request, &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}
