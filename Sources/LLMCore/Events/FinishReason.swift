/// Why a reply ended; the raw values are those of the event protocol.
public enum FinishReason: String, Hashable, Sendable {
    case stop
    /// The token limit, the request's or the model's.
    case length
    case toolCalls = "tool_calls"
    case contentFilter = "content_filter"
    case cancelled
}
