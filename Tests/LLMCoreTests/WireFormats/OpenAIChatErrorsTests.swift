import TestSupport
import Testing

@testable import LLMCore

@Suite struct OpenAIChatErrorsTests {
    private func error(_ status: Int, _ body: String, _ type: String = "application/json")
        -> LLMError
    {
        OpenAIChat().error(
            HTTPResponseHead(status: status, headers: ["Content-Type": type]),
            body: Array(body.utf8),
            from: try! HTTPURL("https://llm.example.org/v1/chat/completions"))
    }

    private let plain = #"{"error":{"message":"No","type":"x"}}"#

    // MARK: Codes

    @Test(arguments: [
        (400, LLMError.Code.invalidRequest), (401, .authentication), (402, .quotaExceeded),
        (403, .permission),
        (404, .modelNotFound), (405, .invalidRequest), (408, .timeout), (413, .invalidRequest),
        (422, .invalidRequest), (429, .rateLimited), (451, .permission), (498, .overloaded),
        (500, .server),
        (502, .server), (503, .overloaded), (504, .server), (529, .overloaded), (599, .server),
    ])
    func theStatusDecidesWhereTheNamesSayNothing(_ status: Int, _ code: LLMError.Code) {
        let error = error(status, plain)
        #expect(error.code == code)
        #expect(error.status == status)
        #expect(error.message == "No")
    }

    @Test(arguments: [
        (400, "context_length_exceeded", LLMError.Code.contextLengthExceeded),
        (429, "insufficient_quota", .quotaExceeded),
        (400, "invalid_api_key", .authentication), (403, "model_not_found", .modelNotFound),
        (400, "content_filter", .contentFilter), (500, "overloaded_error", .overloaded),
        (400, "unsupported_parameter", .unsupported),
    ])
    func aNameComesBeforeTheStatus(_ status: Int, _ name: String, _ code: LLMError.Code) {
        #expect(error(status, #"{"error":{"message":"No","code":"\#(name)"}}"#).code == code)
    }

    // MARK: Shapes

    @Test(arguments: [
        #"{"error":{"message":"No"}}"#, #"{"error":"No"}"#, #"{"error":"No","code":"x"}"#,
        #"{"detail":"No"}"#,
        #"{"message":"No"}"#, #"{"object":"error","message":"No"}"#,
        #"[{"error":{"message":"No"}}]"#,
        #"{"error":{"message":" No\n"}}"#, #"{"detail":[{"msg":"No"}]}"#,
        #"{"message":{"detail":[{"msg":"No"}]}}"#,
    ])
    func everyShapeGivesItsMessage(_ body: String) {
        #expect(error(400, body).message == "No")
    }

    @Test(arguments: [
        "data: {\"error\":{\"message\":\"No\"}}\n\ndata: [DONE]\n\n",
        "event: error\r\ndata: {\"error\":\"No\"}\r\n\r\n", "data: {\"detail\":\"No\"}",
    ])
    func aFailureMayComeAsAnEvent(_ body: String) {
        let error = error(500, body, "text/event-stream")
        #expect(error.message == "No")
        #expect(error.status == 500)
    }

    @Test(arguments: [
        "This model's maximum prompt length is 131072 but the request contains 140000 tokens.",
        "Invalid request: Your request exceeded model token limit: 8192",
    ])
    func aPromptThatIsTooLongIsKnownByTheWords(_ words: String) {
        #expect(error(400, #"{"error":{"message":"\#(words)"}}"#).code == .contextLengthExceeded)
    }

    @Test func aValidationErrorNamesItsPlaces() {
        let body =
            #"{"detail":[{"loc":["body","messages",0,"role"],"msg":"bad"},"#
            + #"{"loc":[],"msg":"worse"}]}"#
        #expect(error(422, body).message == "body.messages.0.role: bad; worse")
    }

    @Test func anUpstreamsOwnWordsAreAdded() {
        let body = #"{"error":{"message":"Provider returned error","metadata":{"raw":"too hot"}}}"#
        #expect(error(429, body).message == "Provider returned error: too hot")
    }

    @Test func shortPlainTextIsTheMessage() {
        #expect(error(503, "try later\n", "text/plain").message == "try later")
    }

