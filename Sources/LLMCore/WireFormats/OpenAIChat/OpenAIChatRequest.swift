/// OpenAI's Chat Completions and what is compatible with it: `POST /chat/completions`.
struct OpenAIChat: WireFormat {
    func httpRequest(
        for request: ChatRequest, to provider: Provider, traits: ModelTraits, key: Secret?
    ) throws(LLMError) -> HTTPRequest {
        try provider.request(
            "chat/completions",
            body: body(for: request, quirks: provider.quirks),
            accept: request.isStreamed ? "text/event-stream" : "application/json",
            key: key
        )
    }

    func makeStreamDecoder() -> any StreamDecoder {
        OpenAIChatStream()
    }

    private func body(for request: ChatRequest, quirks: Set<Quirk>) -> JSONObject {
        var body = JSONObject()
        body.append("model", .string(request.model))
        body.append("messages", .array(request.messages.map(message)))
        body.append("stream", .bool(request.isStreamed))
        if request.isStreamed, !quirks.contains(.noStreamOptions) {
            body.append("stream_options", ["include_usage": true])
        }
        let options = request.options
        if let value = options.temperature { body.append("temperature", JSONValue(value)) }
        if let value = options.topP { body.append("top_p", JSONValue(value)) }
        if let value = options.maxTokens {
            let name =
                quirks.contains(.maxCompletionTokens) ? "max_completion_tokens" : "max_tokens"
            body.append(name, JSONValue(value))
        }
        if let value = options.stop { body.append("stop", .array(value.map(JSONValue.string))) }
        if let value = options.seed { body.append("seed", JSONValue(value)) }
        body.merge(request.extra)
        return body
    }

    private func message(_ message: Message) -> JSONValue {
        var object = JSONObject()
        object.append("role", .string(message.role.rawValue))
        if let name = message.name { object.append("name", .string(name)) }
        object.append("content", .string(message.text))
        return .object(object)
    }
}
