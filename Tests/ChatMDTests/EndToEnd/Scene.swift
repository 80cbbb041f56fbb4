import LLMCore
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What one end-to-end test plays in: an empty home, a server in xAI's place, and the binary.
///
/// The environment holds what is said here and nothing of the machine's: no key, no proxy.
struct Scene {
    let folder: TemporaryFolder
    let server: LoopbackServer
    var environment: [String: String]

    static let key = "xai-test-key-0123456789"

    /// A server that answers every request with that reply.
    init(replying pieces: String..., config: String = "") throws {
        let pieces = pieces.map(Scene.escaped)
        try self.init(config: config) { _, connection in connection.respondWithReply(pieces) }
    }

    /// Requests are sent once, unless a test says `--retries`.
    ///
    /// - Parameter config: what follows the address of the server in `config.toml`.
    init(config: String = "", _ handler: @escaping LoopbackServer.Handler) throws {
        folder = try TemporaryFolder()
        server = try LoopbackServer(handler)
        environment = [
            "HOME": folder("home"),
            "XDG_CONFIG_HOME": folder("home/.config"),
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "XAI_API_KEY": Scene.key,
        ]
        try write(
            config: "[retry]\nmax_retries = 0\n[providers.xai]\nbase_url = \"\(server.baseURL)\"\n"
                + config)
    }

    func write(config: String) throws {
        try folder.write("home/.config/chatmd/config.toml", config)
    }

    // MARK: Running

    func start(
        _ arguments: [String], input: ChatMDProcess.Input = .nothing,
        output: ChatMDProcess.Output = .collected, shell: String? = nil
    ) throws -> ChatMDProcess {
        guard let shell else {
            return try ChatMDProcess(
                arguments, environment: environment, folder: folder.path, input: input,
                output: output)
        }
        return try ChatMDProcess(
            ["-c", shell, ChatMDProcess.binary] + arguments, executable: "/bin/sh",
            environment: environment, folder: folder.path, input: input, output: output)
    }

    func run(
        _ arguments: String..., input: ChatMDProcess.Input = .nothing,
        output: ChatMDProcess.Output = .collected
    ) throws -> ChatMDProcess.Outcome {
        let process = try start(arguments, input: input, output: output)
        // The folder goes with the scene, of which nobody may hold another copy.
        return try withExtendedLifetime(self) { try process.outcome() }
    }

    /// The key must be nowhere that anyone reads.
    func expectNoKey(
        in outcome: ChatMDProcess.Outcome, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(!outcome.text.contains(Scene.key), sourceLocation: sourceLocation)
        #expect(!outcome.errors.contains(Scene.key), sourceLocation: sourceLocation)
        for name in folder.names {
            let text = folder.text(name) ?? ""
            #expect(!text.contains(Scene.key), sourceLocation: sourceLocation)
        }
    }

    // MARK: What was sent

    /// The body of the only request.
    func sentBody() throws -> JSONValue {
        #expect(server.requests.count == 1)
        return try JSONParser.parse(try #require(server.requests.first).body)
    }

    /// Role and content of every message of the only request.
    func sentMessages() throws -> [[String]] {
        try #require(try sentBody()["messages"]?.array).map { message in
            [message["role"]?.string ?? "", message["content"]?.string ?? ""]
        }
    }

    /// A text as the inside of a JSON string.
    static func escaped(_ text: String) -> String {
        let bytes = JSONWriter.bytes(of: .string(text))
        return String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self)
    }
}

/// The lines of an event stream.
struct Events {
    let all: [JSONValue]

    init(_ output: [UInt8]) throws {
        #expect(output.last == UInt8(ascii: "\n"))
        all = try output.split(separator: UInt8(ascii: "\n")).map { try JSONParser.parse($0) }
    }

    init(_ outcome: ChatMDProcess.Outcome) throws { try self.init(outcome.output) }

    var types: [String] { all.map { $0["type"]?.string ?? "?" } }

    /// All chunks, joined.
    var text: String { all.compactMap { $0["chunk"]?.string }.joined() }

    func first(_ type: String) -> JSONValue? { all.first { $0["type"]?.string == type } }

    /// The event that ends the stream: exactly one of `done` and `error`, and nothing after it.
    func end(sourceLocation: SourceLocation = #_sourceLocation) throws -> JSONValue {
        let ends = types.filter { $0 == "done" || $0 == "error" }
        #expect(ends.count == 1, sourceLocation: sourceLocation)
        let last = try #require(all.last, sourceLocation: sourceLocation)
        #expect(
            ["done", "error"].contains(last["type"]?.string ?? ""), sourceLocation: sourceLocation)
        return last
    }
}

extension JSONParser {
    static func parse(_ bytes: ArraySlice<UInt8>) throws -> JSONValue { try parse(Array(bytes)) }
}

extension Array where Element == UInt8 {
    init(_ text: String) { self = Array(text.utf8) }
}
