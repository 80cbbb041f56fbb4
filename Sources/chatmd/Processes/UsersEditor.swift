#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The editor that the user has chosen: `$VISUAL`, `$EDITOR`, or vi.
struct UsersEditor {
    private let environment: Environment
    private var command: String { environment["VISUAL"] ?? environment["EDITOR"] ?? "vi" }

    init(_ environment: Environment) {
        self.environment = environment
    }

    /// Opens a file, and waits until the editor has ended.
    func open(_ path: String) throws(Failure) {
        // The variable may hold arguments, and is the user's own: the shell reads it, as git has it.
        signal(SIGPIPE, SIG_DFL)
        let status = system("\(command) \(path.shellQuoted)")
        signal(SIGPIPE, SIG_IGN)
        guard status == 0 else {
            throw Failure(
                .io, "the editor `\(command)` failed",
                hint: "set VISUAL or EDITOR to one that works")
        }
    }

    /// What the user makes of a text.
    func edit(_ text: String) throws(Failure) -> String {
        let folder = environment["TMPDIR"] ?? "/tmp"
        var template = Array("\(folder)/chatmd-message-XXXXXX.md".utf8CString)
        let descriptor = mkstemps(&template, 3)
        let name = template.dropLast().map { UInt8(bitPattern: $0) }
        let path = String(decoding: name, as: UTF8.self)
        guard descriptor >= 0 else { throw NewFile.failure(path) }
        defer {
            close(descriptor)
            unlink(path)
        }
        try StandardStream(descriptor: descriptor).write(text)
        try open(path)
        let bytes = try Command.bytes(at: path)
        guard let edited = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw Failure(.invalidFile, "what the editor has written is not UTF-8 text")
        }
        return edited
    }
}