    @Test(arguments: [
        ("<html><h1>502 Bad Gateway</h1></html>", "text/html"), ("", ""), ("{", "application/json"),
        ("{}", "application/json"),
        ("null", "application/json"), (String(repeating: "x", count: 5000), "text/plain"),
        ("\u{0}\u{1}", "application/octet-stream"), ("data: [DONE]\n\n", "text/event-stream"),
    ])
    func whatSaysNothingGivesOneSentence(_ body: String, _ type: String) {
        let kind = type.isEmpty ? "without a content type" : "with \(type)"
        let error = error(502, body, type)
        #expect(error.message == "llm.example.org answered with status 502 \(kind)")
        #expect(error.code == .server)
    }

    @Test(arguments: [
        ("404 page not found", "text/plain"), ("<html>", "text/html"), ("", ""),
        (#"{"detail":"Not Found"}"#, "application/json"),
        (
            #"{"error":{"message":"Invalid URL (POST /v1/v1/x)","type":"invalid_request_error"}}"#,
            "application/json"
        ),
        (
            #"{"error":{"code":404,"message":"File Not Found","type":"not_found_error"}}"#,
            "application/json"
        ),
        (#"{"error":{"code":"404","message":"Resource not found"}}"#, "application/json"),
    ])
    func a404ThatNamesNoModelBlamesTheAddress(_ body: String, _ type: String) {
        let error = error(404, body, type)
        #expect(error.code == .invalidRequest)
        let url = "https://llm.example.org/v1/chat/completions"
        #expect(error.hint == "nothing answers at \(url): is base_url right?")
    }

    @Test func aVeryLongMessageIsCut() {
        let long = String(repeating: "é", count: 100_000)
        #expect(error(400, #"{"error":{"message":"\#(long)"}}"#).message.count == 2001)
    }

    @Test(arguments: ["x-request-id", "Request-Id", "CF-Ray"])
    func theRequestIdIsFound(_ name: String) {
        var head = HTTPResponseHead(status: 500)
        head.headers.append(name, "r-1")
        #expect(head.requestID == "r-1")
    }

    @Test func randomBodiesNeverCrash() {
        var random = SeededGenerator()
        let words = [
            "{", "}", "[", "]", ":", ",", #""error""#, #""message""#, #""detail""#, #""code""#, "1",
            "null", #""x""#,
        ]
        for _ in 0..<2000 {
            let count = Int.random(in: 0..<12, using: &random)
            let body = (0..<count).map { _ in words.randomElement(using: &random)! }.joined()
            #expect(!error(400, body).message.isEmpty, "\(random)")
        }
    }
}

/// Error bodies of real providers, kept beside the package; skipped where they are not.
@Suite(.enabled(if: RecordedStream.directory != nil, "no recorded streams here"))
struct RecordedErrorTests {
    /// What each recording is for the user.
    static let codes: [(String, LLMError.Code)] = [
        ("anthropic-400-context-length", .contextLengthExceeded),
        ("anthropic-401", .authentication),
        ("anthropic-500-overloaded-as-api-error", .overloaded),
        ("anthropic-529-overloaded", .overloaded),
        ("azure-429-retry-after", .rateLimited),
        ("deepseek-400-context-length", .contextLengthExceeded),
        ("gemini-400-bad-key", .authentication), ("gemini-404-model", .modelNotFound),
        ("groq-400-tool-use-failed", .invalidRequest), ("groq-401", .authentication),
        ("mistral-401", .authentication),
        ("ollama-cloud-400-context-length", .contextLengthExceeded),
        ("openai-400-bad-temperature", .invalidRequest),
        ("openai-400-context-length", .contextLengthExceeded),
        ("openai-400-temperature-unsupported", .unsupported),
        ("openai-401", .authentication), ("openai-429-insufficient-quota", .quotaExceeded),
        ("openrouter-400-context-length", .contextLengthExceeded),
        ("openrouter-429-upstream", .rateLimited),
        ("xai-400-bad-key", .authentication),
    ]

    @Test(arguments: codes) func aRecordedErrorIsUnderstood(_ name: String, _ code: LLMError.Code)
        throws
    {
        let path = try #require(RecordedStream.directory) + "/errors/" + name
        let expected = try JSONParser.parse(try RecordedStream.read(path + ".expected.json"))
        let status = try #require(expected["http_status"]?.int)
        var headers = HTTPHeaders()
        if let type = expected["content_type"]?.string { headers["content-type"] = type }
        let error = OpenAIChat().error(
            HTTPResponseHead(status: status, headers: headers),
            body: try RecordedStream.read(path + ".json"),
            from: try HTTPURL("https://llm.example.org/v1/chat/completions"))
        #expect(error.code == code)
        #expect(error.status == status)
        let message = try #require(expected["error"]?["message"]?.string)
        #expect(error.message.hasPrefix(message))
    }
}
