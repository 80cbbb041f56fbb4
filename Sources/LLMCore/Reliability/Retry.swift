/// A request that failed and is sent again, to the same model or to the next one.
public struct Retry: Hashable, Sendable {
    /// The attempt that follows, counted from 1 for each model.
    public var attempt: Int
    /// How many attempts there may be.
    public var maxAttempts: Int
    /// Milliseconds until then.
    public var delay: Int
    /// Why the last attempt failed.
    public var error: LLMError
    /// Which model is asked next.
    public var provider: String
    public var model: String
    /// Whether that is another model than before.
    public var isFallback: Bool

    public init(
        attempt: Int, maxAttempts: Int, delay: Int, error: LLMError, provider: String,
        model: String, isFallback: Bool = false
    ) {
        self.attempt = attempt
        self.maxAttempts = maxAttempts
        self.delay = delay
        self.error = error
        self.provider = provider
        self.model = model
        self.isFallback = isFallback
    }
}
