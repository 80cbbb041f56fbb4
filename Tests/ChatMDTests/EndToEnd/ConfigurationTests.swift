import LLMCore
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Which of the places that settings come from decides, as the server sees it.
@Suite struct ConfigurationTests {
    // MARK: Layers

    @Test func theHigherPlaceWins() throws {
        let scene = try Scene(replying: "Yo", config: "[presets.mine]\ntop_p = 0.5\nseed = 5\n")
        let config = scene.folder.text("home/.config/chatmd/config.toml") ?? ""
        try scene.write(config: "model = \"grok-1\"\ntemperature = 0.1\nseed = 1\n" + config)
        try scene.folder.write("repo/.git/HEAD", "")
        try scene.folder.write("repo/.chatmd.toml", "model = \"grok-2\"\ntemperature = 0.2\n")
        try scene.folder.write("repo/docs/.chatmd.toml", "temperature = 0.3\nmax_tokens = 3\n")
        try scene.folder.write(
            "repo/docs/chat.md",
            "+++\nmodel = \"grok-3\"\npreset = \"mine\"\ntop_p = 0.4\n+++\nHi\n")
        let outcome = try scene.run("repo/docs/chat.md", "-o", "max_tokens=4")
        #expect(outcome.errors == "")
        let body = try scene.sentBody()
        #expect(body["model"]?.string == "grok-3")
        #expect(body["temperature"]?.double == 0.3)
        #expect(body["seed"]?.int == 5)
        #expect(body["top_p"]?.double == 0.4)
        #expect(body["max_tokens"]?.int == 4)
    }

    @Test func aTextWithoutNameBelongsToTheWorkingFolder() throws {
        let scene = try Scene(replying: "Yo")
        try scene.folder.write(".chatmd.toml", "model = \"grok-2\"\n")
        let outcome = try scene.run("complete", input: .bytes(Array("Hi\n".utf8)))
        #expect(outcome.text == "Yo\n")
        #expect(try scene.sentBody()["model"]?.string == "grok-2")
    }

    @Test func aPresetIsChosenByName() throws {
        let scene = try Scene(replying: "Yo")
        try scene.folder.write("chat.md", "Hi\n")
        _ = try scene.run("chat.md", "-m", "grok-3", "-t", "code")
        let messages = try scene.sentMessages()
        #expect(messages.map { $0[0] } == ["system", "user"])
        let missing = try scene.run("chat.md", "-m", "grok-3", "-t", "cod")
        #expect(missing.ending == .exit(3))
        #expect(missing.errors.contains("did you mean `code`?"))
    }

    // MARK: Files that settings name

    @Test func aSystemMessageMayStandInAFileBesideTheConfiguration() throws {
        let scene = try Scene(replying: "Yo")
        let config = scene.folder.text("home/.config/chatmd/config.toml") ?? ""
        try scene.write(config: "system = { file = \"prompts/short.md\" }\n" + config)
        try scene.folder.write("home/.config/chatmd/prompts/short.md", "Be short.\n")
        try scene.folder.write("chat.md", "Hi\n")
        _ = try scene.run("chat.md", "-m", "grok-3")
        #expect(try scene.sentMessages() == [["system", "Be short."], ["user", "Hi"]])
    }

    @Test func aProjectsSystemMessageStandsBesideIt() throws {
        let scene = try Scene(replying: "Yo")
        try scene.folder.write("repo/.chatmd.toml", "system = { file = \"style.md\" }\n")
        try scene.folder.write("repo/style.md", "House style.\n")
        try scene.folder.write("repo/chat.md", "Hi\n")
        _ = try scene.run("repo/chat.md", "-m", "grok-3")
        #expect(try scene.sentMessages() == [["system", "House style."], ["user", "Hi"]])
    }

