import Testing

@testable import LLMCore

@Suite struct RetryPolicyTests {
    private func delay(
        _ error: LLMError, _ policy: RetryPolicy = RetryPolicy(), retries: Int = 0,
        elapsed: Int = 0, chance: Double = 0
    ) -> Int? {
        policy.delay(after: error, retries: retries, elapsed: elapsed, chance: chance)
    }

    private let overloaded = LLMError(.overloaded, "busy", status: 529)

    @Test(arguments: [
        LLMError.Code.network, .timeout, .rateLimited, .overloaded, .server,
    ])
    func whatMayPassIsTriedAgain(_ code: LLMError.Code) {
        #expect(delay(LLMError(code, "no")) == 500)
    }

    @Test(arguments: [
        LLMError.Code.authentication, .permission, .quotaExceeded, .invalidRequest, .modelNotFound,
        .contextLengthExceeded, .unsupported, .protocol, .contentFilter, .cancelled, .invalidConfig,
    ])
    func whatStaysIsNotTriedAgain(_ code: LLMError.Code) {
        #expect(delay(LLMError(code, "no", status: 400)) == nil)
    }

    @Test func aConflictIsTriedAgain() {
        #expect(delay(LLMError(.invalidRequest, "no", status: 409)) == 500)
    }

    @Test func aBudgetForWhatIsUnderWayFreesItself() {
        #expect(delay(LLMError(.quotaExceeded, "no", status: 402, retryAfter: 900)) == 900)
        #expect(delay(LLMError(.quotaExceeded, "no", status: 429, retryAfter: 900)) == nil)
    }

    @Test func theServersOwnWordDecides() {
        var error = LLMError(.invalidRequest, "no", status: 400)
        error.shouldRetry = true
        #expect(delay(error) == 500)
        error = overloaded
        error.shouldRetry = false
        #expect(delay(error) == nil)
    }

    @Test(arguments: [
        LLMError(.quotaExceeded, "no", status: 429, retryAfter: 900),
        LLMError(.contextLengthExceeded, "no", status: 400),
    ])
    func itDoesNotDecideWhereTimeMendsNothing(_ error: LLMError) {
        var error = error
        error.shouldRetry = true
        #expect(delay(error) == nil)
    }

    @Test func whatIsTooLargeStaysSo() {
        #expect(delay(LLMError(.rateLimited, "no", status: 413)) == nil)
        #expect(delay(LLMError(.rateLimited, "no", status: 429)) == 500)
    }

    @Test func theNumberOfRetriesIsALimit() {
        #expect(delay(overloaded, retries: 1) == 1000)
        #expect(delay(overloaded, retries: 2) == nil)
        #expect(delay(overloaded, .never) == nil)
    }

    @Test func waitsGrowUpToTheLongest() {
        let policy = RetryPolicy(maxRetries: 9, maxDelay: 3000)
        #expect(
            (0..<5).map { delay(overloaded, policy, retries: $0) } == [500, 1000, 2000, 3000, 3000])
    }

    @Test func chanceTakesUpToAQuarter() {
        #expect(delay(overloaded, chance: 0.5) == 438)
        #expect(delay(overloaded, chance: 0.999_999) == 376)
    }

    @Test func theServersTimeIsWaited() {
        var error = overloaded
        error.retryAfter = 7000
        #expect(delay(error, chance: 0.9) == 7000)
        error.retryAfter = 10
        #expect(delay(error) == 500)
    }

    @Test func aTimeBeyondTheLongestWaitIsAFailure() {
        var error = overloaded
        error.retryAfter = 60_001
        #expect(delay(error) == nil)
        error.retryAfter = .max
        #expect(delay(error) == nil)
    }

    @Test func noAttemptBeginsAfterTheTotal() {
        #expect(delay(overloaded, elapsed: 119_500) == 500)
        #expect(delay(overloaded, elapsed: 119_501) == nil)
        #expect(delay(overloaded, elapsed: .max) == nil)
    }
}
