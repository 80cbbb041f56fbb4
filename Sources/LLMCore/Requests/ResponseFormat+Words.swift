// Formats that a provider has no field for are asked for in words.

extension ResponseFormat {
    /// What of the format goes into the request's field for it; nil where there is none.
    func field(at provider: Provider, by model: ModelInfo) -> ResponseFormat? {
        switch self {
        case .text: return .text
        case .json: return provider.wireFormat == .anthropic ? nil : .json
        case .schema(let schema, _):
            let isTaken =
                !provider.quirks.contains(.noSchemas) && !model.lacks.contains(.responseSchema)
                && (provider.wireFormat != .anthropic || StrictSchemas.anthropic.contain(schema))
            return isTaken ? self : ResponseFormat.json.field(at: provider, by: model)
        }
    }

    /// The format in words for the model; nil for text.
    var instruction: String? {
        switch self {
        case .text: return nil
        case .json:
            return "Answer with one JSON object and nothing else: no code fence, and no text "
                + "before or after it."
        case .schema(let schema, _):
            return
                "Answer with JSON that fits the JSON Schema below and with nothing else: no code "
                + "fence, and no text before or after it.\n\n"
                + String(decoding: JSONWriter.bytes(of: schema), as: UTF8.self)
        }
    }
}

extension Provider {
    /// Whether a format and tools exclude each other: the request is refused, or the model is held
    /// to the format from its first word on, and cannot call.
    fileprivate var takesFormatOrTools: Bool {
        switch wireFormat {
        // Gemini 3 takes both, the models before it do not.
        case .gemini, .ollama: true
        default: quirks.contains(.formatOrTools)
        }
    }
}

extension ChatRequest {
    /// The request with its format as this provider takes it. What has no field is said in a system
    /// message, which is sent and never written into a conversation.
    ///
    /// JSON without a schema is always asked for in words as well: OpenAI, DeepSeek and Groq refuse
    /// requests for it that do not speak of JSON.
    func tellingFormat(to provider: Provider, _ info: ModelInfo) -> ChatRequest {
        guard let format = options.responseFormat else { return self }
        var request = self
        let hasField = !hasTools || !provider.takesFormatOrTools
        request.options.responseFormat = hasField ? format.field(at: provider, by: info) : nil
        if request.options.responseFormat != format || format == .json {
            request.addSystemText(format.instruction)
        }
        return request
    }

    /// At the end of the first system message, as some models' templates take one only.
    private mutating func addSystemText(_ text: String?) {
        guard let text else { return }
        if messages.first?.role == .system {
            messages[0].parts.append(.text("\n\n" + text))
        } else {
            messages.insert(.system(text), at: 0)
        }
    }
}
