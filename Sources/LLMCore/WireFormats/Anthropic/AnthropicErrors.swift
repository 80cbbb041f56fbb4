import Spelling

/// Anthropic's errors are `{"type": "error", "error": {type, message}, "request_id"}`, with a status
/// or within a stream. `ProviderFault` reads them; what only the words tell is read here.
extension Anthropic {
    func error(_ head: HTTPResponseHead, body: [UInt8], from url: HTTPURL) -> LLMError {
        var error = commonError(head, body: body, from: url)
        if let value = ProviderFault.value(in: body) { Self.refine(&error, by: value) }
        if head.status == 413, error.code == .invalidRequest {
            error.hint = "Anthropic takes requests up to 32 MB: attach less"
        }
        return error
    }

    /// The error of a reply that had begun with status 200.
    static func error(in value: JSONValue) -> LLMError {
        var error = ProviderFault(value).llmError()
        refine(&error, by: value)
        return error
    }

    private static func refine(_ error: inout LLMError, by value: JSONValue) {
        error.requestID = value["request_id"]?.string
        if error.code != .invalidRequest { return }
        let words = error.message.lowercased()
        for (phrase, code) in codesByPhrase where words.mentions(phrase) { error.code = code }
    }

    /// All of these come as `invalid_request_error` with status 400.
    private static let codesByPhrase: [(String, LLMError.Code)] = [
        ("credit balance is too low", .quotaExceeded),
        ("specified api usage limits", .quotaExceeded),
        ("exceed context limit", .contextLengthExceeded),
    ]
}
