import LLMCore
import TestSupport
import Testing

/// What reaches the provider, and where the request goes.
@Suite struct RequestTests {
    private static let settings = """
        temperature = 0.25
        top_p = 0.5
        max_tokens = 77
        stop = ["END", "# ==="]
        seed = 5
        system = "Be brief."

        """

    private func expectBody(
        _ scene: Scene, _ expected: KeyValuePairs<String, JSONValue>,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let body = try scene.sentBody()
        for (key, value) in expected {
            #expect(body[key] == value, sourceLocation: sourceLocation)
        }
    }

    @Test func onlyWhatIsWrittenIsSent() throws {
        let scene = try Scene(replying: "Yo")
        try scene.folder.write("chat.md", "hi\n")
        _ = try scene.run("chat.md", "-m", "grok-3")
        let body = try scene.sentBody()
        #expect(
            body.object?.members.map(\.key) == ["model", "messages", "stream", "stream_options"])
    }

    @Test func theFrontMatterIsSent() throws {
        let scene = try Scene(replying: "Yo")
        try scene.folder.write("chat.md", "+++\nmodel = \"grok-3\"\n\(Self.settings)+++\nhi\n")
        _ = try scene.run("chat.md")
        try expectBody(
            scene,
            [
                "temperature": 0.25, "top_p": 0.5, "max_tokens": 77, "stop": ["END", "# ==="],
                "seed": 5,
            ])
        #expect(try scene.sentMessages() == [["system", "Be brief."], ["user", "hi"]])
    }

    @Test func theCommandLineBeatsTheFrontMatterBeatsTheConfiguration() throws {
        let scene = try Scene(replying: "Yo")
        try scene.write(
            config: "temperature = 0.1\ntop_p = 0.1\nseed = 1\nmodel = \"echo\"\n"
                + "[providers.xai]\nbase_url = \"\(scene.server.baseURL)\"\n")
        try scene.folder.write(
            "chat.md", "+++\nmodel = \"grok-3\"\ntop_p = 0.2\nseed = 2\nsystem = \"a\"\n+++\nhi\n")
        _ = try scene.run("chat.md", "-o", "seed=3", "-s", "b", "-o", "stop", "X")
        try expectBody(
            scene, ["temperature": 0.1, "top_p": 0.2, "seed": 3, "stop": ["X"], "model": "grok-3"])
        #expect(try scene.sentMessages() == [["system", "b"], ["user", "hi"]])
    }

    @Test func anAliasIsFollowed() throws {
        let scene = try Scene(
            replying: "Yo", config: "[aliases]\nfast = \"quick\"\nquick = \"xai/grok-3-mini\"\n")
        try scene.folder.write("chat.md", "hi\n")
        _ = try scene.run("chat.md", "-m", "fast")
        try expectBody(scene, ["model": "grok-3-mini"])
    }

    @Test func theFileBehindStandardInputIsNamedInMessages() throws {
        let scene = try Scene(replying: "never")
        let process = try scene.start(
            ["complete", "-", "--stdin-filename", "notes/rivers.md"],
            input: .bytes([UInt8]("+++\nmodel =\n+++\n")))
        let outcome = try process.outcome()
        #expect(outcome.ending == .exit(3))
        #expect(outcome.errors.hasPrefix("notes/rivers.md:2:8: error: "))
    }

    @Test func namesAndRolesAreSent() throws {
        let scene = try Scene(replying: "Yo")
        try scene.folder.write(
            "chat.md",
            "# === SYSTEM ===\n\nbe kind\n\n# === USER (Ada) ===\n\nhi\n\n# === NOTE ===\n\nno\n")
        _ = try scene.run("chat.md", "-m", "grok-3")
        #expect(
            try scene.sentBody()["messages"] == [
                ["role": "system", "content": "be kind"],
                ["role": "user", "name": "Ada", "content": "hi"],
            ])
    }

    // MARK: Where it goes

    @Test func aProviderOfOnesOwnHasItsOwnKey() throws {
        var scene = try Scene(replying: "Yo")
        try scene.write(
            config: """
                [providers.work]
                base_url = "\(scene.server.baseURL)/"
                api_key_env = "WORK_KEY"
                headers = { "X-Team" = "docs" }
                """)
        scene.environment["WORK_KEY"] = "work-key-123456\n"
        try scene.folder.write("chat.md", "hi\n")
        #expect(try scene.run("chat.md", "-m", "work/llama-3/8b").text == "Yo\n")
        let request = try #require(scene.server.requests.first)
        #expect(request.path == "/v1/chat/completions")
        #expect(request["authorization"] == "Bearer work-key-123456")
        #expect(request["x-team"] == "docs")
        try expectBody(scene, ["model": "llama-3/8b"])
    }

    @Test func theEnvironmentMayNameTheAddress() throws {
        var scene = try Scene(replying: "Yo")
        scene.environment["OPENAI_BASE_URL"] = scene.server.baseURL
        scene.environment["OPENAI_API_KEY"] = "sk-openai-0123456789"
        try scene.folder.write("chat.md", "+++\nmax_tokens = 5\n+++\nhi\n")
        #expect(try scene.run("chat.md", "-m", "gpt-5.5").text == "Yo\n")
        let request = try #require(scene.server.requests.first)
        #expect(request["authorization"] == "Bearer sk-openai-0123456789")
        try expectBody(scene, ["model": "gpt-5.5", "max_completion_tokens": 5])
    }

    @Test func ollamaNeedsNoKey() throws {
        var scene = try Scene(replying: "Yo")
        scene.environment["OLLAMA_HOST"] = "127.0.0.1:\(scene.server.port)"
        try scene.folder.write("chat.md", "hi\n")
        #expect(try scene.run("chat.md", "-m", "ollama/llama3.2:1b").text == "Yo\n")
        let request = try #require(scene.server.requests.first)
        #expect(request.path == "/v1/chat/completions")
        #expect(request["authorization"] == nil)
        try expectBody(scene, ["model": "llama3.2:1b"])
    }

    @Test func echoNeedsNoServer() throws {
        let scene = try Scene(replying: "never")
        try scene.folder.write("chat.md", "one\n\n# === USER ===\n\ntwo  three\n")
        #expect(try scene.run("chat.md", "-m", "echo").text == "two  three\n")
        #expect(scene.server.connectionCount == 0)
    }

    @Test func plainHTTPBeyondThisMachineIsRefused() throws {
        let scene = try Scene(replying: "never")
        try scene.write(config: "[providers.xai]\nbase_url = \"http://llm.example.org/v1\"\n")
        try scene.folder.write("chat.md", "hi\n")
        let outcome = try scene.run("chat.md", "-m", "grok-3")
        #expect(outcome.ending == .exit(3))
        #expect(outcome.errors.contains("llm.example.org"))
        #expect(outcome.errors.contains("allow_http"))
    }

    @Test(arguments: ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "https_proxy"])
    func aProxyNeverSeesWhatStaysOnThisMachine(variable: String) throws {
        let proxy = try LoopbackServer { _, connection in connection.respond(body: "{}") }
        var scene = try Scene(replying: "Yo")
        scene.environment[variable] = "http://127.0.0.1:\(proxy.port)"
        try scene.folder.write("chat.md", "hi\n")
        #expect(try scene.run("chat.md", "-m", "grok-3").text == "Yo\n")
        #expect(proxy.connectionCount == 0)
    }
}
