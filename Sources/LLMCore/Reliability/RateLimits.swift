/// The token buckets of all providers that are to be asked only so often.
public struct RateLimits: Sendable {
    private var limiters: [String: RateLimiter] = [:]

    public init() {}

    /// Takes the turn of one request; the answer is the milliseconds to wait for it.
    ///
    /// - Parameter now: milliseconds on a clock that only goes forward, always the same one.
    public mutating func takeTurn(at provider: Provider, now: Int) -> Int {
        guard let rate = provider.requestsPerMinute else { return 0 }
        var limiter = limiters[provider.id] ?? RateLimiter(requestsPerMinute: rate, now: now)
        defer { limiters[provider.id] = limiter }
        return limiter.take(now: now)
    }
}
