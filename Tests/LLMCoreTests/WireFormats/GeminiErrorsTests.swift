import Testing

@testable import LLMCore

@Suite struct GeminiErrorsTests {
    private func error(_ code: Int, _ status: String, _ message: String, details: String = "")
        -> LLMError
    {
        let body = """
            {
              "error": {
                "code": \(code), "message": "\(message)", "status": "\(status)",
                "details": [\(details)]
              }
            }
            """
        return read(code, body)
    }

    private func read(_ status: Int, _ body: String) -> LLMError {
        Gemini().error(
            HTTPResponseHead(
                status: status, headers: ["Content-Type": "application/json; charset=UTF-8"]),
            body: Array(body.utf8), from: try! HTTPURL("https://example.org/v1beta/models/m"))
    }

    @Test(arguments: [
        (400, "INVALID_ARGUMENT", "Bad", LLMError.Code.invalidRequest),
        (
            400, "INVALID_ARGUMENT",
            "The input token count (1100000) exceeds the maximum number of tokens allowed (1048576).",
            .contextLengthExceeded
        ),
        (400, "FAILED_PRECONDITION", "User location is not supported.", .permission),
        (402, "RESOURCE_EXHAUSTED", "Pay", .quotaExceeded),
        (403, "PERMISSION_DENIED", "No", .permission),
        (404, "NOT_FOUND", "models/x is not found", .modelNotFound),
        (429, "RESOURCE_EXHAUSTED", "Slower", .rateLimited),
        (
            429, "RESOURCE_EXHAUSTED", "Quota exceeded for metric: free_tier, limit: 0",
            .quotaExceeded
        ),
        (500, "INTERNAL", "Oh", .server), (503, "UNAVAILABLE", "Busy", .overloaded),
        (504, "DEADLINE_EXCEEDED", "Late", .server),
    ])
    func everyErrorHasItsCodeAndItsWords(
        _ code: Int, _ status: String, _ message: String, _ expected: LLMError.Code
    ) {
        let error = error(code, status, message)
        #expect(error.code == expected)
        #expect(error.message == message)
        #expect(error.status == code)
    }

    @Test func aBadKeyIsInTheDetails() {
        let detail =
            #"{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}"#
        #expect(error(400, "INVALID_ARGUMENT", "No", details: detail).code == .authentication)
    }

    private func retry(_ delay: String) -> String {
        #"{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"\#(delay)"}"#
    }

    @Test(arguments: [
        ("48s", 48_000), ("0.5s", 500), ("3.2501s", 3251), ("0s", 0), ("-1s", nil), ("s", nil),
        ("48", nil), ("nans", nil), ("1e300s", nil),
    ])
    func theTimeToWaitIsInTheDetails(_ delay: String, _ milliseconds: Int?) {
        let error = error(429, "RESOURCE_EXHAUSTED", "Slower", details: retry(delay))
        #expect(error.code == .rateLimited)
        #expect(error.retryAfter == milliseconds)
    }

    private func quota(_ id: String) -> String {
        #"{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaId":"\#(id)"}]}"#
    }

    @Test func aQuotaOfTheDayIsUsedUpAndOneOfTheMinuteIsNot() {
        let day = quota("GenerateRequestsPerDayPerProjectPerModel-FreeTier")
        let minute = quota("GenerateRequestsPerMinutePerProjectPerModel-FreeTier")
        #expect(
            error(429, "RESOURCE_EXHAUSTED", "x", details: minute + "," + retry("2s")).code
                == .rateLimited)
        #expect(
            error(429, "RESOURCE_EXHAUSTED", "x", details: minute + "," + day).code
                == .quotaExceeded)
    }

    @Test func anErrorMayStandInAnArray() {
        let error = read(
            429, #"[{"error":{"code":429,"message":"x","details":[\#(retry("1s"))]}}]"#)
        #expect(error.code == .rateLimited)
        #expect(error.retryAfter == 1000)
    }
}
