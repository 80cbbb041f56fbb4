import Testing

@testable import LLMCore

/// Whole answers: retried, limited, mapped and redacted as replies are.
@Suite struct LLMClientAnswerTests {
    private let key = "sk-test-0123456789abcdef"

    private func json(
        _ text: String, status: Int = 200, headers: HTTPHeaders = HTTPHeaders()
    ) -> ScriptedTransport.Answer {
        var headers = headers
        headers["Content-Type"] = "application/json"
        return .response(status, text, headers: headers)
    }

    private func ask(
        _ transport: ScriptedTransport, _ policy: RetryPolicy = RetryPolicy(),
        onRetry: (Retry) -> Void = { _ in }
    ) throws(LLMError) -> JSONValue {
        let provider = BuiltInProviders.openAI
        let client = LLMClient(transport: transport, retryPolicy: policy, chance: { 0 })
        let request = try provider.query("models", key: try Secret(key))
        return try client.answer(to: request, from: provider, model: "m", onRetry: onRetry)
    }

    private func error(_ answers: ScriptedTransport.Answer) -> LLMError? {
        do throws(LLMError) {
            _ = try ask(ScriptedTransport(answers), .never)
            return nil
        } catch {
            return error
        }
    }

    @Test func aQuestionHasNoBody() throws {
        let transport = ScriptedTransport(json("[]"))
        #expect(try ask(transport) == [])
        let request = try #require(transport.requests.first)
        #expect(request.method == "GET")
        #expect(request.url.description == "https://api.openai.com/v1/models")
        #expect(request.body.isEmpty)
        #expect(request.headers["Content-Type"] == nil)
        #expect(request.headers["Accept"] == "application/json")
        #expect(request.credential?.header == "Authorization")
    }

    @Test func aFailedRequestIsSentAgain() throws {
        let transport = ScriptedTransport(
            json(#"{"error":{"message":"busy"}}"#, status: 503),
            .failure(LLMError(.network, "gone")), json(#"{"a":1}"#))
        var retries: [Retry] = []
        #expect(try ask(transport) { retries.append($0) } == ["a": 1])
        #expect(retries.map(\.attempt) == [2, 3])
        #expect(retries.map(\.maxAttempts) == [3, 3])
        #expect(retries.map(\.error.message) == ["busy", "gone"])
        #expect(retries.map(\.provider) == ["openai", "openai"])
        #expect(retries.map(\.model) == ["m", "m"])
        #expect(transport.pauses == retries.map(\.delay))
        #expect(transport.pauses == [500, 1000])
    }

    @Test func aBodyThatBreaksOffIsAskedForAgain() throws {
        let transport = ScriptedTransport(
            .broken([#"{"a":"#], LLMError(.network, "cut")), json(#"{"a":1}"#))
        #expect(try ask(transport) == ["a": 1])
    }

    @Test func theProvidersTimeIsKept() throws {
        let transport = ScriptedTransport(
            json("{}", status: 429, headers: ["Retry-After": "7"]), json("1"))
        #expect(try ask(transport) == 1)
        #expect(transport.pauses == [7000])
    }

    @Test func whatCannotSucceedIsNotSentAgain() throws {
        let transport = ScriptedTransport(json("{}", status: 401), json("1"))
        #expect(throws: LLMError.self) { try ask(transport) }
        #expect(transport.requests.count == 1)
    }

    @Test func anErrorWithStatus200IsAnError() {
        let error = error(json("\n\n" + #"{"error":{"message":"no such thing","code":404}}"#))
        #expect(error?.code == .modelNotFound)
        #expect(error?.message == "no such thing")
        #expect(self.error(json(#"[{"error":{"message":"wrapped"}}]"#))?.message == "wrapped")
    }

    @Test func aWebPageIsNoAnswer() {
        let error = error(
            .response(200, "<!DOCTYPE html>", headers: ["Content-Type": "text/html"]))
        #expect(error?.code == .protocol)
        #expect(error?.message == "api.openai.com answered with a web page")
        #expect(error?.hint?.contains("https://api.openai.com/v1/models") == true)
    }

    @Test(arguments: [
        ("", "api.openai.com sent an empty answer"),
        ("nonsense", "the answer is not JSON (not a JSON value, at byte 0): `nonsense`"),
    ])
    func anAnswerThatIsNoJSONIsRefused(_ body: String, _ message: String) {
        let error = error(json(body))
        #expect(error?.code == .protocol)
        #expect(error?.message == message)
    }

    @Test func anEndlessAnswerIsRefused() {
        let piece = String(repeating: " ", count: 1 << 20)
        let pieces = [String](repeating: piece, count: 65)
        let error = error(.broken(pieces, LLMError(.network, "never reached")))
        #expect(error?.code == .protocol)
        #expect(error?.message == "the answer is larger than 64 MB")
    }

    @Test func theKeyIsInNoError() {
        for answer in [
            json(#"{"error":{"message":"bad key \#(key)"}}"#, status: 401),
            json(#"{"error":{"message":"bad key \#(key)"}}"#), json("oops \(key)"),
        ] {
            let error = error(answer)
            #expect(error != nil)
            #expect(!"\(error as Any)".contains(key))
        }
    }

    @Test func statusAndRequestIDReachTheCaller() {
        let error = error(
            json(
                #"{"error":{"message":"no"}}"#, status: 400, headers: ["x-request-id": "req_1"]))
        #expect(error?.status == 400)
        #expect(error?.requestID == "req_1")
        #expect(error?.provider == "openai")
        #expect(error?.response?.head.status == 400)
    }
}
