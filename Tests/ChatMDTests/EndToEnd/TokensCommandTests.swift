import LLMCore
import TestSupport
import Testing

/// `chatmd tokens` without asking anybody.
@Suite struct TokensCommandTests {
    @Test func everyMessageHasItsLine() throws {
        let outcome = try Scene.counting().run("tokens", "work/chat.md")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.errors == "")
        let snapshot = Snapshot("tokens.txt", of: "ChatMDTests")
        #expect(outcome.text == snapshot.recorded(orRecording: outcome.text))
    }

    @Test func programsGetNumbers() throws {
        let outcome = try Scene.counting().run("tokens", "work/chat.md", "--format", "json")
        let json = try JSONParser.parse(outcome.output)
        #expect(json["provider"] == "anthropic")
        #expect(json["model"] == "claude-sonnet-5-5")
        #expect(json["exact"] == false)
        #expect(json["error_percent"]?.int == 11)
        let messages = try #require(json["messages"]?.array)
        #expect(messages.map { $0["role"] } == ["system", "user", "assistant", "user"])
        #expect(messages.map { $0["line"]?.int } == [nil, 6, 12, 16])
        #expect(messages.map { $0["tokens"]?.int ?? 0 }.reduce(0, +) == json["tokens"]?.int)
        let window = try #require(json["context_window"]?.double)
        let tokens = try #require(json["tokens"]?.double)
        #expect(json["context_share"]?.double == tokens / window)
        let price = try #require(
            ModelCatalogue.info("claude-sonnet-5-5", of: "anthropic").price?.rates.input)
        #expect(try abs(#require(json["cost_usd"]?.double) - tokens * price / 1e6) < 1e-12)
    }

    @Test func whatIsEmbeddedIsCounted() throws {
        let scene = try Scene.counting()
        func tokens() throws -> Int {
            let outcome = try scene.run("tokens", "work/chat.md", "--format", "json")
            return try #require(JSONParser.parse(outcome.output)["tokens"]?.int)
        }
        let before = try tokens()
        try scene.folder.write("work/rule.txt", String(repeating: "measure ", count: 100))
        #expect(try tokens() > before + 100)
    }

    @Test(arguments: ["work/new.md", "later/new.md"])
    func aTextWhoseFileDoesNotExistYetIsCounted(path: String) throws {
        let scene = try Scene.counting()
        try scene.folder.write("work/.chatmd.toml", "system = \"Be brief.\"\n")
        let outcome = try scene.run(
            "tokens", "-", "--stdin-filename", path, "--format", "json", "-m", "grok-3",
            input: .bytes([UInt8]("hello\n")))
        #expect(outcome.ending == .exit(0), "\(outcome.errors)")
        let json = try JSONParser.parse(outcome.output)
        #expect(json["path"]?.string == path)
        let roles = try #require(json["messages"]?.array).map { $0["role"]?.string }
        #expect(roles == (path.hasPrefix("work") ? ["system", "user"] : ["user"]))
    }

    @Test func theToolsAreCounted() throws {
        let scene = try Scene.counting()
        func json(_ option: String) throws -> JSONValue {
            let outcome = try scene.run(
                "tokens", "work/chat.md", "-o", option, "--format", "json")
            return try JSONParser.parse(outcome.output)
        }
        let (with, without) = (try json("tools=[\"standard\"]"), try json("tools=[]"))
        #expect(try #require(with["tokens"]?.int) > #require(without["tokens"]?.int) + 300)
        let text = try scene.run("tokens", "work/chat.md", "-o", "tools=[\"calculator\"]").text
        let row = text.split(separator: "\n").first { $0.contains(" tools ") }
        #expect(row?.hasSuffix("calculator") == true)
    }

    @Test func withoutAModelItIsCountedAllTheSame() throws {
        let scene = try Scene.counting()
        let outcome = try scene.run("tokens", "-s", "Be brief.", input: .bytes([UInt8]("Hello\n")))
        #expect(outcome.ending == .exit(0))
        #expect(
            outcome.text.hasSuffix(
                """
                  model    none is named, and no key tells which is meant
                  counted  by an estimate, ± 18 % for nine texts of ten

                """))
        #expect(outcome.text.contains("      system"))
        let json = try scene.run(
            "tokens", "--format", "json", input: .bytes([UInt8]("Hello\n")))
        #expect(try JSONParser.parse(json.output)["model"] == nil)
    }

    @Test func aReplyAtTheEndIsCountedToo() throws {
        let scene = try Scene.counting()
        try scene.folder.write("work/chat.md", "hi\n\n# === ASSISTANT ===\n\nHello\n")
        let outcome = try scene.run("tokens", "work/chat.md", "-m", "echo")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text.contains("   3  assistant"))
        #expect(outcome.text.contains("\n  cost     nothing\n"))
    }

    @Test func whatStopsAnAnswerStopsTheCount() throws {
        let scene = try Scene.counting()
        try scene.folder.write("work/chat.md", "![no](nothing.txt)\n")
        let outcome = try scene.run("tokens", "work/chat.md")
        #expect(outcome.ending == .exit(3))
        #expect(outcome.errors.hasPrefix("work/chat.md:1:1: error: "))
    }
}

extension Scene {
    private static let conversation = """
        +++
        model = "claude-sonnet-5-5"
        system = "You answer in one line."
        +++

        Which is longer, the Nile or the Amazon?

        # === NOTE ===

        never sent

        # === ASSISTANT ===

        The Nile, by most measurements.

        # === USER ===

        ![the rule](rule.txt)
        Why?

        """

    /// A conversation with all that counts, and a server in the place of those that count; no key is set.
    static func counting(
        _ handler: @escaping LoopbackServer.Handler = { _, connection in
            connection.respond(status: 500, body: "{}")
        }
    ) throws -> Scene {
        var scene = try Scene(handler)
        scene.environment["XAI_API_KEY"] = nil
        let url = scene.server.baseURL
        try scene.write(
            config: "[retry]\nmax_retries = 0\n"
                + ["anthropic", "gemini", "llamacpp", "mistral"].map {
                    "[providers.\($0)]\nbase_url = \"\(url)\"\n"
                }.joined()
                + "[providers.openai]\nbase_url = \"\(url)\"\nwire_format = \"openai-responses\"\n")
        try scene.folder.write("work/chat.md", Self.conversation)
        try scene.folder.write("work/rule.txt", "measure from the farthest spring\n")
        return scene
    }
}
