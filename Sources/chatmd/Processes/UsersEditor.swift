import MarkdownHistory

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

    /// What the user makes of a text; empty where the file is gone afterwards.
    ///
    /// The file goes away with a text that has been read. What somebody wrote and nothing can read,
    /// or before the editor failed, stays in it.
    func edit(_ text: String) throws(Failure) -> String {
        let path = try temporaryFile(holding: text)
        do throws(Failure) {
            try open(path)
            guard FileContents.exists(at: path) else { return "" }
            let bytes = try Command.bytes(at: path)
            guard let edited = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
                throw Failure(.invalidFile, "what the editor has written is not UTF-8 text")
            }
            unlink(path)
            return edited
        } catch {
            var failure = error
            let written = (try? FileContents.bytes(at: path)) ?? []
            if written.isEmpty || written.elementsEqual(text.utf8) {
                unlink(path)
            } else {
                failure.hint = "what you have written is in \(path)"
            }
            throw failure
        }
    }

    private func temporaryFile(holding text: String) throws(Failure) -> String {
        let folder = environment["TMPDIR"] ?? "/tmp"
        var template = Array("\(folder)/chatmd-message-XXXXXX.md".utf8CString)
        let descriptor = mkstemps(&template, 3)
        let name = template.dropLast().map { UInt8(bitPattern: $0) }
        let path = String(decoding: name, as: UTF8.self)
        guard descriptor >= 0 else { throw NewFile.failure(path) }
        defer { close(descriptor) }
        do throws(Failure) {
            try StandardStream(descriptor: descriptor).write(text)
        } catch {
            unlink(path)
            throw error
        }
        return path
    }
}
