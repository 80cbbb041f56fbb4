import MarkdownHistory
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `chatmd chat` on a pseudo terminal. What is typed ahead waits there for its line.
struct ChatScene {
    var scene: Scene

    /// With `echo` to talk to.
    init() throws { self.init(try Scene(replying: "")) }

    init(_ scene: Scene) {
        self.scene = scene
        self.scene.environment.merge(["TERM": "xterm", "NO_COLOR": "1"]) { $1 }
    }

    var folder: TemporaryFolder { scene.folder }

    func start(_ arguments: String...) throws -> ChatMDProcess {
        try scene.start(["chat"] + arguments, input: .terminal, output: .terminal)
    }

    /// Types all of it, then Ctrl-D, into a chat with `echo`.
    @discardableResult
    func type(
        _ keys: String, into file: String = "chat.md"
    ) throws -> ChatMDProcess.Outcome {
        let process = try start(file, "-m", "echo")
        process.write(keys + "\u{4}")
        let outcome = try process.outcome()
        #expect(outcome.ending == .exit(0))
        return outcome
    }

    /// What the user has said, as the file has it.
    func messages(in name: String = "chat.md") throws -> [String] {
        let file = try ChatFile(parsing: folder.bytes(name) ?? [])
        return file.turns.filter { $0.role == .user }.map(\.text)
    }

    static func paste(_ text: String) -> String { "\u{1B}[200~\(text)\u{1B}[201~" }
}
