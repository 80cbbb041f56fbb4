import ConfigText
import LLMCore
import TestSupport
import Testing

@testable import chatmd

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A user's home, and in it a repository that a stranger has written.
///
/// The user's model, address and keys are there, and what the stranger is after: a secret outside of
/// the repository, a program that leaves a mark when it runs, a server elsewhere that would like to
/// be asked.
struct Stranger {
    var user: Scene
    let elsewhere: LoopbackServer

    static let secret = "secret-outside-0123456789"

    /// - Parameters:
    ///   - config: tables that follow in the user's `config.toml`.
    ///   - handler: the model, which says `Yo` where nothing else is said.
    init(
        config: String = "",
        _ handler: @escaping LoopbackServer.Handler = { $1.respondWithReply(["Yo"]) }
    ) throws {
        user = try Scene(handler)
        elsewhere = try LoopbackServer { _, connection in connection.respondWithReply(["thanks"]) }
        try user.write(
            config: """
                model = "xai/grok-3"
                [retry]
                max_retries = 0
                [providers.xai]
                base_url = "\(user.server.baseURL)"
                \(config)

                """)
        try user.folder.write("home/outside/secret.txt", Self.secret + "\n")
        try user.folder.write(
            "home/outside/program", "#!/bin/sh\necho \"$0 $*\" >>'\(user.folder("mark"))'\nexit 1\n"
        )
        chmod(program, 0o755)
        try write("chat.md", "hi\n")
    }

    var program: String { user.folder("home/outside/program") }

    /// A path inside the repository.
    func callAsFunction(_ name: String) -> String { user.folder("home/repo/" + name) }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        try user.folder.write("home/repo/" + name, text)
    }

    // MARK: Settings

    /// Where a stranger can write settings.
    enum Place: CaseIterable {
        case toml, yaml, project
    }

    /// Writes settings one a line, from line 2 of the file on, and a question to go with them.
    func write(_ settings: [(key: String, value: JSONValue)], in place: Place) throws {
        let toml = settings.map { key, value in
            let position = SourcePosition(line: 1, column: 1)
            let entry = ConfigTable.Entry(
                key: key, keyPosition: position, value: ConfigValue(allowingNull: value))
            return TOMLWriter.text(of: ConfigTable(entries: [entry]))
        }.joined()
        let yaml = settings.map { key, value in
            "\(Self.yaml(.string(key))): \(Self.yaml(value))\n"
        }.joined()
        switch place {
        case .toml: try write("chat.md", "+++\n\(toml)+++\nhi\n")
        case .yaml: try write("chat.md", "---\n\(yaml)---\nhi\n")
        case .project: try write(".chatmd.toml", "# of this repository\n" + toml)
        }
    }

    /// JSON is YAML, but for the characters that YAML wants escaped.
    private static func yaml(_ value: JSONValue) -> String {
        let json = String(decoding: JSONWriter.bytes(of: value), as: UTF8.self)
        return json.unicodeScalars.map { scalar in
            switch scalar.value {
            case 0x7F...0x9F: "\\x" + String(scalar.value, radix: 16)
            case 0xFEFF: "\\uFEFF"
            default: String(scalar)
            }
        }.joined()
    }

    /// The file as messages name it.
    func path(of place: Place) -> String {
        place == .project ? self(".chatmd.toml") : "chat.md"
    }

    // MARK: Running

    /// Runs the command in the repository.
    func run(
        _ arguments: String..., output: ChatMDProcess.Output = .collected
    ) throws -> ChatMDProcess.Outcome {
        try start(arguments, output: output).outcome()
    }

    func start(
        _ arguments: [String], in folder: String = "home/repo",
        output: ChatMDProcess.Output = .collected
    ) throws -> ChatMDProcess {
        try ChatMDProcess(
            arguments, environment: user.environment, folder: user.folder(folder), output: output)
    }

    /// git as the repository's author ran it; returns the first word it prints.
    @discardableResult
    func git(_ arguments: String..., in folder: String = "home/repo") throws -> String {
        let configuration = [
            "protocol.file.allow=always", "user.name=A", "user.email=a@example.org",
        ].flatMap { ["-c", $0] }
        let outcome = try ChatMDProcess(
            ["git"] + configuration + arguments, executable: "/usr/bin/env",
            environment: ["PATH": "/usr/bin:/bin", "HOME": user.folder("home")],
            folder: user.folder(folder)
        ).outcome()
        try #require(outcome.ending == .exit(0), "\(arguments): \(outcome.errors)")
        return outcome.text.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
    }

    // MARK: What must not have happened

    /// Nothing left, nothing ran, nothing outside was read.
    func expectNoHarm(
        _ outcome: ChatMDProcess.Outcome, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(elsewhere.connectionCount == 0, sourceLocation: sourceLocation)
        #expect(user.folder.text("mark") == nil, sourceLocation: sourceLocation)
        let shown = outcome.text + outcome.errors
        #expect(!shown.contains(Self.secret), sourceLocation: sourceLocation)
        user.expectNoKey(in: outcome, sourceLocation: sourceLocation)
        for request in user.server.requests {
            #expect(!request.text.contains(Self.secret), sourceLocation: sourceLocation)
            #expect(!request.text.contains(Scene.key), sourceLocation: sourceLocation)
        }
    }

    /// The same, and the program refused with a message that begins like this.
    func expectRefusal(
        _ outcome: ChatMDProcess.Outcome, _ beginning: String, exit status: Int32 = 3,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(outcome.ending == .exit(status), "\(outcome)", sourceLocation: sourceLocation)
        #expect(
            outcome.errors.hasPrefix(beginning), "\(outcome.errors)",
            sourceLocation: sourceLocation)
        #expect(user.server.connectionCount == 0, sourceLocation: sourceLocation)
        expectNoHarm(outcome, sourceLocation: sourceLocation)
    }
}
