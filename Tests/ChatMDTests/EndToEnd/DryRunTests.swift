import LLMCore
import TestSupport
import Testing

@testable import chatmd

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `--dry-run`: the request is shown, and nothing else happens.
@Suite struct DryRunTests {
    private var scene: Scene

    init() throws {
        scene = try Self.scene()
    }

    private static func scene(config: String = "") throws -> Scene {
        let scene = try Scene(
            replying: "Yo", config: "default_model = \"grok-3\"\n\(config)")
        try scene.folder.write("chat.md", "hi\n")
        return scene
    }

    /// Services of a server of one's own, which needs a key.
    private static func ownServer() throws -> Scene {
        var scene = try scene()
        try scene.write(
            config: "[providers.work]\nbase_url = \"\(scene.server.baseURL)\"\n"
                + "api_key_env = \"WORK_KEY\"\n")
        scene.environment["WORK_KEY"] = Scene.key
        return scene
    }

    private func expectNothingSent(
        _ scene: Scene, _ outcome: ChatMDProcess.Outcome, errors: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(outcome.ending == .exit(0), sourceLocation: sourceLocation)
        #expect(outcome.errors == errors, sourceLocation: sourceLocation)
        #expect(scene.server.connectionCount == 0, sourceLocation: sourceLocation)
        scene.expectNoKey(in: outcome, sourceLocation: sourceLocation)
    }

