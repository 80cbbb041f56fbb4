/// OpenAI's Chat Completions and what is compatible with it: `POST /chat/completions`.
struct OpenAIChat: WireFormat {
    func httpRequest(
        for request: ChatRequest, to provider: Provider, traits: ModelTraits, key: Secret?
    ) throws(LLMError) -> HTTPRequest {
        try provider.request(
            "chat/completions",
            body: try body(for: request, to: provider, traits),
            accept: request.isStreamed ? "text/event-stream" : "application/json",
            key: key
        )
    }

    func makeStreamDecoder() -> any StreamDecoder {
        OpenAIChatStream()
    }

    private func body(for request: ChatRequest, to provider: Provider, _ traits: ModelTraits)
        throws(LLMError) -> JSONObject
    {
        var body = JSONObject()
        body.append("model", .string(request.model))
        let messages = OpenAIChatMessages(of: request, to: provider, traits)
        body.append("messages", .array(try messages.json()))
        if request.isStreamed {
            body.append("stream", true)
            if !provider.quirks.contains(.noStreamOptions) {
                body.append("stream_options", ["include_usage": true])
            }
        }
        addSampling(request.options, model: request.model, provider.quirks, to: &body)
        addReasoning(request.options, model: request.model, provider.quirks, traits, to: &body)
        if let format = request.options.responseFormat {
            body.append("response_format", json(format))
        }
        if !request.tools.isEmpty { body.append("tools", .array(request.tools.map(json))) }
        if let choice = request.toolChoice, request.hasTools {
            body.append("tool_choice", json(choice))
        }
        if let value = request.options.parallelToolCalls, request.hasTools {
            body.append("parallel_tool_calls", .bool(value))
        }
        body.merge(request.extra)
        return body
    }

    // MARK: Parameters

    func addSampling(
        _ options: GenerationOptions, model: String, _ quirks: Set<Quirk>, to body: inout JSONObject
    ) {
        if let value = options.temperature { body.append("temperature", JSONValue(value)) }
        if let value = options.topP { body.append("top_p", JSONValue(value)) }
        let isStandard = quirks.contains(.standardSampling)
        if let value = options.topK, !isStandard { body.append("top_k", JSONValue(value)) }
        if let value = options.maxTokens {
            // Behind a gateway, too, OpenAI's reasoning models refuse the older name.
            let isNewer = quirks.contains(.maxCompletionTokens) || OpenAIModel.reasons(model)
            body.append(isNewer ? "max_completion_tokens" : "max_tokens", JSONValue(value))
        }
        if let value = options.stop { body.append("stop", .array(value.map(JSONValue.string))) }
        if let value = options.seed {
            body.append(quirks.contains(.randomSeed) ? "random_seed" : "seed", JSONValue(value))
        }
        if let value = options.frequencyPenalty {
            body.append("frequency_penalty", JSONValue(value))
        }
        if let value = options.presencePenalty {
            body.append("presence_penalty", JSONValue(value))
        }
        if let value = options.repetitionPenalty, !isStandard {
            let isShort = quirks.contains(.repeatPenalty)
            body.append(isShort ? "repeat_penalty" : "repetition_penalty", JSONValue(value))
        }
    }

    private func addReasoning(
        _ options: GenerationOptions, model: String, _ quirks: Set<Quirk>, _ traits: ModelTraits,
        to body: inout JSONObject
    ) {
        let budget = options.thinkingBudget
        let isOff = budget.map { $0 <= 0 } ?? (options.reasoningEffort == ReasoningEffort.off)
        let effort = options.reasoningEffort?.rawValue

        if quirks.contains(.reasoningObject) {
            // One of the two, never both: the number says more.
            if isOff, budget != nil || effort != nil {
                body.append("reasoning", ["effort": "none"])
            } else if let budget {
                body.append("reasoning", ["max_tokens": JSONValue(budget)])
            } else if let effort {
                body.append("reasoning", ["effort": .string(effort)])
            }
        } else if quirks.contains(.thinkingSwitch) {
            if isOff {
                body.append("thinking", ["type": "disabled"])
            } else if let effort, traits.thinking != .toggle {
                body.append("reasoning_effort", .string(effort == "minimal" ? "low" : effort))
            } else if budget != nil || effort != nil {
                body.append("thinking", ["type": "enabled"])
            }
        } else if quirks.contains(.promptMode), model.hasPrefix("magistral") {
            if !isOff, budget != nil || effort != nil { body.append("prompt_mode", "reasoning") }
        } else if let effort {
            let isSwitched = quirks.contains(.defaultEffort) && traits.thinking == .toggle
            body.append("reasoning_effort", .string(isSwitched && !isOff ? "default" : effort))
        } else if isOff, traits.reasoningEfforts?.contains(.off) == true {
            body.append("reasoning_effort", "none")
        }
    }

    // MARK: Values

    private func json(_ format: ResponseFormat) -> JSONValue {
        switch format {
        case .text: return ["type": "text"]
        case .json: return ["type": "json_object"]
        case .schema(let schema, let name):
            var object = JSONObject([("name", .string(name)), ("schema", schema)])
            if StrictSchemas.openAI.contain(schema) { object.append("strict", true) }
            return ["type": "json_schema", "json_schema": .object(object)]
        }
    }

    private func json(_ tool: Tool) -> JSONValue {
        ["type": "function", "function": .object(tool.functionObject)]
    }

    private func json(_ choice: ToolChoice) -> JSONValue {
        switch choice {
        case .auto: "auto"
        case .none: "none"
        case .required: "required"
        case .tool(let name): ["type": "function", "function": ["name": .string(name)]]
        }
    }
}

extension Tool {
    /// Name, description, parameters and strictness, as OpenAI's formats write a function.
    var functionObject: JSONObject {
        var object = JSONObject([
            ("name", .string(name)), ("description", .string(description)),
            ("parameters", parameters),
        ])
        if let isStrict { object.append("strict", .bool(isStrict)) }
        return object
    }
}
