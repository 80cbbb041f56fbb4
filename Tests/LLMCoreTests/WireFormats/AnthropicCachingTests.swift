import Testing

@testable import LLMCore

@Suite struct AnthropicCachingTests {
    private static let long = String(repeating: "word ", count: 1000)
    private let system = Message(role: .system, text: AnthropicCachingTests.long)
    private let tool = Tool(name: "f", description: "", parameters: ["type": "object"])

    private func user(_ text: String) -> Message { Message(role: .user, text: text) }
    private func reply(_ text: String) -> Message { Message(role: .assistant, text: text) }

    /// Where marks are: `s`, `t` or the turn's position, in the order of the prompt.
    private func marks(
        _ messages: [Message], tools: [Tool] = [], extra: JSONObject = [:],
        traits: ModelTraits = ModelTraits()
    ) throws -> [String] {
        let http = try Anthropic().httpRequest(
            for: ChatRequest(model: "m", messages: messages, tools: tools, extra: extra),
            to: BuiltInProviders.anthropic, traits: traits, key: nil)
        let body = try JSONParser.parse(http.body)
        let mark: JSONValue = ["type": "ephemeral"]
        var places: [String] = []
        for tool in body["tools"]?.array ?? [] where tool["cache_control"] == mark {
            places.append("t")
        }
        for block in body["system"]?.array ?? [] where block["cache_control"] == mark {
            places.append("s")
        }
        for (index, turn) in (body["messages"]?.array ?? []).enumerated() {
            for block in turn["content"]?.array ?? [] where block["cache_control"] == mark {
                #expect(block == turn["content"]?.array?.last)
                places.append(String(index))
            }
        }
        return places
    }

    @Test func aFirstQuestionIsNotMarked() throws {
        #expect(try marks([system, user(Self.long)]) == [])
    }

    @Test func theSystemTextAndTheLastTwoRepliesAreMarked() throws {
        let first = [system, user("a"), reply("b"), user("c")]
        #expect(try marks(first) == ["s", "1"])
        #expect(try marks(first + [reply("d"), user("e")]) == ["s", "1", "3"])
        #expect(
            try marks(first + [reply("d"), user("e"), reply("f"), user("g")]) == ["s", "3", "5"])
    }

    /// What is read from the cache next time is what was written into it this time.
    @Test func theNewestMarkIsThereAgainInTheNextRequest() throws {
        var messages = [system, user("a")]
        var last: String?
        for number in 0..<10 {
            let places = try marks(messages)
            if let last { #expect(places.contains(last)) }
            last = places.last
            #expect(places.count <= 4)
            messages += [reply("\(number)"), user("more")]
        }
    }

    @Test func shortPrefixesAreNotMarked() throws {
        #expect(try marks([user("a"), reply("b"), user(Self.long)]) == [])
        #expect(
            try marks([user("a"), reply(Self.long), user("c"), reply("d"), user("e")]) == [
                "1", "3",
            ])
    }

    @Test func theNewestTurnIsMarkedWhereToolsMayAskAgain() throws {
        #expect(try marks([user(Self.long)], tools: [tool]) == ["0"])
        #expect(try marks([system, user("a")], tools: [tool]) == ["s", "0"])
        let long = Tool(name: "f", description: Self.long, parameters: ["type": "object"])
        #expect(try marks([user("a")], tools: [long]) == ["t", "0"])
        #expect(
            try marks(
                [system, user("a"), reply("b"), user("c"), reply("d"), user("e")], tools: [tool])
                == ["s", "1", "3", "4"])
    }

    @Test func aRoundOfToolsKeepsTheMarksOfTheOneBefore() throws {
        let call = Message(
            role: .assistant, parts: [.toolCall(ToolCall(id: "a", name: "f", arguments: "{}"))])
        let result = Message(
            role: .tool, parts: [.toolResult(ToolResult(callID: "a", name: "f", content: "1"))])
        #expect(try marks([system, user("a"), call, result], tools: [tool]) == ["s", "1", "2"])
    }

    @Test func thinkingIsNotMarked() throws {
        let block: JSONValue = ["type": "thinking", "thinking": "x", "signature": "y"]
        let thought = Message(
            role: .assistant,
            parts: [
                .text("b"),
                .reasoning(
                    Reasoning(text: "x", block: .init(wireFormat: .anthropic, value: block))),
            ])
        let http = try Anthropic().httpRequest(
            for: ChatRequest(model: "m", messages: [system, user("a"), thought, user("c")]),
            to: BuiltInProviders.anthropic, traits: ModelTraits(), key: nil)
        let content = try JSONParser.parse(http.body)["messages"]?[1]?["content"]
        #expect(content?[0]?["cache_control"] != nil)
        #expect(content?[1] == block)
    }

    @Test func aPrefilledReplyIsNoTurnToBuildOn() throws {
        let messages = [system, user("a"), reply("b"), user("c"), reply("Beg")]
        #expect(try marks(messages, traits: ModelTraits(takesPrefill: true)) == ["s", "1"])
    }

    @Test func marksOfOnesOwnReplaceThese() throws {
        let messages = [system, user("a"), reply("b"), user("c")]
        #expect(try marks(messages, extra: ["cache_control": ["type": "ephemeral"]]) == [])
    }
}