    @Test(arguments: [["chat.md", "-n"], ["complete", "chat.md", "--dry-run"]])
    func theRequestIsPrinted(arguments: [String]) throws {
        let outcome = try scene.start(arguments).outcome()
        expectNothingSent(scene, outcome)
        #expect(
            outcome.text == """
                POST \(scene.server.baseURL)/chat/completions
                Content-Type: application/json
                Accept: text/event-stream
                Authorization: Bearer [redacted]
                User-Agent: \(Version.userAgent)

                {
                  "model": "grok-3",
                  "messages": [
                    {
                      "role": "user",
                      "content": "hi"
                    }
                  ],
                  "stream": true,
                  "stream_options": {
                    "include_usage": true
                  }
                }

                """)
    }

    @Test(arguments: ["json", "ndjson"])
    func programsGetAnObject(format: String) throws {
        let outcome = try scene.run("chat.md", "-n", "--format", format)
        expectNothingSent(scene, outcome)
        var json = try #require(try JSONParser.parse(outcome.output).object)
        if format == "ndjson" { #expect(json["type"] == "request") }
        json["type"] = nil
        #expect(json.members.map(\.key) == ["method", "url", "headers", "body"])
        #expect(json["method"] == "POST")
        #expect(json["url"]?.string == "\(scene.server.baseURL)/chat/completions")
        #expect(json["headers"]?["Authorization"] == "Bearer [redacted]")
        // What is sent is what was shown.
        _ = try scene.run("chat.md")
        #expect(json["body"] == (try scene.sentBody()))
    }

    @Test func appendWritesNothing() throws {
        let shown = try scene.run("append", "chat.md", "-p", "and now?", "-n")
        expectNothingSent(scene, shown)
        #expect(shown.text.contains("and now?"))
        #expect(scene.folder.text("chat.md") == "hi\n")
    }

    @Test func appendMakesNoFile() throws {
        let outcome = try scene.run("append", "new.md", "-p", "hi", "-n")
        expectNothingSent(scene, outcome)
        #expect(outcome.text.contains("\"content\": \"hi\""))
        #expect(scene.folder.names == ["chat.md", "home"])
    }

    @Test func everyRequestForEmbeddingsIsPrinted() throws {
        let scene = try Self.ownServer()
        let lines = (1...65).map { "line \($0)\n" }.joined()
        let outcome = try scene.run(
            "embed", "--lines", "-m", "work/m", "-n", input: .bytes([UInt8](lines)))
        expectNothingSent(scene, outcome)
        let heads = outcome.text.split(separator: "\n").filter { $0.hasPrefix("POST ") }
        #expect(heads.count == 2)
        #expect(outcome.text.contains("\"line 65\""))
    }

    @Test func aTextThatIsGoneOnWithIsPrinted() throws {
        let scene = try Self.ownServer()
        let outcome = try scene.run("prompt", "Once upon", "-m", "work/m", "-n")
        expectNothingSent(scene, outcome)
        #expect(outcome.text.hasPrefix("POST \(scene.server.baseURL)/completions\n"))
        #expect(outcome.text.contains("\"prompt\": \"Once upon\""))
    }

    @Test func echoHasNoRequest() throws {
        let outcome = try scene.run("chat.md", "-m", "echo", "-n")
        expectNothingSent(
            scene, outcome, errors: "chatmd: note: `echo` answers without a request\n")
        #expect(outcome.text == "")
    }

    @Test func whatARealRunRefusesIsRefused() throws {
        let outcome = try scene.run("chat.md", "-m", "gork-3", "-n")
        #expect(outcome.ending == .exit(7))
        try scene.folder.write("chat.md", "hi\n\n# === ASSISTANT ===\n\nHello\n")
        #expect(try scene.run("chat.md", "-n").ending == .exit(8))
    }

    // MARK: Keys

    @Test func aMissingKeyIsANote() throws {
        var scene = scene
        scene.environment["XAI_API_KEY"] = nil
        let outcome = try scene.run("chat.md", "-m", "grok-3", "-n")
        expectNothingSent(
            scene, outcome, errors: "chatmd: note: no key for xAI: XAI_API_KEY is not set\n")
        #expect(outcome.text.contains("Authorization: Bearer [redacted]\n"))
        let events = try Events(try scene.run("chat.md", "-m", "grok-3", "-n", "--format=ndjson"))
        #expect(events.types == ["warning", "request"])
        let quiet = try scene.run("chat.md", "-m", "grok-3", "-nq")
        expectNothingSent(scene, quiet)
    }

    @Test func noProgramIsRunForAKey() throws {
        let scene = try Self.scene()
        try scene.write(
            config: "[providers.work]\nbase_url = \"\(scene.server.baseURL)\"\n"
                + "api_key_cmd = [\"touch\", \"\(scene.folder("ran"))\"]\napi_key_env = \"WORK_KEY\""
        )
        let outcome = try scene.run("chat.md", "-m", "work/m", "-n")
        expectNothingSent(scene, outcome)
        #expect(outcome.text.contains("Authorization: Bearer [redacted]\n"))
        let curl = try scene.run("chat.md", "-m", "work/m", "--dry-run=curl")
        expectNothingSent(
            scene, curl,
            errors: "chatmd: note: WORK_KEY is not in the environment; set it before you run the "
                + "command\n")
        #expect(scene.folder.bytes("ran") == nil)
    }

    @Test(arguments: ["-n", "--dry-run=curl"])
    func aKeyInTheConversationIsNotShown(option: String) throws {
        try scene.folder.write("chat.md", "my key is \(Scene.key)\n")
        let outcome = try scene.run("chat.md", option)
        try scene.folder.write("chat.md", "")
        let note = "what is secret is left out of the command, and has to be put in by hand"
        expectNothingSent(
            scene, outcome, errors: option == "-n" ? "" : "chatmd: note: \(note)\n")
        #expect(outcome.text.contains("my key is [redacted]"))
    }

    // MARK: curl

    private static let hasCurl = access("/usr/bin/curl", X_OK) == 0

    /// Everything that a shell could take for something else.
    private static let hostile = """
        it's "quoted" $HOME ${HOME} `id` $(id) \\ \\n ! ~ * ? & ; | < > # é漢😀
        EOF
        'EOF'
        \u{1}\u{7F}\u{85}\u{202E}\ttab @- %s
        """

    private func sent(
        _ scene: Scene, _ arguments: [String], input: ChatMDProcess.Input = .nothing
    ) throws -> [LoopbackServer.Request] {
        let shown = try scene.start(arguments + ["--dry-run=curl"], input: input).outcome()
        #expect(shown.ending == .exit(0))
        #expect(shown.errors == "")
        scene.expectNoKey(in: shown)
        _ = try scene.start(arguments, input: input).outcome()
        let shell = try ChatMDProcess(
            [], executable: "/bin/sh", environment: scene.environment, folder: scene.folder.path,
            input: .bytes(shown.output))
        let outcome = try shell.outcome()
        #expect(outcome.ending == .exit(0), "\(outcome)")
        return scene.server.requests
    }

    private func expectTheSame(_ requests: [LoopbackServer.Request]) throws {
        try #require(requests.count == 2)
        let (ours, theirs) = (requests[0], requests[1])
        #expect(theirs.method == ours.method)
        #expect(theirs.path == ours.path)
        #expect(theirs.body == ours.body)
        for name in ["content-type", "accept", "authorization", "x-team", "host"] {
            #expect(theirs[name] == ours[name], "\(name)")
        }
        #expect(theirs["authorization"] == "Bearer \(Scene.key)")
    }

    @Test(.enabled(if: DryRunTests.hasCurl, "there is no curl"))
    func curlSendsTheSame() throws {
        let scene = try Self.scene(config: "headers = { \"X-Team\" = \"it's `us` $HOME\" }")
        try scene.folder.write("chat.md", Self.hostile + "\n")
        let requests = try sent(scene, ["complete", "chat.md", "-o", "stop=[\"'\", \"EOF\"]"])
        try expectTheSame(requests)
        #expect(requests[0]["x-team"] == "it's `us` $HOME")
    }

    /// Larger than what fits into an argument of a program.
    @Test(.enabled(if: DryRunTests.hasCurl, "there is no curl"))
    func curlSendsTheSameOfALongConversation() throws {
        let text = String(repeating: "a long 'conversation'\n", count: 20_000)
        try scene.folder.write("chat.md", text)
        try expectTheSame(try sent(scene, ["chat.md"]))
    }

    @Test(.enabled(if: DryRunTests.hasCurl, "there is no curl"))
    func curlSendsTheSameToAnAddressWithAQuery() throws {
        let scene = try Self.ownServer()
        try scene.write(
            config: "[providers.work]\nbase_url = \"\(scene.server.baseURL)?a='b'&c=[1-3]\"\n"
                + "api_key_env = \"WORK_KEY\"\n")
        let requests = try sent(scene, ["prompt", Self.hostile, "-m", "work/m"])
        try expectTheSame(requests)
        #expect(requests[0].path == "/v1/completions?a='b'&c=[1-3]")
    }

    @Test(.enabled(if: DryRunTests.hasCurl, "there is no curl"))
    func curlSendsTheSameTexts() throws {
        let scene = try Self.ownServer()
        try expectTheSame(
            try sent(
                scene, ["embed", "-m", "work/m"], input: .bytes([UInt8](Self.hostile))))
    }

    // MARK: The option

    @Test func itTakesAValueOnlyAfterAnEqualsSign() throws {
        let other = try scene.run("chat.md", "--dry-run", "curl")
        #expect(other.errors.contains("one file at a time, not 2\n  --dry-run=curl is one word"))
        let wrong = try scene.run("chat.md", "--dry-run=crul")
        #expect(wrong.ending == .exit(2))
        #expect(wrong.errors.contains("--dry-run takes curl, not `crul`\n  did you mean curl?"))
    }

    @Test func anEditorsRequestIsNotShown() throws {
        let outcome = try scene.run("complete", "--rpc", "-n")
        #expect(outcome.ending == .exit(2))
    }

    @Test func onATerminalNothingIsUnseen() throws {
        try scene.folder.write("chat.md", "a\u{202E}b\n")
        let outcome = try scene.start(["chat.md", "--dry-run=curl"], output: .terminal).outcome()
        #expect(outcome.text.contains(#"a\u202eb"#))
        #expect(!outcome.text.contains("\u{202E}"))
    }
}
