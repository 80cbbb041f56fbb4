/// A token bucket: how long the next request has to wait, so that a provider's limit is kept.
///
/// A tenth of a minute's requests may go at once; after that they are spread evenly.
struct RateLimiter {
    private let requestsPerMillisecond: Double
    private let capacity: Double
    private var tokens: Double
    private var last: Int

    /// Slower than one request a day is one a day: no wait may be without end.
    private static let slowest = 1.0 / (24 * 60)

    /// - Parameter now: milliseconds on any clock that only goes forward.
    init(requestsPerMinute: Double, now: Int) {
        let rate = requestsPerMinute > Self.slowest ? requestsPerMinute : Self.slowest
        requestsPerMillisecond = rate / 60_000
        capacity = max(1, rate / 10)
        tokens = capacity
        last = now
    }

    /// Takes one request out of the bucket; the answer is the milliseconds to wait before it goes.
    mutating func take(now: Int) -> Int {
        tokens = min(capacity, tokens + Double(now - last) * requestsPerMillisecond) - 1
        last = now
        return tokens >= 0 ? 0 : Int((-tokens / requestsPerMillisecond).rounded(.up))
    }
}
