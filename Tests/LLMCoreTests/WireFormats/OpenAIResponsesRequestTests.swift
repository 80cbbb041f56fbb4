import Testing

@testable import LLMCore

@Suite struct OpenAIResponsesRequestTests {
    private func body(
        _ request: ChatRequest, _ provider: Provider = BuiltInProviders.openAI,
        _ traits: ModelTraits = ModelTraits()
    ) throws -> JSONValue {
        try OpenAIResponses().body(of: request, to: provider, traits: traits)
    }

    private func input(_ messages: [Message]) throws -> JSONValue {
        try #require(try body(.asking(messages: messages))["input"])
    }

    @Test func withoutOptionsOnlyTheNeedfulIsSent() throws {
        let history = [Message(role: .system, text: "s"), Message(role: .user, text: "a")]
        let http = try OpenAIResponses().httpRequest(
            for: .asking("gpt-4o", messages: history), to: BuiltInProviders.openAI,
            traits: ModelTraits(), key: nil)
        #expect(http.url.description == "https://api.openai.com/v1/responses")
        #expect(http.headers["Accept"] == "text/event-stream")
        #expect(
            String(decoding: http.body, as: UTF8.self)
                == #"{"model":"gpt-4o","input":[{"role":"system","content":"s"},"#
                + #"{"role":"user","content":"a"}],"stream":true,"store":false}"#)
    }

