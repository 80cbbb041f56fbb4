import Testing

@testable import LLMCore

/// Reads recorded requests back into `ChatRequest` and builds them anew.
@Suite(.enabled(if: RecordedStream.directory != nil, "no recordings here"))
struct AnthropicRequestRecordings {
    private static let comparison = RequestComparison(ignored: [
        "*.cache_control": "every client marks its prefix by a rule of its own"
    ])

    @Test func whatIsBuiltIsWhatWasRecorded() throws {
        var count = 0
        for name in RecordedStream.names(of: "anthropic") {
            guard let recorded = try RecordedStream.request(name) else { continue }
            count += 1
            let (request, traits) = read(recorded)
            let http = try Anthropic().httpRequest(
                for: request, to: BuiltInProviders.anthropic, traits: traits, key: nil)
            let differences = Self.comparison.differences(
                normalised(recorded), try JSONParser.parse(http.body))
            #expect(differences == [], "\(name)")
        }
        #expect(count > 0)
    }

    /// A string and one text block of it mean the same.
    private func normalised(_ body: JSONValue) -> JSONValue {
        guard case .object(var object) = body else { return body }
        if let text = object["system"]?.string { object["system"] = [block(text)] }
        let messages = (object["messages"]?.array ?? []).map { message -> JSONValue in
            guard case .object(var object) = message else { return message }
            if let text = object["content"]?.string { object["content"] = [block(text)] }
            return .object(object)
        }
        object["messages"] = .array(messages)
        return .object(object)
    }

    private func block(_ text: String) -> JSONValue {
        ["type": "text", "text": .string(text)]
    }

    // MARK: Reading

    private func read(_ body: JSONValue) -> (ChatRequest, ModelTraits) {
        var request = ChatRequest(model: body["model"]?.string ?? "", messages: [])
        var traits = ModelTraits()
        for member in body.object?.members ?? [] {
            let value = member.value
            switch member.key {
            case "model": break
            case "messages": break
            case "system":
                let texts = value.string.map { [$0] } ?? texts(of: value)
                request.messages += texts.map { Message(role: .system, text: $0) }
            case "max_tokens": request.options.maxTokens = value.int
            case "temperature": request.options.temperature = value.double
            case "top_p": request.options.topP = value.double
            case "top_k": request.options.topK = value.int
            case "stop_sequences":
                request.options.stop = value.array?.compactMap(\.string)
            case "stream": request.isStreamed = value.bool ?? false
            case "thinking" where value["type"] == "enabled":
                request.options.thinkingBudget = value["budget_tokens"]?.int
                traits.thinking = .budget
            case "tools" where value.array?.allSatisfy { $0["input_schema"] != nil } ?? false:
                request.tools = value.array?.map(tool) ?? []
            case "tool_choice":
                request.toolChoice = choice(value)
                let isOff = value["disable_parallel_tool_use"]?.bool
                request.options.parallelToolCalls = isOff.map { !$0 }
            default:
                // What only Anthropic has, a server's own tools among it, is the user's `extra`.
                request.extra[member.key] = value
            }
        }
        for message in body["messages"]?.array ?? [] { request.messages += messages(message) }
        traits.takesPrefill = request.messages.last?.role == .assistant
        return (request, traits)
    }

    private func texts(of value: JSONValue) -> [String] {
        value.array?.compactMap { $0["text"]?.string } ?? []
    }

    private func messages(_ message: JSONValue) -> [Message] {
        let role: MessageRole = message["role"] == "assistant" ? .assistant : .user
        if let text = message["content"]?.string { return [Message(role: role, text: text)] }
        return (message["content"]?.array ?? []).map { block in
            switch block["type"]?.string {
            case "thinking", "redacted_thinking":
                let text = block["thinking"]?.string ?? ""
                let block = ProviderBlock(wireFormat: .anthropic, value: block)
                return Message(
                    role: role, parts: [.reasoning(Reasoning(text: text, block: block))])
            case "tool_use":
                let input = JSONWriter.bytes(of: block["input"] ?? [:])
                let call = ToolCall(
                    id: block["id"]?.string ?? "", name: block["name"]?.string ?? "",
                    arguments: String(decoding: input, as: UTF8.self))
                return Message(role: role, parts: [.toolCall(call)])
            case "tool_result":
                let content = block["content"]
                let result = ToolResult(
                    callID: block["tool_use_id"]?.string ?? "", name: "",
                    content: content?.string ?? content.map(texts)?.joined() ?? "",
                    isError: block["is_error"]?.bool ?? false)
                return Message(role: .tool, parts: [.toolResult(result)])
            default:
                return Message(role: role, text: block["text"]?.string ?? "")
            }
        }
    }

    private func tool(_ tool: JSONValue) -> Tool {
        Tool(
            name: tool["name"]?.string ?? "", description: tool["description"]?.string ?? "",
            parameters: tool["input_schema"] ?? [:], isStrict: tool["strict"]?.bool)
    }

    private func choice(_ choice: JSONValue) -> ToolChoice? {
        switch choice["type"]?.string {
        case "auto": .auto
        case "any": .required
        case "none": ToolChoice.none
        case "tool": .tool(choice["name"]?.string ?? "")
        default: nil
        }
    }
}
