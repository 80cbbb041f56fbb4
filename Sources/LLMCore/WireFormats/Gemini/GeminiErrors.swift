import Spelling

/// Google's errors are `{"error": {code, message, status, details}}`, in an array where the answer
/// would have been one. `ProviderFault` reads most; the details say how long to wait, and which
/// quota is used up.
extension Gemini {
    func error(_ head: HTTPResponseHead, body: [UInt8], from url: HTTPURL) -> LLMError {
        var error = commonError(head, body: body, from: url)
        if let value = ProviderFault.value(in: body) { Self.refine(&error, by: value) }
        return error
    }

    /// The error of a reply that had begun with status 200.
    static func error(in value: JSONValue) -> LLMError {
        var error = ProviderFault(value).llmError()
        refine(&error, by: value)
        return error
    }

    private static func refine(_ error: inout LLMError, by value: JSONValue) {
        guard let fault = (value[0] ?? value)["error"] else { return }
        for detail in fault["details"]?.array ?? [] {
            if let delay = detail["retryDelay"]?.string {
                error.retryAfter = milliseconds(delay) ?? error.retryAfter
            }
            for violation in detail["violations"]?.array ?? []
            where violation["quotaId"]?.string?.mentions("PerDay") ?? false {
                error.code = .quotaExceeded
            }
        }
        let words = error.message.lowercased()
        switch fault["status"]?.string {
        case "INVALID_ARGUMENT":
            if words.mentions("token count"), words.mentions("exceeds") {
                error.code = .contextLengthExceeded
            }
        case "FAILED_PRECONDITION":
            // Not offered in the country, or not without billing.
            error.code = .permission
        case "RESOURCE_EXHAUSTED":
            // A plan that has no share in the model at all: waiting gives none.
            if words.mentions("limit: 0") { error.code = .quotaExceeded }
        default:
            break
        }
    }

    /// A `google.protobuf.Duration` in JSON: seconds and an `s`, as in `48s` or `3.25s`.
    private static func milliseconds(_ duration: String) -> Int? {
        guard duration.hasSuffix("s"), let seconds = Double(duration.dropLast()),
            seconds >= 0, seconds < 1e9
        else { return nil }
        return Int((seconds * 1000).rounded(.up))
    }
}