    @Test func aMissingFileNamesThePlaceThatNamesIt() throws {
        let scene = try Scene(replying: "Yo")
        try scene.folder.write("chat.md", "+++\nsystem = { file = \"gone.md\" }\n+++\nHi\n")
        let outcome = try scene.run("chat.md", "-m", "grok-3")
        #expect(outcome.ending == .exit(3))
        #expect(
            outcome.errors == """
                chat.md:2:10: error: `gone.md` does not exist
                  paths are relative to the folder of the file that names them

                """)
        #expect(scene.server.requests.isEmpty)
    }

    @Test(arguments: ["system = { file = \"gone.md\" }", "messages = \"gone.md\""])
    func aMissingFileOfTheConfigurationIsNamed(setting: String) throws {
        let scene = try Scene(replying: "Yo")
        try scene.write(config: setting + "\n")
        try scene.folder.write("chat.md", "Hi\n")
        let outcome = try scene.run("chat.md", "-m", "echo")
        let folder = scene.folder("home/.config/chatmd")
        let start = setting.hasPrefix("system") ? 10 : 12
        #expect(
            outcome.errors == """
                \(folder)/config.toml:1:\(start): error: `\(folder)/gone.md`: no such file or directory
                  check the name; it is looked for beside the file that names it

                """)
    }

    @Test func messagesGoBeforeEveryConversation() throws {
        let scene = try Scene(replying: "Yo")
        let config = scene.folder.text("home/.config/chatmd/config.toml") ?? ""
        try scene.write(config: "messages = \"before.md\"\nsystem = \"First.\"\n" + config)
        try scene.folder.write(
            "home/.config/chatmd/before.md",
            """
            # === SYSTEM ===

            Be kind.

            # === USER ===

            2 + 2?

            # === ASSISTANT ===

            4
            """)
        try scene.folder.write("chat.md", "Hi\n")
        _ = try scene.run("append", "chat.md", "-m", "grok-3")
        #expect(
            try scene.sentMessages() == [
                ["system", "First."], ["system", "Be kind."], ["user", "2 + 2?"],
                ["assistant", "4"], ["user", "Hi"],
            ])
        #expect(scene.folder.text("chat.md")?.contains("kind") == false)
    }

    // MARK: Keys

    @Test func aCommandGivesTheKeyWhenTheRequestIsSent() throws {
        let command =
            "api_key_cmd = [\"sh\", \"-c\", \"echo ran >>$HOME/ran; echo key-of-a-command\"]\n"
        var scene = try Scene(replying: "Yo", config: command)
        scene.environment["XAI_API_KEY"] = nil
        try scene.folder.write("chat.md", "Hi\n")
        try scene.folder.write("empty.md", "")
        let nothing = try scene.run("empty.md", "-m", "grok-3")
        #expect(nothing.ending == .exit(8))
        #expect(scene.folder.text("home/ran") == nil)
        let outcome = try scene.run("chat.md", "-m", "grok-3")
        #expect(outcome.text == "Yo\n")
        #expect(scene.server.requests.first?["authorization"] == "Bearer key-of-a-command")
        #expect(scene.folder.text("home/ran") == "ran\n")
    }

    @Test func aKeyOfACommandIsKeptOutOfMessages() throws {
        let config = "api_key_cmd = [\"echo\", \"key-of-a-command\"]\n"
        var scene = try Scene(config: config) { request, connection in
            let key = request["authorization"] ?? ""
            connection.respond(status: 401, body: #"{"error":{"message":"bad key \#(key)"}}"#)
        }
        scene.environment["XAI_API_KEY"] = nil
        try scene.folder.write("chat.md", "Hi\n")
        let outcome = try scene.run("chat.md", "-m", "grok-3")
        #expect(outcome.ending == .exit(4))
        #expect(outcome.errors.contains("bad key Bearer [redacted]"))
    }

    @Test func ctrlCEndsACommandThatWaits() throws {
        let config =
            "api_key_cmd = [\"sh\", \"-c\", \"echo $$ >$HOME/pid; exec sleep 1000\"]\n"
        var scene = try Scene(replying: "Yo", config: config)
        scene.environment["XAI_API_KEY"] = nil
        try scene.folder.write("chat.md", "Hi\n")
        let process = try scene.start(["chat.md", "-m", "grok-3"])
        #expect(scene.folder.wait(for: "home/pid") { $0.hasSuffix("\n") })
        process.send(SIGINT)
        #expect(try process.outcome().ending == .signal(SIGINT))
        let pid = try #require(scene.folder.text("home/pid").flatMap { Int32($0.dropLast()) })
        #expect(kill(pid, 0) != 0)
        #expect(scene.server.requests.isEmpty)
    }

    @Test func aMissingKeySuggestsAModelThatWouldWork() throws {
        var scene = try Scene(replying: "Yo")
        scene.environment["XAI_API_KEY"] = nil
        scene.environment["GROQ_API_KEY"] = "gsk-1"
        try scene.folder.write("chat.md", "Hi\n")
        let outcome = try scene.run("chat.md", "-m", "grok-3")
        #expect(outcome.ending == .exit(4))
        #expect(outcome.errors.contains("a key is there for groq/openai/gpt-oss-120b"))
    }

    @Test func providersTellWhereKeysAre() throws {
        var scene = try Scene(replying: "Yo", config: "api_key_cmd = [\"pass\", \"secret-word\"]\n")
        scene.environment["XAI_API_KEY"] = nil
        try scene.folder.write("home/.config/chatmd/.env", "GROQ_API_KEY=gsk-1\n")
        let outcome = try scene.run("providers")
        #expect(outcome.text.contains("api_key_cmd (pass)"))
        let file = scene.folder("home/.config/chatmd/.env")
        #expect(outcome.text.contains("GROQ_API_KEY in \(file)"))
        #expect(!outcome.text.contains("gsk-1"))
        #expect(!outcome.text.contains("secret-word"))
    }

    // MARK: Without model and key

    @Test func aLocalServerAnswersWhereNothingIsConfigured() throws {
        var scene = try Scene { request, connection in
            if request.path == "/v1/models" {
                connection.respond(
                    body: #"{"data":[{"id":"nomic-embed-text"},{"id":"llama3.2:3b"}]}"#)
            } else {
                connection.respondWithReply(["Local"])
            }
        }
        scene.environment["XAI_API_KEY"] = nil
        scene.environment["OLLAMA_HOST"] = "127.0.0.1:\(scene.server.port)"
        try scene.folder.write("chat.md", "Hi\n")
        let outcome = try scene.run("chat.md", "--format", "ndjson")
        let events = try Events(outcome)
        #expect(events.text == "Local")
        #expect(events.all.first?["model"]?.string == "llama3.2:3b")
        #expect(events.all.first?["provider"]?.string == "ollama")
    }

    @Test func noServerAtAllIsNotAskedForAModel() throws {
        var scene = try Scene(replying: "Yo")
        scene.environment["XAI_API_KEY"] = nil
        // A port that nobody listens on; llama.cpp's usual one is nobody's either, or is refused.
        scene.environment["OLLAMA_HOST"] = "llm.example.org"
        try scene.write(config: "[providers.llamacpp]\nbase_url = \"http://127.0.0.1:1/v1\"\n")
        try scene.folder.write("chat.md", "Hi\n")
        let outcome = try scene.run("chat.md")
        #expect(outcome.ending == .exit(4))
        #expect(outcome.errors.contains("no key was found for any provider"))
    }
}
