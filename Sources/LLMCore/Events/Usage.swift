/// What a reply cost, in tokens, counted alike for every provider.
public struct Usage: Hashable, Sendable {
    /// All tokens read, cached ones included.
    public var inputTokens: Int
    /// All tokens written, reasoning included.
    public var outputTokens: Int
    /// How many of the input tokens came from the provider's cache.
    public var cachedInputTokens: Int?
    /// How many of the input tokens were written into the provider's cache.
    public var cacheWriteTokens: Int?
    /// How many of the output tokens were reasoning.
    public var reasoningTokens: Int?
    /// What the provider says it cost, in US dollars.
    public var cost: Double?

    public init(
        inputTokens: Int,
        outputTokens: Int,
        cachedInputTokens: Int? = nil,
        cacheWriteTokens: Int? = nil,
        reasoningTokens: Int? = nil,
        cost: Double? = nil
    ) {
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.cachedInputTokens = cachedInputTokens
        self.cacheWriteTokens = cacheWriteTokens
        self.reasoningTokens = reasoningTokens
        self.cost = cost
    }
}

extension Int {
    /// The numbers are a stranger's: they must not trap.
    func addingClamped(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other > 0 ? .max : .min) : sum
    }
}
