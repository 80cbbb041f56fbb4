/// Anthropic's Messages API: `POST /v1/messages`.
///
/// A message's `name` has no field there and is left out: put before the text, as some do, it
/// would change what was said, and models begin to speak that way.
struct Anthropic: WireFormat {
    func httpRequest(
        for request: ChatRequest, to provider: Provider, traits: ModelTraits, key: Secret?
    ) throws(LLMError) -> HTTPRequest {
        try provider.request(
            Self.path("messages", below: provider.baseURL),
            body: try body(for: request, to: provider, traits: traits),
            accept: request.isStreamed ? "text/event-stream" : "application/json",
            headers: Self.headers,
            key: key
        )
    }

    func makeStreamDecoder() -> any StreamDecoder {
        AnthropicStream()
    }

    static let headers: HTTPHeaders = ["anthropic-version": "2023-06-01"]

    /// Anthropic's own libraries take a base URL without `/v1`, most gateways name one with it.
    static func path(_ path: String, below baseURL: String) -> String {
        var base = baseURL.prefix { $0 != "?" }
        while base.hasSuffix("/") { base.removeLast() }
        return base.hasSuffix("/v1") ? path : "v1/" + path
    }

    private func body(
        for request: ChatRequest, to provider: Provider, traits: ModelTraits
    ) throws(LLMError) -> JSONObject {
        let options = request.options
        var thinking = AnthropicThinking(
            options, model: request.model, traits: traits, isStreamed: request.isStreamed)
        let history = Continuation(
            of: request.messages,
            // Thinking models begin every reply with their thoughts.
            takesPrefill: traits.takesPrefill == true && !thinking.isOn,
            trimsEnd: true
        )
        var prompt = try AnthropicPrompt(history.messages, tools: request.tools, to: provider)
        thinking.yield(to: prompt.turns)
        if request.extra["cache_control"] == nil {
            prompt.markForCaching(isPrefilled: history.isPrefill)
        }

        var body = JSONObject()
        body.append("model", .string(request.model))
        body.append("max_tokens", JSONValue(thinking.maxTokens))
        if !prompt.system.isEmpty {
            body.append("system", .array(prompt.system.map(JSONValue.object)))
        }
        body.append("messages", .array(prompt.turns.map(\.value)))
        if !prompt.tools.isEmpty {
            body.append("tools", .array(prompt.tools.map(JSONValue.object)))
        }
        if let choice = toolChoice(for: request) { body.append("tool_choice", choice) }
        if let value = thinking.value { body.append("thinking", value) }
        if let config = outputConfig(effort: thinking.effort, format: options.responseFormat) {
            body.append("output_config", config)
        }
        if let value = options.temperature { body.append("temperature", JSONValue(value)) }
        if let value = options.topP { body.append("top_p", JSONValue(value)) }
        if let value = options.topK { body.append("top_k", JSONValue(value)) }
        if let value = options.stop {
            body.append("stop_sequences", .array(value.map(JSONValue.string)))
        }
        body.append("stream", .bool(request.isStreamed))
        body.merge(request.extra)
        return body
    }

    /// nil without tools, where a choice would be refused.
    private func toolChoice(for request: ChatRequest) -> JSONValue? {
        let parallel = request.options.parallelToolCalls
        guard request.toolChoice != nil || parallel != nil,
            request.hasTools
        else { return nil }

        var choice = JSONObject()
        switch request.toolChoice ?? .auto {
        case .auto: choice.append("type", "auto")
        case .none: return ["type": "none"]
        case .required: choice.append("type", "any")
        case .tool(let name):
            choice.append("type", "tool")
            choice.append("name", .string(name))
        }
        if let parallel { choice.append("disable_parallel_tool_use", .bool(!parallel)) }
        return .object(choice)
    }

    /// JSON without a schema has no field.
    private func outputConfig(effort: String?, format: ResponseFormat?) -> JSONValue? {
        var config = JSONObject()
        if let effort { config.append("effort", .string(effort)) }
        if case .schema(let schema, _) = format {
            config.append("format", ["type": "json_schema", "schema": schema])
        }
        return config.isEmpty ? nil : .object(config)
    }
}
