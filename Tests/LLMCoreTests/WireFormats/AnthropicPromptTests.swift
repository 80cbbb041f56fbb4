import Testing

@testable import LLMCore

@Suite struct AnthropicPromptTests {
    private func body(
        _ messages: [Message], traits: ModelTraits = ModelTraits(),
        _ options: GenerationOptions = GenerationOptions()
    ) throws -> JSONValue {
        let http = try Anthropic().httpRequest(
            for: ChatRequest(model: "m", messages: messages, options: options),
            to: BuiltInProviders.anthropic, traits: traits, key: nil)
        return try JSONParser.parse(http.body)
    }

    private func turns(_ messages: [Message]) throws -> String {
        let value = try body(messages)["messages"] ?? .null
        return String(decoding: JSONWriter.bytes(of: value), as: UTF8.self)
    }

    private let ask = Message(role: .user, text: "Ask")

    private func calls(_ calls: ToolCall...) -> Message {
        Message(role: .assistant, parts: calls.map(Part.toolCall))
    }

    private func result(_ id: String, _ content: String, isError: Bool = false) -> Message {
        Message(
            role: .tool,
            parts: [
                .toolResult(
                    ToolResult(callID: id, name: "f", content: content, isError: isError))
            ])
    }

    // MARK: Turns

    @Test func theSystemTextStandsOutsideTheMessages() throws {
        let built = try body([
            Message(role: .system, text: "A"), ask, Message(role: .system, text: "B"),
            Message(role: .system, text: " "),
        ])
        #expect(
            built["system"] == [["type": "text", "text": "A"], ["type": "text", "text": "B"]])
        #expect(built["messages"]?.array?.count == 1)
    }

    @Test func messagesOfOneRoleBecomeOneTurn() throws {
        #expect(
            try turns([ask, Message(role: .user, text: "b", name: "Ada")])
                == #"[{"role":"user","content":[{"type":"text","text":"Ask"},"#
                + #"{"type":"text","text":"b"}]}]"#)
    }

    @Test func textsInARowAreOneBlock() throws {
        let message = Message(role: .user, parts: [.text("See:"), .text("\n\n"), .text("a.txt")])
        #expect(
            try turns([message])
                == #"[{"role":"user","content":[{"type":"text","text":"See:\n\na.txt"}]}]"#)
    }

    @Test func textsOfBlanksAloneAreLeftOutAndTheirTurnsToo() throws {
        #expect(
            try turns([
                ask, Message(role: .assistant, text: " \n"), Message(role: .user, text: "b"),
            ])
                == #"[{"role":"user","content":[{"type":"text","text":"Ask"},"#
                + #"{"type":"text","text":"b"}]}]"#)
    }

    // MARK: Tools

    @Test func resultsStandTogetherAndBeforeTheText() throws {
        let messages = [
            ask,
            calls(
                ToolCall(id: "a", name: "f", arguments: #"{"x": 1.50}"#),
                ToolCall(id: "b", name: "g", arguments: "{}")),
            result("a", "1"), Message(role: .user, text: "Go"), result("b", "", isError: true),
        ]
        #expect(
            try turns(messages)
                == #"[{"role":"user","content":[{"type":"text","text":"Ask"}]},"#
                + #"{"role":"assistant","content":["#
                + #"{"type":"tool_use","id":"a","name":"f","input":{"x":1.50}},"#
                + #"{"type":"tool_use","id":"b","name":"g","input":{}}]},"#
                + #"{"role":"user","content":["#
                + #"{"type":"tool_result","tool_use_id":"a","content":"1"},"#
                + #"{"type":"tool_result","tool_use_id":"b","content":"failed","is_error":true},"#
                + #"{"type":"text","text":"Go"}]}]"#)
    }

    @Test(arguments: ["", #"{"a": "#, "[1]", "1"])
    func argumentsThatAreNoObjectBecomeAnEmptyOne(_ arguments: String) throws {
        let built = try body([ask, calls(ToolCall(id: "a", name: "f", arguments: arguments))])
        #expect(built["messages"]?[1]?["content"]?[0]?["input"] == [:])
    }

    @Test func idsOfOtherProvidersAreMadeAcceptableAndUnique() throws {
        let messages = [
            ask, calls(ToolCall(id: "functions.f:0", name: "f", arguments: "{}")),
            result("functions.f:0", "1"), calls(ToolCall(id: "call_1", name: "f", arguments: "{}")),
            result("call_1", "2"), calls(ToolCall(id: "call_1", name: "f", arguments: "{}")),
            result("call_1", "3"), calls(ToolCall(id: "", name: "f", arguments: "{}")),
        ]
        let contents = try #require(try body(messages)["messages"]?.array).dropFirst()
        let ids = contents.compactMap { $0["content"]?[0] }.compactMap {
            ($0["id"] ?? $0["tool_use_id"])?.string
        }
        #expect(
            ids.prefix(7) == [
                "functions_f_0", "functions_f_0", "call_1", "call_1", "call_1_2", "call_1_2",
                "call",
            ])
    }

    // MARK: Reasoning

    @Test func signedThinkingGoesBackAsItCame() throws {
        let block: JSONValue = ["type": "thinking", "thinking": "Hm", "signature": "c2ln"]
        let other = ProviderBlock(wireFormat: .gemini, value: ["text": ""])
        let message = Message(
            role: .assistant,
            parts: [
                .reasoning(
                    Reasoning(text: "Hm", block: .init(wireFormat: .anthropic, value: block))),
                .reasoning(Reasoning(text: "unsigned")),
                .reasoning(Reasoning(text: "", block: other)), .text("Yes"),
                .toolCall(ToolCall(id: "a", name: "f", arguments: "{}")),
            ])
        let content = try body([ask, message])["messages"]?[1]?["content"]
        #expect(content?.array?.count == 3)
        #expect(content?[0] == block)
        #expect(content?[1] == ["type": "text", "text": "Yes"])
    }

    // MARK: Attachments

    @Test func imagesAndDocumentsAreBlocksOfTheirOwn() throws {
        let parts: [Part] = [
            .attachment(Attachment(mediaType: "image/png", content: .data([1, 2, 3]))),
            .text("What is this?"),
            .attachment(
                Attachment(mediaType: "image/jpeg", content: .url("https://example.org/a.jpg"))),
            .attachment(
                Attachment(mediaType: "application/pdf", content: .data([4]), name: "a.pdf")),
            .attachment(
                Attachment(mediaType: "application/pdf", content: .url("https://example.org/b"))),
            .attachment(Attachment(mediaType: "text/csv", content: .data(Array("a,b".utf8)))),
        ]
        let content = try body([Message(role: .user, parts: parts)])["messages"]?[0]?["content"]
        #expect(
            content == [
                [
                    "type": "image",
                    "source": ["type": "base64", "media_type": "image/png", "data": "AQID"],
                ],
                ["type": "text", "text": "What is this?"],
                ["type": "image", "source": ["type": "url", "url": "https://example.org/a.jpg"]],
                [
                    "type": "document",
                    "source": ["type": "base64", "media_type": "application/pdf", "data": "BA=="],
                    "title": "a.pdf",
                ],
                ["type": "document", "source": ["type": "url", "url": "https://example.org/b"]],
                [
                    "type": "document",
                    "source": ["type": "text", "media_type": "text/plain", "data": "a,b"],
                ],
            ])
    }

    @Test func recordingsAreRefused() {
        let audio = Attachment(mediaType: "audio/wav", content: .data([1]))
        let error = #expect(throws: LLMError.self) {
            try body([Message(role: .user, parts: [.attachment(audio)])])
        }
        #expect(error?.code == .unsupported)
    }

    // MARK: Going on

    private let begun = [
        Message(role: .user, text: "Ask"), Message(role: .assistant, text: "Because \n"),
    ]

    @Test func aBegunReplyIsPrefilledWithoutBlanksAtItsEnd() throws {
        let built = try body(begun, traits: ModelTraits(takesPrefill: true))
        #expect(
            built["messages"]?[1]
                == ["role": "assistant", "content": [["type": "text", "text": "Because"]]])
        #expect(built["messages"]?.array?.count == 2)
    }

    @Test(arguments: [Bool?.none, false])
    func elsewhereTheModelIsAskedToGoOn(_ takesPrefill: Bool?) throws {
        let built = try body(begun, traits: ModelTraits(takesPrefill: takesPrefill))
        #expect(built["messages"]?.array?.count == 3)
        #expect(built["messages"]?[1]?["content"]?[0]?["text"] == "Because \n")
        #expect(built["messages"]?[2]?["content"]?[0]?["text"]?.string == Message.goOn.text)
    }

    @Test func thinkingAndPrefillExcludeEachOther() throws {
        let traits = ModelTraits(thinking: .budget, takesPrefill: true)
        let built = try body(begun, traits: traits, GenerationOptions(reasoningEffort: .low))
        #expect(built["messages"]?.array?.count == 3)
    }

    // MARK: Thoughts that are not known any more

    private func thinking(_ messages: [Message], _ thinking: ModelTraits.Thinking) throws
        -> JSONValue?
    {
        try body(
            messages, traits: ModelTraits(thinking: thinking),
            GenerationOptions(reasoningEffort: .low))["thinking"]
    }

    /// A turn that thinks by a budget must begin with its thoughts.
    @Test func whoseThoughtsAreNotKnownEndsItsTurnWithoutThinking() throws {
        let call = ToolCall(id: "1", name: "f", arguments: "{}")
        let loop = [ask, calls(call), result("1", "a")]
        #expect(try thinking([ask], .budget)?["type"] == "enabled")
        #expect(try thinking(loop, .budget) == nil)
        // However often it has called since, and whatever the user adds to a result.
        #expect(try thinking(loop + [calls(call), result("1", "b")], .budget) == nil)
        #expect(try thinking(loop + [.user("b")], .budget) == nil)
        // The next turn thinks again.
        #expect(
            try thinking(loop + [.assistant("b"), .user("c")], .budget)?["type"] == "enabled")
        // Adaptive thinking needs no thoughts in front.
        #expect(try thinking(loop, .effort)?["type"] == "adaptive")
    }

    @Test(arguments: ["thinking", "redacted_thinking"])
    func whoseThoughtsAreKnownGoesOnThinking(type: String) throws {
        let block = ProviderBlock(wireFormat: .anthropic, value: ["type": .string(type)])
        let call = Part.toolCall(ToolCall(id: "1", name: "f", arguments: "{}"))
        let loop = [
            ask,
            Message(
                role: .assistant, parts: [.reasoning(Reasoning(text: "", block: block)), call]),
            result("1", "a"), Message(role: .assistant, parts: [call]), result("1", "b"),
        ]
        #expect(try thinking(loop, .budget)?["type"] == "enabled")
    }
}
