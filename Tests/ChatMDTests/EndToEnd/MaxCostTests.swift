import LLMCore
import TestSupport
import Testing

/// `max_cost`: what would cost more is not sent.
@Suite struct MaxCostTests {
    private static let chat = """
        +++
        model = "grok-4.7"
        max_cost = 0.001
        +++

        One plus one?

        """

    private func message(_ limit: String) -> String {
        "error: the answer would cost about $0.006, and `max_cost` is \(limit): some "
    }

    @Test func theConversationsLimitHolds() throws {
        let scene = try Scene(replying: "Two.")
        try scene.folder.write("chat.md", Self.chat)
        let outcome = try scene.run("chat.md")
        #expect(outcome.ending == .exit(5))
        #expect(outcome.text == "")
        #expect(outcome.errors.hasPrefix("chat.md:3:12: " + message("$0.001")), "\(outcome.errors)")
        #expect(
            outcome.errors.contains("tokens are sent, and a reply of 1,000 is assumed\n  raise"))
        #expect(scene.server.requests.isEmpty)
    }

    @Test func programsGetACodeAndAPlace() throws {
        let scene = try Scene(replying: "Two.")
        try scene.folder.write("chat.md", Self.chat)
        let error = try Events(scene.run("chat.md", "--format", "ndjson")).end()
        #expect(error["code"] == "max_cost_exceeded")
        #expect(error["path"] == "chat.md")
        #expect(error["line"]?.int == 3)
        #expect(error["column"]?.int == 12)
        #expect(error["provider"] == "xai")
    }

    @Test func whatCostsLessIsSent() throws {
        let scene = try Scene(replying: "Two.")
        try scene.folder.write("chat.md", Self.chat)
        // 100 tokens for 6 dollars a million.
        #expect(try scene.run("chat.md", "-o", "max_tokens=100").text == "Two.\n")
        #expect(try scene.run("chat.md", "-o", "max_cost=0.1").text == "Two.\n")
    }

    @Test func theLongestReplyCounts() throws {
        let scene = try Scene(replying: "Two.")
        try scene.folder.write("chat.md", Self.chat)
        let outcome = try scene.run(
            "chat.md", "-o", "max_cost=0.01", "-o", "max_tokens=20000")
        #expect(outcome.ending == .exit(5))
        #expect(outcome.errors.hasPrefix("chatmd: error: the answer would cost about $0.12"))
        #expect(outcome.errors.contains("up to 20,000 come back\n"))
    }

    @Test func theConfigurationsLimitHoldsForAll() throws {
        let scene = try Scene(replying: "Two.")
        try scene.write(
            config: "max_cost = 0.001\n[providers.xai]\nbase_url = \"\(scene.server.baseURL)\"\n")
        let outcome = try scene.run("-m", "grok-4.7", input: .bytes([UInt8]("One plus one?\n")))
        #expect(outcome.ending == .exit(5))
        #expect(outcome.errors.contains("/chatmd/config.toml:1:12: " + message("$0.001")))
    }

    @Test func aRefusedAnswerLeavesTheFileAsItWas() throws {
        let scene = try Scene(replying: "Two.")
        try scene.folder.write("chat.md", Self.chat)
        let outcome = try scene.run(
            "append", "chat.md", "-p", "-", input: .bytes([UInt8]("And two?")))
        #expect(outcome.ending == .exit(5))
        #expect(scene.folder.text("chat.md") == Self.chat)
        #expect(outcome.errors.contains("And two?"))
        #expect(scene.server.requests.isEmpty)
    }

    @Test func promptsAreHeldToItToo() throws {
        let scene = try Scene.answering((200, #"{"choices":[{"text":"x"}]}"#))
        let outcome = try scene.run("prompt", "once", "-m", "gpt-5.5", "-o", "max_cost=0.0001")
        #expect(outcome.ending == .exit(5))
        #expect(scene.server.requests.isEmpty)
    }

    @Test func anEditorIsToldToo() throws {
        let scene = try Scene(replying: "Two.")
        let request =
            #"{"type":"complete","id":1,"text":"hi","options":{"model":"grok-4.7","max_cost":0}}"#
        let outcome = try scene.run("complete", "--rpc", input: .bytes([UInt8](request + "\n")))
        #expect(try Events(outcome).end()["code"] == "max_cost_exceeded")
    }

    // MARK: Without a price

    @Test func whatNeedsNoKeyCostsNothing() throws {
        let scene = try Scene()
        let outcome = try scene.run(
            "-m", "echo", "-o", "max_cost=0", input: .bytes([UInt8]("hi\n")))
        #expect(outcome.text == "hi\n")
        #expect(outcome.errors == "")
    }

    @Test func aLimitThatCannotBeKeptIsAnError() throws {
        let scene = try Scene(replying: "Two.")
        try scene.folder.write("chat.md", "+++\nmodel = \"grok-99\"\nmax_cost = 1\n+++\nhi\n")
        let outcome = try scene.run("chat.md")
        #expect(outcome.ending == .exit(7))
        #expect(
            outcome.errors.hasPrefix(
                "chat.md:3:12: error: `max_cost` cannot be kept: the price of `grok-99` at xAI is "
                    + "not known\n"))
        #expect(scene.server.requests.isEmpty)
    }

    @Test func aGeneralLimitThatCannotBeKeptIsAWarning() throws {
        let scene = try Scene(replying: "Two.")
        try scene.write(
            config: "max_cost = 1\n[providers.xai]\nbase_url = \"\(scene.server.baseURL)\"\n")
        let outcome = try scene.run("-m", "grok-99", input: .bytes([UInt8]("hi\n")))
        #expect(outcome.text == "Two.\n")
        #expect(
            outcome.errors.hasSuffix(
                "config.toml:1:12: warning: the price of `grok-99` at xAI is not known, so "
                    + "`max_cost` is not kept\n"))
    }

    // MARK: Fallbacks

    /// Asks `grok-4.3`, which is overloaded and would cost $0.0025, with `fallback` behind it.
    private func outcome(
        fallback: String, limit: String, config: String = ""
    ) throws -> ChatMDProcess.Outcome {
        let scene = try Scene { request, connection in
            if request.text.contains("grok-4.3") {
                connection.respond(status: 503, body: "{}")
            } else {
                connection.respondWithReply(["Two."])
            }
        }
        try scene.write(
            config: config + "[retry]\nmax_retries = 0\n[providers.xai]\n"
                + "base_url = \"\(scene.server.baseURL)\"\n")
        try scene.folder.write(
            "chat.md",
            "+++\nmodel = \"grok-4.3\"\nfallback = \"\(fallback)\"\n\(limit)\n+++\nhi\n")
        return try scene.run("chat.md")
    }

    @Test func aFallbackThatCostsLessIsAsked() throws {
        let outcome = try outcome(fallback: "grok-4.7", limit: "max_cost = 0.01")
        #expect(outcome.text == "Two.\n")
        #expect(!outcome.errors.contains("warning"))
    }

    @Test func aFallbackThatCostsMoreIsNotAsked() throws {
        let outcome = try outcome(fallback: "grok-4.7", limit: "max_cost = 0.004")
        #expect(outcome.ending == .exit(7))
        #expect(outcome.text == "")
        #expect(
            outcome.errors.hasPrefix(
                "chat.md:4:12: warning: the fallback `xai/grok-4.7` is not asked: it would cost "
                    + "about $0.006, and `max_cost` is $0.004: some "))
    }

    @Test func aFallbackOfUnknownPriceIsNotAsked() throws {
        let outcome = try outcome(fallback: "xai/grok-99", limit: "max_cost = 1")
        #expect(outcome.ending == .exit(7))
        #expect(
            outcome.errors.hasPrefix(
                "chat.md:4:12: warning: the fallback `xai/grok-99`: the price of `grok-99` at xAI "
                    + "is not known, so it is not asked\n"))
    }

    @Test func aGeneralLimitLetsAFallbackOfUnknownPriceBe() throws {
        let outcome = try outcome(
            fallback: "xai/grok-99", limit: "", config: "max_cost = 1\n")
        #expect(outcome.text == "Two.\n")
        #expect(outcome.errors.contains("is not known, so `max_cost` is not kept there\n"))
    }
}
