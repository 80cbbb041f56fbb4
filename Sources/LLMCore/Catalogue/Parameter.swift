/// What a request may ask of a model besides an answer; the raw values are the keys of settings.
public enum Parameter: String, Hashable, Sendable, CaseIterable {
    case temperature
    case topP = "top_p"
    case topK = "top_k"
    case maxTokens = "max_tokens"
    case stop
    case seed
    case frequencyPenalty = "frequency_penalty"
    case presencePenalty = "presence_penalty"
    case repetitionPenalty = "repetition_penalty"
    case reasoningEffort = "reasoning_effort"
    case thinkingBudget = "thinking_budget"
    case responseFormat = "response_format"
    case tools
    case toolChoice = "tool_choice"
    case parallelToolCalls = "parallel_tool_calls"
}

/// Why a parameter would not be taken.
public struct Refusal: Hashable, Sendable {
    public var parameter: Parameter
    /// One sentence without a full stop.
    public var message: String
    /// What to set instead.
    public var hint: String?
}
