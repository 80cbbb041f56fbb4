import LLMCore
import TestSupport
import Testing

/// What is known about models, and what the binary makes of it.
@Suite struct ModelFactsTests {
    // MARK: Cost

    @Test func theCostOfAReplyIsAnEventAndALine() throws {
        let scene = try Scene(replying: "Two.")
        try scene.folder.write("chat.md", "One plus one?\n")
        let events = try Events(scene.run("chat.md", "-m", "grok-4.7", "--format", "ndjson"))
        // 12 tokens in and 3 out, at 2 and 6 dollars a million.
        #expect(events.first("usage")?["cost_usd"]?.double == 0.000042)
        let outcome = try scene.start(
            ["chat.md", "-m", "grok-4.7"], output: .terminal
        ).outcome()
        #expect(outcome.text.contains("12 in · 3 out · $0.000042 · "))
    }

    @Test func anUnknownPriceIsAbsent() throws {
        let scene = try Scene(replying: "Two.")
        try scene.folder.write("chat.md", "One plus one?\n")
        let events = try Events(scene.run("chat.md", "-m", "grok-99", "--format", "ndjson"))
        #expect(events.first("usage") != nil)
        #expect(events.first("usage")?["cost_usd"] == nil)
    }

    // MARK: Refused parameters

    @Test func whatTheConversationSetsAndTheModelRefusesIsAnError() throws {
        let scene = try Scene(replying: "Two.")
        try scene.folder.write(
            "chat.md", "+++\nmodel = \"grok-4.7\"\npresence_penalty = 1\n+++\nHi\n")
        let outcome = try scene.run("chat.md")
        #expect(outcome.ending == .exit(7))
        #expect(
            outcome.errors.hasPrefix("chat.md:3:20: error: `grok-4.7` takes no `presence_penalty`"))
        #expect(scene.server.requests.isEmpty)
    }

    @Test func whatTheCommandLineSetsAndTheModelRefusesIsAnError() throws {
        let scene = try Scene(replying: "Two.")
        try scene.folder.write("chat.md", "Hi\n")
        let events = try Events(
            scene.run(
                "chat.md", "-m", "grok-4.7", "-o", "stop=x", "--format", "ndjson"))
        #expect(try events.end()["code"] == "unsupported")
        #expect(scene.server.requests.isEmpty)
    }

    @Test func whatTheConfigurationSetsAndTheModelRefusesIsLeftOut() throws {
        let scene = try Scene(replying: "Two.")
        try scene.write(
            config:
                "presence_penalty = 1\n[providers.xai]\nbase_url = \"\(scene.server.baseURL)\"\n")
        try scene.folder.write("chat.md", "Hi\n")
        let outcome = try scene.run("chat.md", "-m", "grok-4.7")
        #expect(outcome.text == "Two.\n")
        #expect(
            outcome.errors.contains(
                "config.toml:1:20: warning: `grok-4.7` takes no `presence_penalty`"))
        #expect(try scene.sentBody()["presence_penalty"] == nil)
    }

    // MARK: Limits

    @Test func aConversationLongerThanTheContextIsAWarning() throws {
        let scene = try Scene(replying: "Two.")
        let text = String(repeating: "word ", count: 600_000)
        try scene.folder.write("chat.md", "+++\nmodel = \"grok-4.7\"\n+++\n\(text)\n")
        let outcome = try scene.run("chat.md")
        #expect(outcome.text == "Two.\n")
        #expect(outcome.errors.hasPrefix("chat.md:2:9: warning: about 5"))
        #expect(outcome.errors.contains("and `grok-4.7` reads at most 500000"))
    }

    @Test func aModelThatIsGoneIsAWarning() throws {
        let scene = try Scene(replying: "Two.")
        try scene.write(config: "[providers.openai]\nbase_url = \"\(scene.server.baseURL)\"\n")
        var environment = scene.environment
        environment["OPENAI_API_KEY"] = "sk-test-0123456789"
        let info = try #require(
            ModelCatalogue.models(of: "openai").first {
                $0.mode == .chat && $0.endDate.map { $0.days < 20_778 } == true
            })
        try scene.folder.write("chat.md", "Hi\n")
        let outcome = try ChatMDProcess(
            ["chat.md", "-m", "openai/\(info.id)"], environment: environment,
            folder: scene.folder.path
        ).outcome()
        #expect(
            outcome.errors.hasPrefix(
                "chatmd: warning: the model `\(info.id)` was to be switched off on "))
    }

    // MARK: One object

    @Test func theWholeReplyIsOneObject() throws {
        let scene = try Scene(replying: "Two", ".")
        try scene.folder.write("chat.md", "One plus one?\n")
        let outcome = try scene.run("complete", "chat.md", "-m", "grok-4.7", "--format", "json")
        #expect(outcome.output.last == UInt8(ascii: "\n"))
        let object = try JSONParser.parse(outcome.output)
        #expect(object["text"] == "Two.")
        #expect(object["model"]?.string != nil)
        #expect(object["provider"] == "xai")
        #expect(object["finish_reason"] == "stop")
        #expect(object["tool_calls"]?.array == [])
        #expect(object["usage"]?["input_tokens"] == 12)
        #expect(outcome.errors.isEmpty)
    }

    @Test func aBrokenReplyIsAnObjectWithItsError() throws {
        let scene = try Scene { _, connection in
            connection.beginEvents()
            connection.writeText("Tw")
        }
        try scene.folder.write("chat.md", "One plus one?\n")
        let outcome = try scene.run("complete", "chat.md", "-m", "grok-4.7", "--format", "json")
        #expect(outcome.ending == .exit(6))
        let object = try JSONParser.parse(outcome.output)
        #expect(object["text"] == "Tw")
        #expect(object["error"]?["code"] == "network")
        #expect(object["finish_reason"] == nil)
        #expect(outcome.errors.hasPrefix("chatmd: error: "))
    }

    @Test func toolCallsAreShown() throws {
        let call =
            #"{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c1","function":"#
            + #"{"name":"add","arguments":"{\"a\":1}"}}]},"finish_reason":"tool_calls"}]}"#
        let scene = try Scene { _, connection in
            connection.beginEvents()
            connection.writeEvent(call)
            connection.writeEvent("[DONE]")
            connection.endChunks()
        }
        try scene.folder.write("chat.md", "One plus one?\n")
        let events = try Events(scene.run("chat.md", "-m", "grok-4.7", "--format", "ndjson"))
        let event = try #require(events.first("tool_call"))
        #expect(event["id"] == "c1")
        #expect(event["name"] == "add")
        #expect(event["arguments"]?.string == #"{"a":1}"#)
        #expect(try events.end()["finish_reason"] == "tool_calls")
        let object = try JSONParser.parse(
            scene.run("complete", "chat.md", "-m", "grok-4.7", "--format", "json").output)
        #expect(object["tool_calls"]?[0]?["name"] == "add")
        let outcome = try scene.run("chat.md", "-m", "grok-4.7")
        #expect(outcome.errors == "chatmd: note: the model calls add with {\"a\":1}\n")
    }
}
