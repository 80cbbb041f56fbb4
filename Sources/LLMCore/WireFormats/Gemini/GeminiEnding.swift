/// Why a reply of Gemini's came to its end: what the provider says of it, and what that means.
struct GeminiEnding {
    /// Whether there was an answer, or a part of one.
    var hasContent = false
    private var finishReason: String?
    private var finishMessage: String?
    private var blockReason: String?
    private var blockMessage: String?

    /// Whether the provider has said why it ends.
    var isKnown: Bool { finishReason != nil || blockReason != nil }

    /// The last finish reason counts.
    mutating func note(_ candidate: JSONValue) {
        guard let reason = candidate["finishReason"]?.string, !reason.isEmpty else { return }
        finishReason = reason
        finishMessage = candidate["finishMessage"]?.string
    }

    mutating func note(feedback: JSONValue?) {
        guard let reason = feedback?["blockReason"]?.string else { return }
        blockReason = reason
        blockMessage = feedback?["blockReasonMessage"]?.string
    }

    /// - Throws: where the prompt was refused, or the reply broke off for no fault of its length or
    ///   contents.
    func reason(hasCalls: Bool) throws(LLMError) -> FinishReason {
        if let blockReason, finishReason == nil, !hasContent {
            throw LLMError(
                .contentFilter, words("the prompt was blocked", blockReason, blockMessage))
        }
        switch finishReason {
        case "STOP", nil:
            return hasCalls ? .toolCalls : .stop
        case "MAX_TOKENS":
            return .length
        case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE",
            "MODEL_ARMOR", "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION":
            return .contentFilter
        case "MISSING_THOUGHT_SIGNATURE":
            throw LLMError(.invalidRequest, brokenOff)
        case "MALFORMED_FUNCTION_CALL", "MALFORMED_RESPONSE", "UNEXPECTED_TOOL_CALL",
            "TOO_MANY_TOOL_CALLS", "OTHER", "NO_IMAGE", "IMAGE_OTHER":
            throw LLMError(.server, brokenOff)
        default:
            // New ones come up; with an answer there is no telling that they are bad.
            if hasCalls { return .toolCalls }
            if hasContent { return .stop }
            throw LLMError(.server, brokenOff)
        }
    }

    private var brokenOff: String {
        words("the provider broke the reply off", finishReason ?? "", finishMessage)
    }

    private func words(_ what: String, _ name: String, _ message: String?) -> String {
        guard let message, !message.isEmpty else { return "\(what): \(name)" }
        return ProviderFault.limited("\(what) (\(name)): \(message)")
    }
}
