/// OpenAI's Responses API and what is compatible with it: `POST /responses`.
///
/// Nothing is kept at the provider (`store` is false): the whole history goes along each time.
/// Stop sequences, seed and penalties have no field here.
struct OpenAIResponses: WireFormat {
    func httpRequest(
        for request: ChatRequest, to provider: Provider, traits: ModelTraits, key: Secret?
    ) throws(LLMError) -> HTTPRequest {
        try provider.request(
            "responses",
            body: try body(for: request, to: provider, traits),
            accept: request.isStreamed ? "text/event-stream" : "application/json",
            key: key
        )
    }

    func makeStreamDecoder() -> any StreamDecoder {
        OpenAIResponsesStream()
    }

    private func body(for request: ChatRequest, to provider: Provider, _ traits: ModelTraits)
        throws(LLMError) -> JSONObject
    {
        let options = request.options
        var body = JSONObject()
        body.append("model", .string(request.model))
        let input = OpenAIResponsesInput(of: request, to: provider)
        body.append("input", .array(try input.json()))
        if request.isStreamed { body.append("stream", true) }
        body.append("store", false)
        if Self.encryptsReasoning(request.model, provider, traits) {
            body.append("include", ["reasoning.encrypted_content"])
        }
        if let value = options.temperature { body.append("temperature", JSONValue(value)) }
        if let value = options.topP { body.append("top_p", JSONValue(value)) }
        if let value = options.maxTokens { body.append("max_output_tokens", JSONValue(value)) }
        if let effort = options.reasoningEffort {
            body.append("reasoning", ["effort": .string(effort.rawValue)])
        } else if let budget = options.thinkingBudget, budget <= 0,
            traits.reasoningEfforts?.contains(.off) == true
        {
            body.append("reasoning", ["effort": "none"])
        }
        if let format = options.responseFormat { body.append("text", ["format": json(format)]) }
        if !request.tools.isEmpty { body.append("tools", .array(request.tools.map(json))) }
        if let choice = request.toolChoice, request.hasTools {
            body.append("tool_choice", json(choice))
        }
        if let value = options.parallelToolCalls, request.hasTools {
            body.append("parallel_tool_calls", .bool(value))
        }
        body.merge(request.extra)
        return body
    }

    /// Whether reasoning has to be asked for in a form that can be sent back: as nothing is stored,
    /// tool calls would otherwise lose the thoughts that led to them. Models that do not reason
    /// refuse the question, and some providers give reasoning in the clear.
    private static func encryptsReasoning(
        _ model: String, _ provider: Provider, _ traits: ModelTraits
    ) -> Bool {
        if provider.quirks.contains(.reasoningContent) { return false }
        switch traits.thinking {
        case .none: return false
        case .budget, .effort: return true
        case .unknown, .toggle:
            return provider.quirks.contains(.encryptedReasoning) || OpenAIModel.reasons(model)
        }
    }

    // MARK: Values

    private func json(_ format: ResponseFormat) -> JSONValue {
        switch format {
        case .text: return ["type": "text"]
        case .json: return ["type": "json_object"]
        case .schema(let schema, let name):
            var object = JSONObject([
                ("type", "json_schema"), ("name", .string(name)), ("schema", schema),
            ])
            // Strict is the default here, and refused for most schemas.
            object.append("strict", .bool(StrictSchemas.openAI.contain(schema)))
            return .object(object)
        }
    }

    private func json(_ tool: Tool) -> JSONValue {
        var object = JSONObject([("type", "function")])
        object.merge(tool.functionObject)
        // Where it is left out it is true here, which makes every optional parameter a required one.
        if tool.isStrict == nil { object.append("strict", false) }
        return .object(object)
    }

    private func json(_ choice: ToolChoice) -> JSONValue {
        switch choice {
        case .auto: "auto"
        case .none: "none"
        case .required: "required"
        case .tool(let name): ["type": "function", "name": .string(name)]
        }
    }
}
