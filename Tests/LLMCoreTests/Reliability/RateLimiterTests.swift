import Testing

@testable import LLMCore

@Suite struct RateLimiterTests {
    @Test func aTenthOfAMinuteGoesAtOnce() {
        var limiter = RateLimiter(requestsPerMinute: 60, now: 0)
        #expect((0..<7).map { _ in limiter.take(now: 0) } == [0, 0, 0, 0, 0, 0, 1000])
    }

    @Test func requestsAreSpreadOverTheMinute() {
        var limiter = RateLimiter(requestsPerMinute: 1, now: 0)
        #expect(limiter.take(now: 0) == 0)
        #expect(limiter.take(now: 0) == 60_000)
        #expect(limiter.take(now: 0) == 120_000)
    }

    @Test func timeFillsTheBucket() {
        var limiter = RateLimiter(requestsPerMinute: 6, now: 0)
        #expect(limiter.take(now: 0) == 0)
        #expect(limiter.take(now: 4000) == 6000)
        #expect(limiter.take(now: 30_000) == 0)
    }

    @Test(arguments: [0, -1, -0.0, 1e-300, .nan, -.infinity])
    func noRateIsSlowerThanOneADay(_ rate: Double) {
        var limiter = RateLimiter(requestsPerMinute: rate, now: 0)
        #expect(limiter.take(now: 0) == 0)
        #expect(abs(limiter.take(now: 0) - 86_400_000) <= 1)
    }

    @Test func aRateWithoutLimitNeverWaits() {
        var limiter = RateLimiter(requestsPerMinute: .infinity, now: 0)
        #expect((0..<100).map { limiter.take(now: $0) }.allSatisfy { $0 == 0 })
    }

    @Test func aLongPauseSavesNothingUp() {
        var limiter = RateLimiter(requestsPerMinute: 20, now: 0)
        _ = limiter.take(now: 0)
        #expect((0..<3).map { _ in limiter.take(now: 10_000_000) } == [0, 0, 3000])
    }
}
