import Testing

@testable import LLMCore

@Suite struct GeminiPromptTests {
    private func body(_ messages: [Message], model: String = "gemini-3-flash") throws -> JSONValue {
        let http = try Gemini().httpRequest(
            for: ChatRequest(model: model, messages: messages), to: BuiltInProviders.gemini,
            traits: ModelTraits(), key: nil)
        return try JSONParser.parse(http.body)
    }

    private func contents(_ messages: [Message], model: String = "gemini-3-flash") throws -> String
    {
        let value = try body(messages, model: model)["contents"] ?? .null
        return String(decoding: JSONWriter.bytes(of: value), as: UTF8.self)
    }

    private let ask = Message(role: .user, text: "Ask")

    private func calls(_ calls: ToolCall...) -> Message {
        Message(role: .assistant, parts: calls.map(Part.toolCall))
    }

    private func result(_ id: String, _ name: String, _ content: String, isError: Bool = false)
        -> Message
    {
        let result = ToolResult(callID: id, name: name, content: content, isError: isError)
        return Message(role: .tool, parts: [.toolResult(result)])
    }

    @Test func theSystemTextStandsOutsideTheContents() throws {
        let built = try body([
            Message(role: .system, text: "A"), ask, Message(role: .system, text: "B"),
        ])
        #expect(built["systemInstruction"] == ["parts": [["text": "A"], ["text": "B"]]])
        #expect(built["contents"]?.array?.count == 1)
    }

    @Test func messagesOfOneRoleBecomeOneContent() throws {
        let messages = [
            ask, Message(role: .user, parts: [.text("b"), .text("c")], name: "Ada"),
            Message(role: .assistant, text: ""), Message(role: .user, text: "d"),
        ]
        #expect(
            try contents(messages)
                == #"[{"role":"user","parts":[{"text":"Ask"},{"text":"bc"},{"text":"d"}]}]"#)
    }

    @Test func attachmentsAreDataOrAddresses() throws {
        let parts: [Part] = [
            .attachment(Attachment(mediaType: "image/png", content: .data([1, 2, 3]), name: "a")),
            .attachment(Attachment(mediaType: "audio/wav", content: .data([4]))), .text("?"),
            .attachment(Attachment(mediaType: "application/pdf", content: .url("https://a.b/c"))),
        ]
        #expect(
            try contents([Message(role: .user, parts: parts)])
                == #"[{"role":"user","parts":["#
                + #"{"inlineData":{"mimeType":"image/png","data":"AQID"}},"#
                + #"{"inlineData":{"mimeType":"audio/wav","data":"BA=="}},{"text":"?"},"#
                + #"{"fileData":{"mimeType":"application/pdf","fileUri":"https://a.b/c"}}]}]"#)
    }

    @Test func anAddressOfUnknownTypeIsSentWithoutOne() throws {
        let parts: [Part] = [
            .attachment(Attachment(mediaType: "image/*", content: .url("https://a.b/c"))),
            .attachment(Attachment(mediaType: "audio/mpeg", content: .data([4]))),
        ]
        #expect(
            try contents([Message(role: .user, parts: parts)])
                == #"[{"role":"user","parts":["#
                + #"{"fileData":{"fileUri":"https://a.b/c"}},"#
                + #"{"inlineData":{"mimeType":"audio/mp3","data":"BA=="}}]}]"#)
    }

    // MARK: Tools

    @Test func callsAndResultsGoBackTogether() throws {
        let messages = [
            ask,
            calls(
                ToolCall(id: "fc-1", name: "f", arguments: #"{"x":1.50}"#, signature: "c2ln"),
                ToolCall(id: "call_1", name: "g", arguments: "")),
            result("fc-1", "f", "1"), result("call_1", "", "No", isError: true),
        ]
        #expect(
            try contents(messages)
                == #"[{"role":"user","parts":[{"text":"Ask"}]},{"role":"model","parts":["#
                + #"{"functionCall":{"name":"f","args":{"x":1.50},"id":"fc-1"},"#
                + #""thoughtSignature":"c2ln"},{"functionCall":{"name":"g","args":{}}}]},"#
                + #"{"role":"user","parts":["#
                + #"{"functionResponse":{"name":"f","response":{"output":"1"},"id":"fc-1"}},"#
                + #"{"functionResponse":{"name":"g","response":{"error":"No"}}}]}]"#)
    }

    private func signatures(_ messages: [Message], model: String) throws -> [JSONValue?] {
        let contents = try body(messages, model: model)["contents"]?.array ?? []
        return contents.flatMap { $0["parts"]?.array ?? [] }.filter { $0["functionCall"] != nil }
            .map { $0["thoughtSignature"] }
    }

    @Test func callsOfOtherModelsAreMarkedAsSuch() throws {
        let messages = [
            ask,
            calls(
                ToolCall(id: "a", name: "f", arguments: "{}"),
                ToolCall(id: "b", name: "f", arguments: "{}")), result("a", "f", "1"),
            result("b", "f", "2"),
            calls(ToolCall(id: "c", name: "f", arguments: "{}", signature: "c2ln")),
            result("c", "f", "3"), calls(ToolCall(id: "d", name: "f", arguments: "{}")),
        ]
        let foreign: JSONValue = "skip_thought_signature_validator"
        #expect(
            try signatures(messages, model: "gemini-3-flash") == [foreign, nil, "c2ln", foreign])
        #expect(try signatures(messages, model: "gemini-2.5-pro") == [nil, nil, "c2ln", nil])
    }

    @Test func signaturesOfTextsGoBackAsTheyCame() throws {
        let own = ProviderBlock(
            wireFormat: .gemini, value: ["text": "", "thoughtSignature": "c2ln"])
        let other = ProviderBlock(wireFormat: .anthropic, value: ["type": "thinking"])
        let message = Message(
            role: .assistant,
            parts: [
                .reasoning(Reasoning(text: "Hm")), .text("Yes"),
                .reasoning(Reasoning(text: "", block: own)),
                .reasoning(Reasoning(text: "", block: other)),
            ])
        #expect(
            try contents([ask, message, Message(role: .user, text: "b")])
                == #"[{"role":"user","parts":[{"text":"Ask"}]},{"role":"model","parts":["#
                + #"{"text":"Yes"},{"text":"","thoughtSignature":"c2ln"}]},"#
                + #"{"role":"user","parts":[{"text":"b"}]}]"#)
    }

    @Test func theModelIsAskedToGoOnWithABegunReply() throws {
        let built = try body([ask, Message(role: .assistant, text: "Because")])
        #expect(built["contents"]?.array?.count == 3)
        #expect(built["contents"]?[2]?["parts"]?[0]?["text"]?.string == Message.goOn.text)
    }
}
