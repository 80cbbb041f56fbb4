import Testing

@testable import LLMCore

/// The bodies that other clients sent for the recordings, built again from what they asked.
@Suite struct OpenAIChatRecordedRequests {
    static let names = RecordedRequest.names(of: "openai-chat")

    /// Members that differ for a reason; any other difference is an error.
    private static let ignored: [(path: String, reason: String)] = [
        ("stream_options", "chatmd asks for the usage of every stream, some clients do not"),
        ("messages[].reasoning", "Ollama's models are asked again without their thoughts"),
        ("messages[].reasoning_content", "the same thoughts a second time"),
    ]

    @Test(arguments: names) func theSameIsAsked(_ name: String) throws {
        let recorded = try RecordedRequest(name)
        let provider = RecordedRequest.provider(name)
        let request = ChatRequest(
            model: try #require(recorded.body["model"]?.string),
            messages: (recorded.body["messages"]?.array ?? []).map(Self.message),
            tools: recorded.tools ?? [],
            toolChoice: recorded.toolChoice,
            options: recorded.options,
            isStreamed: recorded.body["stream"]?.bool ?? false,
            extra: recorded.extra(["n", "logprobs", "top_logprobs", "usage"])
        )
        let http = try OpenAIChat().httpRequest(
            for: request, to: provider, traits: ModelTraits(), key: nil)
        let built = try JSONParser.parse(http.body)
        #expect(Self.normalised(built) == Self.normalised(recorded.body))
    }

    private static func message(_ value: JSONValue) -> Message {
        let role = value["role"]?.string ?? ""
        let text = RecordedRequest.text(value["content"])
        if role == "tool" {
            let id = value["tool_call_id"]?.string ?? ""
            return Message(
                role: .tool, parts: [.toolResult(ToolResult(callID: id, name: "", content: text))])
        }
        var parts: [Part] = text.isEmpty ? [] : [.text(text)]
        for call in value["tool_calls"]?.array ?? [] {
            parts.append(
                .toolCall(
                    ToolCall(
                        id: call["id"]?.string ?? "",
                        name: call["function"]?["name"]?.string ?? "",
                        arguments: call["function"]?["arguments"]?.string ?? "")))
        }
        return Message(role: MessageRole(rawValue: role) ?? .system, parts: parts)
    }

    private static func normalised(_ body: JSONValue) -> JSONValue {
        var body = body
        // Two names of one limit; which of them is right is a matter of the model's.
        if let limit = body["max_completion_tokens"] {
            body = body.setting("max_completion_tokens", nil).setting("max_tokens", limit)
        }
        for (path, _) in ignored where !path.contains("[]") { body = body.setting(path, nil) }
        body = body.mapping("messages") { message in
            var message = message
            for (path, _) in ignored where path.hasPrefix("messages[].") {
                message = message.setting(String(path.dropFirst("messages[].".count)), nil)
            }
            // One part of text, a string, and nothing beside tool calls are the same content.
            let text = RecordedRequest.text(message["content"])
            return message.setting("content", .string(text))
        }
        return body.canonical
    }
}
