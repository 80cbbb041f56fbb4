/// OpenAI's Chat Completions and what is compatible with it: `POST /chat/completions`.
struct OpenAIChat: WireFormat {
    func httpRequest(
        for request: ChatRequest, to provider: Provider, traits: ModelTraits, key: Secret?
    ) throws(LLMError) -> HTTPRequest {
        var headers: HTTPHeaders = [
            "Content-Type": "application/json",
            "Accept": "text/event-stream",
        ]
        for field in provider.headers.fields { headers[field.name] = field.value }
        return HTTPRequest(
            url: try HTTPURL(provider.baseURL).appending(path: "chat/completions"),
            headers: headers,
            credential: key.map {
                HTTPRequest.Credential(header: "Authorization", prefix: "Bearer ", secret: $0)
            },
            body: JSONWriter.bytes(of: body(for: request, quirks: provider.quirks))
        )
    }

    func makeStreamDecoder() -> any StreamDecoder {
        OpenAIChatStream()
    }

    private func body(for request: ChatRequest, quirks: Set<Quirk>) -> JSONValue {
        var body = JSONObject()
        body.append("model", .string(request.model))
        body.append("messages", .array(request.messages.map(message)))
        body.append("stream", true)
        if !quirks.contains(.noStreamOptions) {
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
        return .object(body)
    }

    private func message(_ message: Message) -> JSONValue {
        var object = JSONObject()
        object.append("role", .string(message.role.rawValue))
        if let name = message.name { object.append("name", .string(name)) }
        object.append("content", .string(message.text))
        return .object(object)
    }
}
