import LLMCore
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A conversation on its way to a server that misbehaves, seen from the command line.
struct FaultScene {
    static let chat = "+++\nmodel = \"grok-3\"\n+++\n\nhi\n"

    /// What every run is told besides: a fault is looked at as it is, and once.
    static let options: [String] = []

    /// What a reply that broke off begins with, as the inside of a JSON string and as it is.
    static let halfAsSent = #"Half:\n```c\nint"#
    static let half = "Half:\n```c\nint"

    /// The file once that half was kept: its fence closed, the next message begun.
    static let keptHalf = "\n# === ASSISTANT ===\n\n\(half)\n````\n\n# === USER ===\n"

    var scene: Scene
    /// Opened when the text before the fault has arrived at the reader's.
    let textArrived: Gate

    init(
        config: String = "",
        _ serve: @escaping @Sendable (LoopbackServer.Request, LoopbackConnection, Gate) -> Void
    ) throws {
        let textArrived = Gate()
        self.textArrived = textArrived
        scene = try Scene(config: config) { request, connection in
            serve(request, connection, textArrived)
        }
        try scene.folder.write("chat.md", Self.chat)
    }

    /// A server at another address than the scene's own.
    init(baseURL: String, config: String = "") throws {
        try self.init { _, _, _ in }
        try scene.write(config: "[providers.xai]\nbase_url = \"\(baseURL)\"\n" + config)
    }

    /// - Parameter megabytes: of data, more than which the system does not give. What needs more
    ///   dies of it. Linux counts what is allocated and not what is touched.
    func start(_ arguments: [String], megabytes: Int = 64) throws -> ChatMDProcess {
        try scene.start(
            arguments + Self.options,
            shell: "ulimit -d \(megabytes << 10); exec \"$0\" \"$@\"")
    }

    func run(_ arguments: String..., megabytes: Int = 64) throws -> ChatMDProcess.Outcome {
        try start(arguments, megabytes: megabytes).outcome()
    }

    var file: String? { scene.folder.text("chat.md") }

    // MARK: Expectations

    /// Both ways of asking end with the error; what came before it is on stdout and in the file,
    /// which can be gone on with.
    ///
    /// - Parameter message: what it must say; `SERVER` stands for the address that was asked.
    @discardableResult
    static func expectFailure(
        _ make: () throws -> FaultScene,
        code: String, exit: Int32, status: Int, message: [String], keepsHalf: Bool = false,
        megabytes: Int = 64, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> String {
        let appending = try make()
        let append = try appending.start(["append", "chat.md"], megabytes: megabytes)
        if keepsHalf {
            let hasCome = appending.scene.folder.wait(for: "chat.md") { $0.hasSuffix("int") }
            #expect(hasCome, sourceLocation: sourceLocation)
            appending.textArrived.open()
        }
        let appended = try append.outcome()
        #expect(appended.ending == .exit(exit), sourceLocation: sourceLocation)
        #expect(appended.text == "", sourceLocation: sourceLocation)
        #expect(
            appending.file == chat + (keepsHalf ? keptHalf : ""), sourceLocation: sourceLocation)
        let names = appending.scene.folder.names
        #expect(names == ["chat.md", "home"], sourceLocation: sourceLocation)
        for words in message {
            let server = "127.0.0.1:\(appending.scene.server.port)"
            let words = words.replacing("SERVER", with: server)
            #expect(appended.errors.contains(words), sourceLocation: sourceLocation)
        }
        appending.scene.expectNoKey(in: appended, sourceLocation: sourceLocation)

        let printing = try make()
        let print = try printing.start(["chat.md", "--format", "ndjson"], megabytes: megabytes)
        if keepsHalf {
            let hasCome = print.waitForOutput { $0.contains("int") }
            #expect(hasCome, sourceLocation: sourceLocation)
            printing.textArrived.open()
        }
        let printed = try print.outcome()
        #expect(printed.ending == .exit(exit), sourceLocation: sourceLocation)
        #expect(printed.errors == "", sourceLocation: sourceLocation)
        let events = try Events(printed)
        let end = try events.end(sourceLocation: sourceLocation)
        #expect(end["code"]?.string == code, sourceLocation: sourceLocation)
        #expect(end["status"]?.int == status, sourceLocation: sourceLocation)
        #expect(events.text == (keepsHalf ? half : ""), sourceLocation: sourceLocation)
        printing.scene.expectNoKey(in: printed, sourceLocation: sourceLocation)
        return appended.errors
    }

    /// Ctrl-C once the server has got there: nothing else would ever end it.
    func expectCancel(
        keepsHalf: Bool = false, sourceLocation: SourceLocation = #_sourceLocation,
        once hasGotThere: () -> Bool
    ) throws {
        let process = try start(["append", "chat.md"])
        #expect(hasGotThere(), sourceLocation: sourceLocation)
        if keepsHalf {
            let hasCome = scene.folder.wait(for: "chat.md") { $0.hasSuffix("int") }
            #expect(hasCome, sourceLocation: sourceLocation)
        }
        process.send(SIGINT)
        let outcome = try process.outcome()
        #expect(outcome.ending == .signal(SIGINT), sourceLocation: sourceLocation)
        #expect(outcome.errors == "", sourceLocation: sourceLocation)
        #expect(
            file == Self.chat + (keepsHalf ? Self.keptHalf : ""), sourceLocation: sourceLocation)
    }
}
