/// Google's Gemini API: `POST /models/MODEL:streamGenerateContent`.
///
/// There are no fields for a message's `name`, for a repetition penalty, for one call at a time and
/// for strict tools.
struct Gemini: WireFormat {
    func httpRequest(
        for request: ChatRequest, to provider: Provider, traits: ModelTraits, key: Secret?
    ) throws(LLMError) -> HTTPRequest {
        try provider.request(
            Self.path(for: request, below: provider.baseURL),
            body: body(for: request, traits: traits),
            accept: request.isStreamed ? "text/event-stream" : "application/json",
            key: key
        )
    }

    func makeStreamDecoder() -> any StreamDecoder {
        GeminiStream()
    }

    private static func path(for request: ChatRequest, below baseURL: String) -> String {
        // Without `alt` the stream is one JSON array, which nothing can read piece by piece.
        let method = request.isStreamed ? "streamGenerateContent?alt=sse" : "generateContent"
        return path(for: method, of: request.model, below: baseURL)
    }

    /// What a model can be asked: `generateContent`, `countTokens`.
    static func path(for method: String, of model: String, below baseURL: String) -> String {
        path("models/\(bareName(model).percentEncoded):\(method)", below: baseURL)
    }

    /// Google's own lists name models in full: models/gemini-2.5-pro.
    static func bareName(_ model: String) -> String {
        String(model.dropFirst(model.hasPrefix("models/") ? 7 : 0))
    }

    /// Any path with the version that the base URL may lack.
    static func path(_ path: String, below baseURL: String) -> String {
        namesVersion(baseURL) ? path : "v1beta/" + path
    }

    /// Whether a segment behind scheme and host is like `v1` or `v1beta`. Google's own libraries take
    /// a base URL without it.
    private static func namesVersion(_ baseURL: String) -> Bool {
        baseURL.prefix { $0 != "?" }.split(separator: "/").dropFirst(2).contains { segment in
            let bytes = Array(segment.utf8.prefix(2))
            return bytes.count == 2 && bytes[0] == UInt8(ascii: "v")
                && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[1])
        }
    }

    private func body(for request: ChatRequest, traits: ModelTraits) -> JSONObject {
        let thinking = GeminiThinking(request.options, model: request.model, traits: traits)
        let history = Continuation(of: request.messages, takesPrefill: false)
        let prompt = GeminiPrompt(history.messages, needsSignatures: thinking.scale == .levels)

        var body = JSONObject()
        if !prompt.system.isEmpty {
            body.append("systemInstruction", ["parts": .array(prompt.system)])
        }
        body.append("contents", .array(prompt.contents.map(\.value)))
        if !request.tools.isEmpty {
            let declarations = request.tools.map(declaration)
            body.append("tools", [["functionDeclarations": .array(declarations)]])
        }
        if let choice = request.toolChoice, request.hasTools {
            body.append("toolConfig", ["functionCallingConfig": config(for: choice)])
        }
        let config = generationConfig(request.options, thinking: thinking.value)
        if !config.isEmpty { body.append("generationConfig", .object(config)) }
        body.merge(request.extra)
        return body
    }

    private func declaration(_ tool: Tool) -> JSONValue {
        // `parameters` would take only what OpenAPI and JSON Schema have in common.
        [
            "name": .string(tool.name), "description": .string(tool.description),
            "parametersJsonSchema": tool.parameters,
        ]
    }

    private func config(for choice: ToolChoice) -> JSONValue {
        switch choice {
        case .auto: ["mode": "AUTO"]
        case .none: ["mode": "NONE"]
        case .required: ["mode": "ANY"]
        case .tool(let name): ["mode": "ANY", "allowedFunctionNames": [.string(name)]]
        }
    }

    private func generationConfig(_ options: GenerationOptions, thinking: JSONValue?)
        -> JSONObject
    {
        var config = JSONObject()
        if let value = options.temperature { config.append("temperature", JSONValue(value)) }
        if let value = options.topP { config.append("topP", JSONValue(value)) }
        if let value = options.topK { config.append("topK", JSONValue(value)) }
        if let value = options.maxTokens { config.append("maxOutputTokens", JSONValue(value)) }
        if let value = options.stop {
            config.append("stopSequences", .array(value.map(JSONValue.string)))
        }
        if let value = options.seed { config.append("seed", JSONValue(value)) }
        if let value = options.presencePenalty {
            config.append("presencePenalty", JSONValue(value))
        }
        if let value = options.frequencyPenalty {
            config.append("frequencyPenalty", JSONValue(value))
        }
        switch options.responseFormat {
        case nil: break
        case .text: config.append("responseMimeType", "text/plain")
        case .json: config.append("responseMimeType", "application/json")
        case .schema(let schema, _):
            config.append("responseMimeType", "application/json")
            config.append("responseJsonSchema", schema)
        }
        if let thinking { config.append("thinkingConfig", thinking) }
        return config
    }
}
