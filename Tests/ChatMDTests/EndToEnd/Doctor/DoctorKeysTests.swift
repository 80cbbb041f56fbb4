import LLMCore
import TestSupport
import Testing

/// What `chatmd doctor` says about keys: where they are, and never what.
@Suite struct DoctorKeysTests {
    @Test func everyProvidersKeyIsLookedFor() throws {
        let lines = try DoctorScene(
            config: "[providers.free]\nbase_url = \"https://llm.example.org/v1\"\n"
        ).run().lines("keys")
        #expect(lines.count == BuiltInProviders.all.count)
        #expect(lines.contains("note xai: XAI_API_KEY is not set"))
        #expect(lines.contains("note ollama: OLLAMA_API_KEY is not set, and not needed"))
        #expect(lines.contains("note free: needs no key"))
        #expect(!lines.contains { $0.contains("echo") })
    }

    @Test func anEmptyVariableIsToldFromAMissingOne() throws {
        var scene = try DoctorScene()
        scene.scene.environment["XAI_API_KEY"] = ""
        #expect(try scene.run().lines("keys", of: "xai") == ["note XAI_API_KEY is empty"])
    }

    @Test func aKeyThatCannotBeSentIsAnError() throws {
        var scene = try DoctorScene()
        scene.scene.environment["XAI_API_KEY"] = Scene.key + "\u{200B}"
        let diagnosis = try scene.run()
        #expect(
            diagnosis.lines("keys", of: "xai") == [
                "error the key holds a control character (look at the variable XAI_API_KEY)"
            ])
        scene.scene.expectNoKey(in: diagnosis.outcome)
    }

    // MARK: Programs that print keys

    private func scene(command: String) throws -> DoctorScene {
        try DoctorScene(
            config: "[providers.xai]\nbase_url = \"SERVER\"\napi_key_cmd = \(command)\n")
    }

    @Test func aProgramThatPrintsAKeyIsNamedAndNotRun() throws {
        let scene = try scene(command: "[\"getkey\", \"S3cret\"]")
        try scene.write(program: "getkey", "touch '\(scene.folder("ran"))'; echo \(Scene.key)")
        let diagnosis = try scene.run()
        #expect(
            diagnosis.lines("keys", of: "xai") == [
                "ok api_key_cmd (getkey), run only when it is needed"
            ])
        #expect(
            diagnosis.lines("model").contains(
                "ok model: xai/grok-4.7 would answer, with api_key_cmd (getkey)"))
        #expect(!scene.folder.names.contains("ran"))
        #expect(!diagnosis.outcome.text.contains("S3cret"))
    }

    @Test func aProgramThatIsNotThereIsAnError() throws {
        let diagnosis = try scene(command: "[\"no-such-program\", \"S3cret\"]").run()
        #expect(
            diagnosis.lines("keys", of: "xai") == [
                "error api_key_cmd: there is no program `no-such-program` "
                    + "(look at PATH, and at api_key_cmd under [providers.xai])"
            ])
        #expect(diagnosis.outcome.ending == .exit(1))
        #expect(!diagnosis.outcome.text.contains("S3cret"))
    }

    @Test func onlineItIsRunAndItsKeySent() throws {
        let scene = try scene(command: "[\"getkey\"]")
        try scene.write(program: "getkey", "echo \(Scene.key)")
        let diagnosis = try scene.run("--online")
        #expect(diagnosis.lines("providers", of: "xai").first?.hasPrefix("ok answers in ") == true)
        #expect(
            scene.scene.server.requests.first?["authorization"] == "Bearer \(Scene.key)")
        #expect(!diagnosis.outcome.text.contains(Scene.key))
    }

    @Test func aProgramThatFailsIsAnErrorOnline() throws {
        let scene = try scene(command: "[\"getkey\"]")
        try scene.write(program: "getkey", "echo \(Scene.key); exit 1")
        let diagnosis = try scene.run("--online")
        let line = try #require(diagnosis.lines("providers", of: "xai").first)
        #expect(line.hasPrefix("error no key for xAI: `getkey` ended with status 1 ("))
        #expect(!diagnosis.outcome.text.contains(Scene.key))
        #expect(scene.scene.server.requests.isEmpty)
    }

    // MARK: Secrets

    /// Secrets in every place that there is, and a server that repeats what it was sent.
    @Test(arguments: [["--format", "json"], []], [[], ["--online"]])
    func noSecretIsShown(format: [String], online: [String]) throws {
        var scene = try DoctorScene(
            config: """
                [providers.xai]
                base_url = "SERVER?token=S3cret-query"
                [providers.groq]
                base_url = "SERVER"
                headers = { "X-Api-Key" = "S3cret-header" }
                api_key_cmd = ["getkey", "S3cret-argument"]
                [providers.mistral]
                base_url = "https://S3cret-user:S3?cret-password@llm.example.org/v1"
                [providers.work]
                base_url = "SERVER"
                api_key = "S3cret-unknown"
                """
        ) { request, connection in
            let echo = request.headers.map(\.value).joined(separator: " ") + request.path
            connection.respond(
                status: 401, headers: [("x-request-id", echo)],
                body: #"{"error":{"message":"bad: \#(Scene.escaped(echo))"}}"#)
        }
        try scene.write(program: "getkey", "echo S3cret-command")
        try scene.write("home/.config/chatmd/.env", "OPENAI_API_KEY=S3cret-file\n")
        scene.scene.environment["XAI_API_KEY"] = "S3cret-variable"
        scene.scene.environment["MISTRAL_API_KEY"] = "S3cret-mistral"
        scene.scene.environment["OPENAI_BASE_URL"] = scene.scene.server.baseURL
        scene.scene.environment["ANTHROPIC_BASE_URL"] = "S3cret-bare@llm.example.org"
        scene.scene.environment["https_proxy"] = "http://S3cret-user:S3cret-proxy@127.0.0.1:1"
        scene.scene.environment["ALL_PROXY"] = "S3cret-proxy@127.0.0.1:1"
        let outcome = try scene.scene.start(["doctor"] + format + online).outcome()
        #expect(outcome.errors == "")
        #expect(outcome.text.contains("XAI_API_KEY in the environment"))
        #expect(!outcome.text.contains("cret"))
        #expect(online.isEmpty == scene.scene.server.requests.isEmpty)
        #expect(online.isEmpty || outcome.text.contains("[redacted]"))
    }
}
