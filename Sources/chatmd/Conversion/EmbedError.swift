#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why something cannot be embedded; the place in the conversation is added where it is known.
struct EmbedError: Error, Equatable {
    var message: String
    /// What to do about it.
    var hint: String?

    private static let hintOfMissing =
        "paths are relative to the conversation's folder; a backslash before the `!` makes it text"

    init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }

    /// What a system call says about a file.
    init(errno code: Int32, path: String) {
        switch code {
        case ENOENT, ENOTDIR:
            self.init(
                "`\(path)` does not exist",
                hint: Self.hintOfMissing
            )
        case EACCES, EPERM:
            self.init("`\(path)` cannot be read: permission denied", hint: "look at ls -l")
        case ELOOP:
            self.init("`\(path)` is a symbolic link that leads in a circle")
        default:
            self.init("`\(path)` cannot be read: \(String(cString: strerror(code)))")
        }
    }

    /// The same about a file that a setting names.
    var ofSetting: EmbedError {
        guard hint == Self.hintOfMissing else { return self }
        return EmbedError(
            message, hint: "paths are relative to the folder of the file that names them")
    }
}
