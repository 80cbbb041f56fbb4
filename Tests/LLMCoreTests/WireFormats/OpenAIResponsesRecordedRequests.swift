import Testing

@testable import LLMCore

/// The bodies that other clients sent for the recordings, built again from what they asked.
@Suite struct OpenAIResponsesRecordedRequests {
    static let names = RecordedRequest.names(of: "openai-responses")

    @Test(arguments: names) func theSameIsAsked(_ name: String) throws {
        let recorded = try RecordedRequest(name)
        let provider = RecordedRequest.provider(name)
        var messages = (recorded.body["input"]?.array ?? []).map(Self.message)
        if let text = recorded.body["instructions"]?.string {
            messages.insert(Message(role: .system, text: text), at: 0)
        }
        let request = ChatRequest(
            model: try #require(recorded.body["model"]?.string),
            messages: messages,
            tools: recorded.tools ?? [],
            toolChoice: recorded.toolChoice,
            options: recorded.options,
            isStreamed: recorded.body["stream"]?.bool ?? false,
            extra: recorded.extra([])
        )
        let http = try OpenAIResponses().httpRequest(
            for: request, to: provider, traits: ModelTraits(), key: nil)
        var built = try JSONParser.parse(http.body)

        // chatmd has nothing kept at the provider; clients that leave `store` out have it kept.
        if recorded.body["store"] == nil { built = built.setting("store", nil) }
        // It asks every model that reasons for reasoning that can be sent back; some clients do not.
        if recorded.body["include"] == nil { built = built.setting("include", nil) }
        // A tool that says nothing of strictness is held to no schema; clients that leave `strict`
        // out get the API's default, which makes all parameters required.
        let tools = recorded.body["tools"]?.array ?? []
        if !tools.contains(where: { $0["strict"] != nil }) {
            built = built.mapping("tools") { $0.setting("strict", nil) }
        }
        #expect(Self.normalised(built) == Self.normalised(recorded.body))
    }

    private static func message(_ value: JSONValue) -> Message {
        let text = RecordedRequest.text(value["content"])
        switch value["type"]?.string {
        case "function_call":
            let call = ToolCall(
                id: value["call_id"]?.string ?? "", name: value["name"]?.string ?? "",
                arguments: value["arguments"]?.string ?? "")
            return Message(role: .assistant, parts: [.toolCall(call)])
        case "function_call_output":
            let result = ToolResult(
                callID: value["call_id"]?.string ?? "", name: "",
                content: RecordedRequest.text(value["output"]))
            return Message(role: .tool, parts: [.toolResult(result)])
        case "reasoning":
            let block = ProviderBlock(wireFormat: .openAIResponses, value: value)
            return Message(
                role: .assistant, parts: [.reasoning(Reasoning(text: "", block: block))])
        default:
            let role = MessageRole(rawValue: value["role"]?.string ?? "") ?? .system
            return Message(role: role, text: text)
        }
    }

    private static func normalised(_ body: JSONValue) -> JSONValue {
        var body = body
        // `instructions` stand before the input as a system message would.
        if let text = body["instructions"] {
            let first: JSONValue = ["role": "system", "content": text]
            body = body.setting("instructions", nil)
                .setting("input", .array([first] + (body["input"]?.array ?? [])))
        }
        body = body.mapping("input") { item in
            guard item["role"] != nil else { return item }
            // `message` is the type of an item that names none, and one part of text is a string.
            let item = item.setting("type", nil)
                .setting("content", .string(RecordedRequest.text(item["content"])))
            // The API takes both for the same.
            return item["role"]?.string == "developer" ? item.setting("role", "system") : item
        }
        // A description of nothing.
        body = body.mapping("tools") { tool in
            tool["description"]?.isNull == true ? tool.setting("description", "") : tool
        }
        return body.canonical
    }
}
