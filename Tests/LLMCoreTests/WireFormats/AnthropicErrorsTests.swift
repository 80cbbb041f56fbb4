import Testing

@testable import LLMCore

@Suite struct AnthropicErrorsTests {
    private func error(
        _ status: Int, _ body: String, _ headers: HTTPHeaders = ["Content-Type": "application/json"]
    ) -> LLMError {
        Anthropic().error(
            HTTPResponseHead(status: status, headers: headers), body: Array(body.utf8),
            from: try! HTTPURL("https://api.anthropic.com/v1/messages"))
    }

    private func fault(_ name: String, _ message: String) -> String {
        #"{"type":"error","error":{"type":"\#(name)","message":"\#(message)"},"request_id":"req_1"}"#
    }

    @Test(arguments: [
        (400, "invalid_request_error", "max_tokens: too low", LLMError.Code.invalidRequest),
        (
            400, "invalid_request_error", "prompt is too long: 213000 tokens > 200000 maximum",
            .contextLengthExceeded
        ),
        (
            400, "invalid_request_error",
            "input length and `max_tokens` exceed context limit: 199000 + 8192 > 200000",
            .contextLengthExceeded
        ),
        (
            400, "invalid_request_error",
            "Your credit balance is too low to access the Anthropic API.", .quotaExceeded
        ),
        (
            400, "invalid_request_error", "You have reached your specified API usage limits.",
            .quotaExceeded
        ),
        (401, "authentication_error", "invalid x-api-key", .authentication),
        (402, "billing_error", "Pay", .quotaExceeded),
        (403, "permission_error", "No", .permission),
        (404, "not_found_error", "model: claude-nix", .modelNotFound),
        (413, "request_too_large", "Request exceeds the maximum size", .invalidRequest),
        (429, "rate_limit_error", "Slower", .rateLimited),
        (500, "api_error", "Internal server error", .server),
        (500, "api_error", "Overloaded", .overloaded),
        (529, "overloaded_error", "Overloaded", .overloaded),
    ])
    func everyErrorHasItsCodeAndItsWords(
        _ status: Int, _ name: String, _ message: String, _ code: LLMError.Code
    ) {
        let error = error(status, fault(name, message))
        #expect(error.code == code)
        #expect(error.message == message)
        #expect(error.status == status)
        #expect(error.requestID == "req_1")
    }

    @Test func aRequestTooLargeForTheirGatewayIsExplained() {
        let error = error(
            413, "<html><h1>413 Request Entity Too Large</h1></html>", ["Content-Type": "text/html"]
        )
        #expect(error.code == .invalidRequest)
        #expect(error.message == "api.anthropic.com answered with status 413 with text/html")
        #expect(error.hint?.contains("32 MB") == true)
    }

    @Test func theTimeToWaitIsRead() {
        let headers: HTTPHeaders = ["Content-Type": "application/json", "retry-after": "7"]
        #expect(error(429, fault("rate_limit_error", "Slower"), headers).retryAfter == 7000)
    }
}
