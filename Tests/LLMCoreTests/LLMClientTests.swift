import TestSupport
import Testing

@testable import LLMCore

@Suite struct LLMClientTests {
    private let request = ChatRequest(model: "m", messages: [Message(role: .user, text: "Hi")])

    /// The error of a request that must not reach the network.
    private func refusal(_ provider: Provider, key: String? = "k-123456") throws -> LLMError {
        let transport = UnusedTransport()
        let key = try key.map { try Secret($0) }
        let error = #expect(throws: LLMError.self) {
            try LLMClient(transport: transport)
                .reply(to: request, from: provider, key: key).next()
        }
        #expect(transport.count == 0)
        return try #require(error)
    }

    // MARK: Turns

    @Test(arguments: [true, false])
    func whatIsAtHandTakesNoTurn(isAtHand: Bool) throws {
        let transport = ScriptedTransport(.reply("Yo"))
        transport.hasAnswers = isAtHand
        let client = LLMClient(transport: transport)
        client.takeTurn = { _, _ in 5 }
        _ = try client.reply(to: request, from: .compatible, key: Secret("k-123456")).collect()
        #expect(transport.pauses == (isAtHand ? [] : [5]))
    }

    // MARK: Before any byte goes out

    @Test func aMissingKeyIsNamed() throws {
        let error = try refusal(BuiltInProviders.xAI, key: nil)
        #expect(error.code == .authentication)
        #expect(error.message.contains("XAI_API_KEY"))
        #expect(error.hint?.contains("echo") == true)
        #expect(error.provider == "xai")
    }

    @Test(arguments: ["example.invalid", "192.168.0.1", "localhost.example.invalid", "0.0.0.0"])
    func plainHTTPStaysOnThisMachine(_ host: String) throws {
        var provider = Provider.compatible
        provider.baseURL = "http://\(host):8080/v1"
        let error = try refusal(provider)
        #expect(error.code == .invalidConfig)
        #expect(error.message == "\(host):8080 would be asked without encryption")
        #expect(error.hint == "use https, or set allow_http = true under [providers.own]")
    }

    @Test func plainHTTPMayBeAllowed() throws {
        var provider = Provider.compatible
        provider.baseURL = "http://192.168.0.1/v1"
        provider.allowsPlainHTTP = true
        let http = try LLMClient(transport: UnusedTransport())
            .httpRequest(for: request, to: provider, key: nil)
        #expect(http?.url.description == "http://192.168.0.1/v1/chat/completions")
    }

    @Test(arguments: [
        ("X-A", "a\r\nX-B: b"), ("X-A\r\n", "a"), ("", "a"), ("X A", "a"), ("X:A", "a"),
        ("X", "\0"),
    ])
    func aHeaderThatWouldBreakOutIsRefused(_ name: String, _ value: String) throws {
        var provider = Provider.compatible
        provider.headers.append(name, value)
        let error = try refusal(provider)
        #expect(error.code == .invalidConfig)
        #expect(error.message.utf8.allSatisfy { $0 >= 0x20 })
    }

    // MARK: Refusals

    private func error(
        _ status: Int, _ body: String = #"{"error":{"message":"No"}}"#,
        headers: [(String, String)] = [],
        type: String = "application/json"
    ) throws -> LLMError {
        let server = try LoopbackServer { _, connection in
            connection.respond(status: status, contentType: type, headers: headers, body: body)
        }
        return try #require(LoopbackClient(server).outcome().error)
    }

    @Test(arguments: [
        (400, LLMError.Code.invalidRequest), (401, .authentication), (402, .quotaExceeded),
        (403, .permission),
        (404, .modelNotFound), (408, .timeout), (413, .invalidRequest), (422, .invalidRequest),
        (429, .rateLimited),
        (500, .server), (502, .server), (503, .overloaded), (529, .overloaded),
    ])
    func everyStatusHasItsCode(_ status: Int, _ code: LLMError.Code) throws {
        let error = try error(status, headers: [("X-Request-Id", "req-7")])
        #expect(error.code == code)
        #expect(error.status == status)
        #expect(error.message == "No")
        #expect(error.provider == "xai")
        #expect(error.requestID == "req-7")
    }

    @Test(arguments: [
        ("Retry-After", "7", 7000), ("Retry-After-Ms", "250", 250),
        ("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT", 0),
    ])
    func theTimeToWaitIsRead(_ name: String, _ value: String, _ milliseconds: Int) throws {
        #expect(try error(429, headers: [(name, value)]).retryAfter == milliseconds)
    }

    @Test func aPageBehindAnErrorIsOneSentence() throws {
        let error = try error(502, "<html><body>Bad Gateway</body></html>", type: "text/html")
        #expect(error.message.hasSuffix("answered with status 502 with text/html"))
    }

    @Test func aRefusedKeySaysWhereItComesFrom() throws {
        #expect(try error(401).hint?.contains("XAI_API_KEY") == true)
    }

    @Test func anErrorBodyThatBreaksOffStillCounts() throws {
        let server = try LoopbackServer { _, connection in
            connection.writeHead(status: 429, headers: [("Content-Length", "1000")])
            connection.write("{")
        }
        #expect(LoopbackClient(server).outcome().error?.code == .rateLimited)
    }

    @Test func anEndlessErrorBodyIsNotReadToItsEnd() throws {
        let server = try LoopbackServer { _, connection in
            connection.writeHead(status: 500, headers: [("Content-Type", "text/plain")])
            while connection.write(String(repeating: "x", count: 64 << 10)) {}
        }
        #expect(LoopbackClient(server).outcome().error?.code == .server)
    }

    @Test(arguments: [204, 200])
    func successWithoutABodyIsAnEmptyAnswer(_ status: Int) throws {
        let server = try LoopbackServer { _, connection in
            connection.writeHead(
                status: status, headers: status == 200 ? [("Content-Length", "0")] : [])
        }
        let error = LoopbackClient(server).outcome().error
        #expect(error?.code == .protocol)
        #expect(error?.message.hasSuffix("sent an empty answer") == true)
    }

    // MARK: Keys

    private let key = "xai-test-0123456789"

    private func dumped(_ error: LLMError) -> String {
        var text = ""
        dump(error, to: &text)
        return text
    }

    @Test func aKeyThatTheServerRepeatsIsTakenOut() throws {
        let error = try error(
            401, #"{"error":{"message":"incorrect key: \#(key)"}}"#,
            headers: [("X-Request-Id", "r-\(key)")])
        #expect(error.message == "incorrect key: [redacted]")
        #expect(!dumped(error).contains("0123456789"))
    }

    @Test func aKeyInARedirectIsTakenOut() throws {
        let error = try error(302, headers: [("Location", "https://a.example/?key=\(key)")])
        #expect(!dumped(error).contains("0123456789"))
        #expect(error.message.contains("[redacted]"))
    }

    @Test func aKeyThatTheCutOfAMessageLeftOverIsTakenOut() throws {
        let filler = String(repeating: "x", count: 2000 - 15)
        let error = try error(400, #"{"error":{"message":"\#(filler)\#(key)"}}"#)
        #expect(error.message.hasSuffix("x[redacted]…"))
    }

    @Test func aKeyInsideAStreamIsTakenOut() throws {
        let server = try LoopbackServer { [key] _, connection in
            connection.beginEvents()
            connection.writeEvent("what is \(key)?")
            connection.endChunks()
        }
        let error = try #require(LoopbackClient(server).outcome().error)
        #expect(error.code == .protocol)
        #expect(!dumped(error).contains("0123456789"))
    }

    // MARK: Redirects

    @Test(arguments: [301, 302, 303, 307, 308])
    func aRedirectIsNamedAndNotFollowed(_ status: Int) throws {
        let target = try LoopbackServer { _, connection in connection.respondWithReply(["no"]) }
        let url = "\(target.baseURL)/chat/completions"
        let error = try error(status, "", headers: [("Location", url)])
        #expect(error.code == .invalidRequest)
        #expect(error.status == status)
        #expect(error.message.hasSuffix("redirects to \(url), and redirects are not followed"))
        #expect(
            error.hint?.contains("base_url = \"\(target.baseURL)\" under [providers.xai]") == true)
        #expect(target.connectionCount == 0)
    }

    @Test func aRedirectToAPathNamesTheWholeAddress() throws {
        let server = try LoopbackServer { _, connection in
            connection.respond(
                status: 307, headers: [("Location", "/v2/chat/completions/")], body: "")
        }
        let error = LoopbackClient(server).outcome().error
        let origin = "http://127.0.0.1:\(server.port)"
        #expect(error?.message.contains("redirects to \(origin)/v2/chat/completions/,") == true)
        #expect(error?.hint?.contains("base_url = \"\(origin)/v2\"") == true)
    }

    @Test(arguments: ["openai-responses", "anthropic", "gemini", "ollama"])
    func theBaseURLOfARedirectIsNamedInEveryFormat(_ format: String) throws {
        let server = try LoopbackServer { request, connection in
            connection.respond(
                status: 308, headers: [("Location", "https://new.example\(request.path)")], body: ""
            )
        }
        var client = LoopbackClient(server)
        client.provider.setWireFormat(try #require(WireFormatName(rawValue: format)))
        let hint = try #require(client.outcome().error?.hint)
        let version = format == "ollama" ? "" : "/v1"
        #expect(hint.contains("base_url = \"https://new.example\(version)\""), "\(hint)")
    }

    @Test func aRedirectWithoutTargetIsAnErrorToo() throws {
        let error = try error(304, "")
        #expect(error.message.hasSuffix("answered with status 304"))
    }

    @Test func aRedirectsTargetIsShownVisibly() throws {
        let error = try error(302, headers: [("Location", "https://a.example/\u{1B}[31m")])
        #expect(error.message.contains(#"https://a.example/\u{1b}[31m"#))
    }
}
