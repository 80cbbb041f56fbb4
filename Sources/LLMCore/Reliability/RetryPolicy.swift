/// Whether a request that failed is sent again, and when.
///
/// Times are milliseconds. Waits grow from `initialDelay` by `backoffMultiplier`, less up to a
/// quarter by chance, so that clients which failed together do not come back together. Where the
/// server says how long to wait, that is what is waited; where that is longer than `maxDelay`, the
/// request has failed.
public struct RetryPolicy: Hashable, Sendable {
    /// How often a request is sent again at most.
    public var maxRetries: Int
    public var initialDelay: Int
    public var maxDelay: Int
    public var backoffMultiplier: Double
    /// No attempt begins later than this after the first one began.
    public var maxTotalTime: Int

    public init(
        maxRetries: Int = 2,
        initialDelay: Int = 500,
        maxDelay: Int = 60_000,
        backoffMultiplier: Double = 2,
        maxTotalTime: Int = 120_000
    ) {
        self.maxRetries = maxRetries
        self.initialDelay = initialDelay
        self.maxDelay = maxDelay
        self.backoffMultiplier = backoffMultiplier
        self.maxTotalTime = maxTotalTime
    }

    /// Every request is sent once.
    public static let never = RetryPolicy(maxRetries: 0)

    /// How long to wait before the next attempt; nil where there is to be none.
    ///
    /// - Parameters:
    ///   - retries: how often the request was sent again already.
    ///   - elapsed: since the first attempt began.
    ///   - chance: from 0 up to 1.
    func delay(after error: LLMError, retries: Int, elapsed: Int, chance: Double) -> Int? {
        guard retries < maxRetries, error.isWorthRetrying else { return nil }
        var delay = Double(initialDelay)
        for _ in 0..<retries { delay = min(delay * backoffMultiplier, Double(maxDelay)) }
        delay = min(delay, Double(maxDelay)) * (1 - chance / 4)
        if let asked = error.retryAfter {
            if asked > maxDelay { return nil }
            delay = max(delay, Double(asked))
        }
        let wait = Int(delay.rounded(.up))
        let (end, overflow) = elapsed.addingReportingOverflow(wait)
        return overflow || end > maxTotalTime ? nil : wait
    }
}

extension LLMError {
    /// Whether the same request may succeed a moment later.
    ///
    /// A server's own `x-should-retry` decides where it is there, save for what no time mends: a
    /// prompt that is too long, money that is spent. A 402 that names a time is OpenRouter's budget
    /// for what is under way, which frees itself. A 413 stays too large, though Groq calls it a rate.
    var isWorthRetrying: Bool {
        switch code {
        case .contextLengthExceeded: return false
        case .quotaExceeded where status != 402: return false
        default: break
        }
        if let shouldRetry { return shouldRetry }
        if status == 413 { return false }
        switch code {
        case .network, .timeout, .rateLimited, .overloaded, .server: return true
        case .quotaExceeded: return status == 402 && retryAfter != nil
        default: return status == 409 || status == 425
        }
    }

    /// Whether another model may answer where this one did not.
    var isWorthAnotherModel: Bool {
        switch code {
        case .modelNotFound, .rateLimited, .quotaExceeded, .overloaded: true
        default: false
        }
    }
}
