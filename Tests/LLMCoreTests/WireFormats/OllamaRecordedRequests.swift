import Testing

@testable import LLMCore

/// The bodies that other clients sent for the recordings, built again from what they asked.
@Suite struct OllamaRecordedRequests {
    /// `/api/generate` is only read: what it is asked is no conversation.
    static let names = RecordedRequest.names(of: "ollama").filter { !$0.contains("generate") }

    @Test(arguments: names) func theSameIsAsked(_ name: String) throws {
        let recorded = try RecordedRequest(name)
        var options = recorded.options
        options.reasoningEffort = recorded.body["think"]?.bool.map { $0 ? .high : .off }
        let request = ChatRequest(
            model: try #require(recorded.body["model"]?.string),
            messages: (recorded.body["messages"]?.array ?? []).map(Self.message),
            tools: try #require(recorded.tools),
            options: options,
            isStreamed: recorded.body["stream"]?.bool ?? true
        )
        let http = try Ollama().httpRequest(
            for: request, to: BuiltInProviders.ollama, traits: ModelTraits(), key: nil)
        let built = try JSONParser.parse(http.body)
        #expect(Self.normalised(built) == Self.normalised(recorded.body))
    }

    private static func message(_ value: JSONValue) -> Message {
        let role = value["role"]?.string ?? ""
        let text = value["content"]?.string ?? ""
        if role == "tool" {
            let result = ToolResult(
                callID: "", name: value["tool_name"]?.string ?? "", content: text)
            return Message(role: .tool, parts: [.toolResult(result)])
        }
        var parts: [Part] = []
        if let thinking = value["thinking"]?.string {
            parts.append(.reasoning(Reasoning(text: thinking)))
        }
        parts.append(.text(text))
        for call in value["tool_calls"]?.array ?? [] {
            let arguments = JSONWriter.bytes(of: call["function"]?["arguments"] ?? .null)
            parts.append(
                .toolCall(
                    ToolCall(
                        id: "", name: call["function"]?["name"]?.string ?? "",
                        arguments: String(decoding: arguments, as: UTF8.self))))
        }
        return Message(role: MessageRole(rawValue: role) ?? .system, parts: parts)
    }

    private static func normalised(_ body: JSONValue) -> JSONValue {
        var body = body
        // Empty members of a client that writes them all.
        if body["options"]?.object?.isEmpty == true { body = body.setting("options", nil) }
        if body["format"]?.string == "" { body = body.setting("format", nil) }
        if body["keep_alive"]?.isNull == true { body = body.setting("keep_alive", nil) }
        return body.canonical
    }
}
