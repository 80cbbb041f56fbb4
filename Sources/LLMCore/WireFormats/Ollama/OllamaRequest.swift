import Spelling

/// Ollama's own format: `POST /api/chat`, answered in lines of JSON.
///
/// It knows what the compatible one does not: the size of the context (`num_ctx`, in `options`) and
/// how long a model stays loaded (`keep_alive`), both by `extra`.
struct Ollama: WireFormat {
    func httpRequest(
        for request: ChatRequest, to provider: Provider, traits: ModelTraits, key: Secret?
    ) throws(LLMError) -> HTTPRequest {
        var host = provider
        for suffix in ["/", "/v1"] where host.baseURL.hasSuffix(suffix) {
            host.baseURL.removeLast(suffix.utf8.count)
        }
        return try host.request(
            "api/chat",
            body: try body(for: request, to: provider, traits),
            accept: request.isStreamed ? "application/x-ndjson" : "application/json",
            key: key
        )
    }

    func makeStreamDecoder() -> any StreamDecoder {
        OllamaStream()
    }

    private func body(for request: ChatRequest, to provider: Provider, _ traits: ModelTraits)
        throws(LLMError) -> JSONObject
    {
        var body = JSONObject()
        body.append("model", .string(request.model))
        let history = Continuation(
            of: request.messages, takesPrefill: traits.takesPrefill != false)
        var messages: [JSONValue] = []
        for message in history.messages {
            if message.role == .tool {
                messages += results(of: message)
            } else {
                messages.append(try json(message, provider))
            }
        }
        body.append("messages", .array(messages))
        // Streaming is the default here.
        body.append("stream", .bool(request.isStreamed))
        if let think = think(request) { body.append("think", think) }
        switch request.options.responseFormat {
        case .json: body.append("format", "json")
        case .schema(let schema, _): body.append("format", schema)
        case .text, nil: break
        }
        if !request.tools.isEmpty {
            body.append(
                "tools",
                .array(
                    request.tools.map {
                        ["type": "function", "function": .object($0.functionObject)]
                    }))
        }
        let options = options(request.options)
        if !options.isEmpty { body.append("options", .object(options)) }
        body.merge(request.extra)
        return body
    }

    // MARK: Parameters

    /// Most models are switched, and refuse a word; gpt-oss takes one of three.
    private func think(_ request: ChatRequest) -> JSONValue? {
        let options = request.options
        if let budget = options.thinkingBudget, options.reasoningEffort == nil {
            return .bool(budget > 0)
        }
        guard let effort = options.reasoningEffort else { return nil }
        if effort == .off { return false }
        if !request.model.mentions("gpt-oss") { return true }
        return .string(max(.low, min(effort, .high)).rawValue)
    }

    private func options(_ options: GenerationOptions) -> JSONObject {
        var object = JSONObject()
        if let value = options.temperature { object.append("temperature", JSONValue(value)) }
        if let value = options.topP { object.append("top_p", JSONValue(value)) }
        if let value = options.topK { object.append("top_k", JSONValue(value)) }
        if let value = options.maxTokens { object.append("num_predict", JSONValue(value)) }
        if let value = options.stop { object.append("stop", .array(value.map(JSONValue.string))) }
        if let value = options.seed { object.append("seed", JSONValue(value)) }
        if let value = options.frequencyPenalty {
            object.append("frequency_penalty", JSONValue(value))
        }
        if let value = options.presencePenalty {
            object.append("presence_penalty", JSONValue(value))
        }
        if let value = options.repetitionPenalty {
            object.append("repeat_penalty", JSONValue(value))
        }
        return object
    }

    // MARK: Messages

    private func json(_ message: Message, _ provider: Provider) throws(LLMError) -> JSONValue {
        var object = JSONObject([
            ("role", .string(message.role.rawValue)), ("content", .string(message.text)),
        ])
        var images: [JSONValue] = []
        var calls: [JSONValue] = []
        var thinking = ""
        for part in message.parts {
            switch part {
            case .attachment(let attachment) where message.role != .assistant:
                if let refusal = provider.refusal(of: attachment) { throw refusal }
                if let data = attachment.base64 { images.append(.string(data)) }
            case .toolCall(let call): calls.append(json(call))
            case .reasoning(let reasoning): thinking += reasoning.text
            case .text, .attachment, .toolResult: break
            }
        }
        if !images.isEmpty { object.append("images", .array(images)) }
        if !calls.isEmpty {
            if !thinking.isEmpty { object.append("thinking", .string(thinking)) }
            object.append("tool_calls", .array(calls))
        }
        return .object(object)
    }

    /// Arguments are an object here: cut ones cannot be sent, and become an empty one.
    private func json(_ call: ToolCall) -> JSONValue {
        let arguments = (try? JSONParser.parse(call.arguments))?.object ?? JSONObject()
        return [
            "type": "function",
            "function": ["name": .string(call.name), "arguments": .object(arguments)],
        ]
    }

    private func results(of message: Message) -> [JSONValue] {
        var results: [JSONValue] = []
        for case .toolResult(let result) in message.parts {
            results.append([
                "role": "tool", "tool_name": .string(result.name),
                "content": .string(result.content),
            ])
        }
        return results
    }
}
