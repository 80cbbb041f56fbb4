/// What tokens cost at a model's provider.
public struct ModelPrice: Hashable, Sendable {
    /// US dollars per million tokens; up to six decimals count.
    public struct Rates: Hashable, Sendable {
        public var input: Double
        public var output: Double
        /// Of input from the provider's cache; nil where that costs what other input costs.
        public var cacheRead: Double?
        /// Of input that is kept in the cache for the shortest time that is offered; nil likewise.
        public var cacheWrite: Double?

        public init(
            input: Double, output: Double, cacheRead: Double? = nil, cacheWrite: Double? = nil
        ) {
            self.input = input
            self.output = output
            self.cacheRead = cacheRead
            self.cacheWrite = cacheWrite
        }
    }

    public var rates: Rates
    /// What everything costs when the input is longer than so many tokens.
    public var longContext: (threshold: Int, rates: Rates)? {
        get { threshold.flatMap { threshold in longRates.map { (threshold, $0) } } }
        set { (threshold, longRates) = (newValue?.threshold, newValue?.rates) }
    }
    private var threshold: Int?
    private var longRates: Rates?

    public init(_ rates: Rates, above threshold: Int? = nil, _ longRates: Rates? = nil) {
        self.rates = rates
        self.threshold = threshold
        self.longRates = longRates
    }

    public var isFree: Bool { rates.input == 0 && rates.output == 0 }

    /// What a reply costs, in US dollars.
    ///
    /// Tokens read from the cache and written to it are parts of the input and cost their own price
    /// only. The sum is made of whole trillionths: `0.1 + 0.2` is `0.3`.
    public func cost(of usage: Usage) -> Double {
        var rates = rates
        if let longContext, usage.inputTokens > longContext.threshold { rates = longContext.rates }
        let input = max(usage.inputTokens, 0)
        let read = min(max(usage.cachedInputTokens ?? 0, 0), input)
        let written = min(max(usage.cacheWriteTokens ?? 0, 0), input - read)
        let amount =
            Self.trillionths(input - read - written, rates.input)
            + Self.trillionths(read, rates.cacheRead ?? rates.input)
            + Self.trillionths(written, rates.cacheWrite ?? rates.input)
            + Self.trillionths(max(usage.outputTokens, 0), rates.output)
        return amount / 1e12
    }

    /// Whole, and below 9000 dollars exact; not an `Int`, since a count from the network may be absurd.
    private static func trillionths(_ tokens: Int, _ rate: Double) -> Double {
        Double(tokens) * (rate * 1e6).rounded()
    }
}
