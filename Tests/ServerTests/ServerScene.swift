import LLMCore
import TestSupport
import Testing

/// What one test plays in: an empty home, a server as the provider `real`, and the binary.
///
/// The environment holds what is said here and nothing of the machine's: no key, no proxy.
struct ServerScene {
    let folder: TemporaryFolder
    var environment: [String: String]

    /// - Parameters:
    ///   - key: what is sent; without one, none is.
    ///   - scheme: another than the server's own.
    ///   - retries: how often a failed request is sent again.
    init(
        _ server: RealServer, wireFormat: String = "openai-chat", path: String = "/v1",
        key: String? = nil, scheme: String? = nil, retries: Int = 0
    ) throws {
        var address = try #require(server.address)
        if let scheme { address = scheme + address.drop { $0 != ":" } }
        folder = try TemporaryFolder()
        environment = [
            "HOME": folder("home"), "XDG_CONFIG_HOME": folder("home"), "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
        ]
        var config = """
            [providers.real]
            base_url = "\(address)\(path)"
            wire_format = "\(wireFormat)"

            """
        if let key {
            config += "api_key_env = \"REAL_KEY\"\n"
            environment["REAL_KEY"] = key
        }
        config += "[retry]\nmax_retries = \(retries)\ninitial_delay_ms = 1\n"
        try folder.write("home/chatmd/config.toml", config)
    }

    init(_ endpoint: Endpoint) throws {
        try self.init(endpoint, key: endpoint.server.wantsKey ? RealServer.key : nil)
    }

    init(_ endpoint: Endpoint, key: String?, scheme: String? = nil) throws {
        try self.init(
            endpoint.server, wireFormat: endpoint.wireFormat, path: endpoint.path, key: key,
            scheme: scheme)
        if endpoint.server == .llamaTLS { environment["SSL_CERT_FILE"] = RealServer.authority }
    }

    /// Writes `chat.md`: a model, settings in TOML, a text.
    func write(_ text: String, model: String = "tiny", settings: String = Self.greedy) throws {
        try folder.write("chat.md", "+++\nmodel = \"real/\(model)\"\n\(settings)\n+++\n\n\(text)\n")
    }

    /// Settings by which the same question has the same answer, of so many tokens.
    static let greedy = "temperature = 0\nmax_tokens = \(tokens)"
    static let tokens = 24

    // MARK: Running

    func start(_ arguments: [String]) throws -> ChatMDProcess {
        try ChatMDProcess(arguments, environment: environment, folder: folder.path)
    }

    func run(_ arguments: String...) throws -> ChatMDProcess.Outcome {
        let outcome = try start(arguments).outcome()
        #expect(!outcome.text.contains(RealServer.key) || RealServer.key.isEmpty)
        #expect(!outcome.errors.contains(RealServer.key) || RealServer.key.isEmpty)
        return outcome
    }

    /// The events of `complete chat.md`, whatever became of it.
    func events(_ arguments: String...) throws -> [JSONValue] {
        let outcome = try start(["complete", "chat.md", "--format", "ndjson"] + arguments).outcome()
        #expect(outcome.errors == "")
        #expect(!outcome.text.contains(RealServer.key) || RealServer.key.isEmpty)
        let events = try outcome.text.split(separator: "\n").map {
            try JSONParser.parse(String($0))
        }
        let ends = events.filter { ["done", "error"].contains($0["type"]?.string ?? "") }
        #expect(ends.count == 1)
        #expect(ends.last == events.last)
        return events
    }

    /// Role and text of each message in `chat.md`, as it is read back.
    func messages() throws -> [[String]] {
        let parsed = try JSONParser.parse(try run("parse", "chat.md").text)
        return try #require(parsed["messages"]?.array).map { message in
            [message["role"]?.string ?? "", message["content"]?.string ?? ""]
        }
    }
}

extension Array where Element == JSONValue {
    /// The only event of that type.
    func only(
        _ type: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> JSONValue {
        let events = filter { $0["type"]?.string == type }
        #expect(events.count == 1, "\(self)", sourceLocation: sourceLocation)
        return try #require(events.first, "\(self)", sourceLocation: sourceLocation)
    }

    /// All text, joined.
    var text: String { compactMap { $0["chunk"]?.string }.joined() }
}
