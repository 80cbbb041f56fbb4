#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What other users of the machine may do with a file.
struct FilePermissions: Equatable {
    private let mode: mode_t

    /// nil where there is no file.
    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        mode = status.st_mode & 0o777
    }

    var othersMayRead: Bool { mode & 0o044 != 0 }
    var othersMayWrite: Bool { mode & 0o022 != 0 }

    /// As `chmod` takes it: `644`.
    var octal: String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    }
}