    @Test func whatHasNoFieldHereIsLeftOut() throws {
        let options = GenerationOptions(
            temperature: 0.5, topP: 0.9, topK: 4, maxTokens: 9, stop: ["x"], seed: 1,
            frequencyPenalty: 1, presencePenalty: 1, repetitionPenalty: 1,
            reasoningEffort: .low, thinkingBudget: 5, responseFormat: .json,
            parallelToolCalls: true)
        var request = ChatRequest.asking("gpt-4o", options)
        #expect(try body(request)["parallel_tool_calls"] == nil)
        request.tools = [Tool(name: "now", description: "", parameters: ["type": "object"])]
        let body = try body(request)
        #expect(
            body.object?.members.map(\.key) == [
                "model", "input", "stream", "store", "temperature", "top_p", "max_output_tokens",
                "reasoning", "text", "tools", "parallel_tool_calls",
            ])
        #expect(body["max_output_tokens"] == 9)
        #expect(body["reasoning"] == ["effort": "low"])
        #expect(body["text"] == ["format": ["type": "json_object"]])
    }

    // MARK: Reasoning

    @Test(arguments: [
        ("gpt-5.5", BuiltInProviders.openAI, ModelTraits.Thinking.unknown, true),
        ("gpt-4o", BuiltInProviders.openAI, .unknown, false),
        ("gpt-4o", BuiltInProviders.openAI, .effort, true),
        ("gpt-5.5", BuiltInProviders.openAI, .none, false),
        ("grok-4.7", BuiltInProviders.xAI, .unknown, true),
        ("deepseek-v4-pro", BuiltInProviders.deepSeek, .effort, false),
    ])
    func modelsThatReasonAreAskedForItInAFormToSendBack(
        _ model: String, _ provider: Provider, _ thinking: ModelTraits.Thinking, _ isAsked: Bool
    ) throws {
        let body = try body(.asking(model), provider, ModelTraits(thinking: thinking))
        #expect((body["include"] == ["reasoning.encrypted_content"]) == isAsked)
        #expect((body["include"] == nil) == !isAsked)
    }

    @Test func aSummaryIsAskedForByExtra() throws {
        var request = ChatRequest.asking("gpt-5.5", GenerationOptions(reasoningEffort: .low))
        request.extra = try JSONObject(parsing: #"{"reasoning":{"summary":"auto"}}"#)
        #expect(try body(request)["reasoning"] == ["effort": "low", "summary": "auto"])
    }

    @Test func noBudgetIsNoEffortWhereTheModelKnowsThat() throws {
        let options = GenerationOptions(thinkingBudget: 0)
        let knows = ModelTraits(reasoningEfforts: [.off, .low])
        #expect(
            try body(.asking(options), BuiltInProviders.openAI, knows)["reasoning"]
                == ["effort": "none"])
        #expect(try body(.asking(options))["reasoning"] == nil)
    }

    // MARK: Items

    @Test func theAssistantsPartsAreItemsInTheirOrder() throws {
        let reasoning: JSONValue = [
            "type": "reasoning", "id": "rs", "summary": [], "encrypted_content": "e",
        ]
        let foreign = ProviderBlock(wireFormat: .openAIChat, value: [["type": "reasoning.text"]])
        let message = Message(
            role: .assistant,
            parts: [
                .reasoning(
                    Reasoning(
                        text: "Hm",
                        block: ProviderBlock(wireFormat: .openAIResponses, value: reasoning))),
                .reasoning(Reasoning(text: "Hm", block: foreign)),
                .text("Add"), .text("ing."),
                .toolCall(ToolCall(id: "a", name: "add", arguments: #"{"x":1}"#)),
                .toolCall(ToolCall(id: "b", name: "now", arguments: "")),
            ])
        let results = Message(
            role: .tool,
            parts: [
                .toolResult(ToolResult(callID: "a", name: "add", content: "1")),
                .toolResult(ToolResult(callID: "b", name: "now", content: "noon")),
            ])
        #expect(
            try input([message, results])
                == JSONValue(
                    parsing: #"""
                        [{"type":"reasoning","id":"rs","summary":[],"encrypted_content":"e"},
                        {"type":"message","role":"assistant","content":"Adding."},
                        {"type":"function_call","call_id":"a","name":"add","arguments":"{\"x\":1}"},
                        {"type":"function_call","call_id":"b","name":"now","arguments":"{}"},
                        {"type":"function_call_output","call_id":"a","output":"1"},
                        {"type":"function_call_output","call_id":"b","output":"noon"}]
                        """#))
    }

    @Test func attachmentsHaveTheirParts() throws {
        let message = Message(
            role: .user,
            parts: [
                .text("Look"),
                .attachment(Attachment(mediaType: "image/png", content: .data([1, 2, 3]))),
                .attachment(
                    Attachment(mediaType: "image/*", content: .url("https://example.org/a.png"))),
                .attachment(
                    Attachment(
                        mediaType: "application/pdf", content: .data([1, 2, 3]), name: "a.pdf")),
                .attachment(
                    Attachment(
                        mediaType: "application/pdf", content: .url("https://example.org/a.pdf"))),
            ])
        #expect(
            try input([message])[0]?["content"]
                == JSONValue(
                    parsing: #"""
                        [{"type":"input_text","text":"Look"},
                        {"type":"input_image","image_url":"data:image/png;base64,AQID"},
                        {"type":"input_image","image_url":"https://example.org/a.png"},
                        {"type":"input_file","filename":"a.pdf",
                        "file_data":"data:application/pdf;base64,AQID"},
                        {"type":"input_file","file_url":"https://example.org/a.pdf"}]
                        """#))
    }

    @Test func audioIsRefused() {
        let message = Message(
            role: .user,
            parts: [.attachment(Attachment(mediaType: "audio/wav", content: .data([1])))])
        let error = #expect(throws: LLMError.self) { try input([message]) }
        #expect(error?.code == .unsupported)
        #expect(error?.hint?.contains("openai-chat") == true)
    }

    @Test func contentMayAlwaysBeAnArray() throws {
        var provider = BuiltInProviders.openAI
        provider.contentFormat = .array
        let history = [
            Message(role: .user, text: "a"), Message(role: .assistant, text: "b"),
            Message(role: .user, text: "c"),
        ]
        let input = try body(.asking(messages: history), provider)["input"]
        #expect(input?[0]?["content"] == [["type": "input_text", "text": "a"]])
        #expect(input?[1]?["content"] == [["type": "output_text", "text": "b"]])
    }

    @Test func theRestOfAReplyIsAskedForInWords() throws {
        let input = try input([
            Message(role: .user, text: "Count."), Message(role: .assistant, text: "1, 2, "),
        ])
        #expect(input.array?.count == 3)
        #expect(input[2]?["content"] == .string(Message.goOn.text))
    }

    // MARK: Tools and formats

    @Test func toolsAreFlat() throws {
        var request = ChatRequest.asking()
        request.tools = [
            Tool(
                name: "now", description: "The time", parameters: ["type": "object"],
                isStrict: false)
        ]
        request.toolChoice = .tool("now")
        let body = try body(request)
        #expect(
            body["tools"] == [
                [
                    "type": "function", "name": "now", "description": "The time",
                    "parameters": ["type": "object"], "strict": false,
                ]
            ])
        #expect(body["tool_choice"] == ["type": "function", "name": "now"])
    }

    @Test func aSchemaSaysWhetherItIsStrict() throws {
        func format(_ schema: JSONValue) throws -> JSONValue? {
            let options = GenerationOptions(responseFormat: .schema(schema, name: "answer"))
            return try body(.asking(options))["text"]?["format"]
        }
        #expect(
            try format(["type": "object"]) == [
                "type": "json_schema", "name": "answer", "schema": ["type": "object"],
                "strict": false,
            ])
        let strict: JSONValue = ["type": "object", "additionalProperties": false]
        #expect(try format(strict)?["strict"] == true)
    }
}
