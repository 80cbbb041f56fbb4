/// A named difference between providers of one wire format, which the wire format asks about.
public enum Quirk: String, Hashable, Sendable, CaseIterable {
    /// The token limit is `max_completion_tokens`; OpenAI's reasoning models refuse `max_tokens`.
    case maxCompletionTokens = "max-completion-tokens"
    /// Usage comes unasked, and `stream_options` is refused.
    case noStreamOptions = "no-stream-options"
    /// The base URL's variable may hold a host without scheme, port or path.
    case bareHostVariable = "bare-host-variable"
}
