/// How a provider counts the tokens of a request without answering it.
public enum TokenCountService: Sendable {
    /// `POST /v1/messages/count_tokens`
    case anthropic
    /// `POST /models/NAME:countTokens`
    case gemini
    /// `POST /responses/input_tokens`
    case openAIResponses
    /// `POST /apply-template`, then `POST /tokenize`, both beside `/v1`
    case llamaCpp

    /// The format of the chats whose requests are counted.
    var wireFormat: WireFormatName {
        switch self {
        case .anthropic: .anthropic
        case .gemini: .gemini
        case .openAIResponses: .openAIResponses
        case .llamaCpp: .openAIChat
        }
    }
}

extension TokenCountService {
    typealias Ask = (_ path: String, _ body: JSONObject) throws(LLMError) -> JSONValue

    /// The number of tokens in the body of a chat.
    ///
    /// - Parameter ask: posts a body below the provider's base URL, or beside its version where the path
    ///   begins with a slash.
    func count(
        _ chat: JSONObject, model: String, at provider: Provider, _ ask: Ask
    ) throws(LLMError) -> Int {
        switch self {
        case .anthropic:
            // What it does not know it refuses.
            let body = chat.only([
                "model", "messages", "system", "tools", "tool_choice", "thinking", "output_config",
                "cache_control",
            ])
            let path = Anthropic.path("messages/count_tokens", below: provider.baseURL)
            return try Self.number("input_tokens", in: ask(path, body))
        case .gemini:
            var request: JSONObject = ["model": .string("models/\(Gemini.bareName(model))")]
            request.merge(chat)
            let path = Gemini.path(for: "countTokens", of: model, below: provider.baseURL)
            return try Self.number(
                "totalTokens", in: ask(path, ["generateContentRequest": .object(request)]))
        case .openAIResponses:
            let body = chat.only([
                "model", "input", "instructions", "reasoning", "text", "tools", "tool_choice",
                "parallel_tool_calls", "truncation",
            ])
            return try Self.number("input_tokens", in: ask("responses/input_tokens", body))
        case .llamaCpp:
            let filled = try ask("/apply-template", chat)
            guard let prompt = filled["prompt"] else { throw Self.noCount(filled) }
            let answer = try ask(
                "/tokenize", ["content": prompt, "add_special": true, "parse_special": true])
            guard let tokens = answer["tokens"]?.array else { throw Self.noCount(answer) }
            return tokens.count
        }
    }

    private static func number(_ name: String, in answer: JSONValue) throws(LLMError) -> Int {
        guard let number = answer[name]?.int, number >= 0 else { throw noCount(answer) }
        return number
    }

    private static func noCount(_ answer: JSONValue) -> LLMError {
        LLMError(
            .protocol,
            "the answer is JSON, but no count of tokens: "
                + "`\(String(excerptOf: JSONWriter.bytes(of: answer)))`")
    }
}

extension JSONObject {
    /// The members of those names.
    fileprivate func only(_ names: Set<String>) -> JSONObject {
        JSONObject(members.filter { names.contains($0.key) }.map { ($0.key, $0.value) })
    }
}
