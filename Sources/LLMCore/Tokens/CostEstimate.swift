/// What a request would cost, before it is sent.
///
/// Input counts at its full price, whatever a cache may hold of it. Models whose provider asks for no
/// key cost nothing.
public struct CostEstimate: Hashable, Sendable {
    public var inputTokens: Int
    public var outputTokens: Int
    /// Whether `outputTokens` is assumed, since no limit is set.
    public var isOutputAssumed: Bool
    /// US dollars.
    public var dollars: Double

    /// The length of a reply that nobody limits, as far as the model writes so much.
    public static let assumedOutput = 1000

    /// - Parameter thinkingBudget: what may be thought before a reply that nobody limits.
    /// - Returns: nil where the price of the model is not known.
    public init?(
        inputTokens: Int, maxTokens: Int?, thinkingBudget: Int = 0, model: String,
        at provider: Provider
    ) {
        let info = ModelCatalogue.info(model, of: provider.id)
        let price = provider.requiresKey ? info.price : ModelPrice.nothing
        guard let price else { return nil }
        self.inputTokens = inputTokens
        isOutputAssumed = maxTokens == nil
        let (assumed, isHuge) = Self.assumedOutput.addingReportingOverflow(max(0, thinkingBudget))
        outputTokens = maxTokens ?? min(isHuge ? .max : assumed, info.maxOutput ?? .max)
        dollars = price.cost(of: Usage(inputTokens: inputTokens, outputTokens: outputTokens))
    }

    /// What an answer to the request would cost.
    public init?(of request: ChatRequest, at provider: Provider) {
        let tokenizer = Tokenizer(ofModel: request.model)
        self.init(
            inputTokens: TokenEstimate.tokens(in: request, by: tokenizer),
            maxTokens: request.options.maxTokens,
            thinkingBudget: request.options.thinkingBudget ?? 0, model: request.model,
            at: provider)
    }

    /// Whether it is more than `limit` together with what was spent before, all in dollars.
    ///
    /// To be asked again before every further request of one answer.
    public func exceeds(_ limit: Double, spent: Double = 0) -> Bool {
        // Whole trillionths, as in prices: 0.1 + 0.2 does not exceed 0.3.
        ((spent + dollars) * 1e12).rounded() > (limit * 1e12).rounded()
    }
}

extension ModelPrice {
    fileprivate static let nothing = ModelPrice(Rates(input: 0, output: 0))
}
