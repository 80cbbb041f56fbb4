import TestSupport
import Testing

@testable import LLMCore

/// Whatever holds a key can be printed, dumped and reflected without showing it.
@Suite struct SecretHoldersTests {
    private let key = "sk-Test-0123456789abcdef"

    private func target(_ baseURL: String = "https://llm.example.org/v1") throws -> ModelTarget {
        var provider = BuiltInProviders.xAI
        provider.baseURL = baseURL
        provider.headers = ["X-Gateway-Token": key, "X-Team": "docs"]
        return ModelTarget(provider: provider, model: "grok-4.7", key: try Secret(key))
    }

    /// By every way there is, down to what is private.
    private func expectHidden(
        _ value: Any, mentions word: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var dumped = ""
        dump(value, to: &dumped)
        var reflected = ""
        Self.reflect(value, depth: 0, into: &reflected)
        let texts = ["\(value)", String(describing: value), String(reflecting: value)]
        for text in texts + [dumped, reflected] {
            #expect(!text.contains("0123456789"), sourceLocation: sourceLocation)
        }
        if let word { #expect(dumped.contains(word), sourceLocation: sourceLocation) }
    }

    private static func reflect(_ value: Any, depth: Int, into text: inout String) {
        guard depth < 12 else { return }
        text += "\(value) "
        var mirror: Mirror? = Mirror(reflecting: value)
        while let current = mirror {
            for child in current.children {
                reflect(child.value, depth: depth + 1, into: &text)
            }
            mirror = current.superclassMirror
        }
    }

    @Test func aTargetHidesIt() throws {
        expectHidden(try target(), mentions: "grok-4.7")
        expectHidden([try target()])
        expectHidden(["a": Optional(try target())])
    }

    @Test(arguments: WireFormatName.allCases)
    func aRequestHidesIt(format: WireFormatName) throws {
        var target = try target()
        target.provider.setWireFormat(format)
        let client = LLMClient(transport: ScriptedTransport())
        let request = try client.httpRequest(
            for: ChatRequest(model: target.model, messages: [Message(role: .user, text: "hi")]),
            to: target.provider, key: target.key)
        if format == .echo { return #expect(request == nil) }
        expectHidden(try #require(request), mentions: "X-Team: docs")
        expectHidden(try #require(request?.credential))
    }

    @Test func aHeaderHidesWhatIsASecretByName() {
        for name in ["Authorization", "x-api-key", "X-Auth-Token", "cookie", "client_secret"] {
            let field = HTTPHeaders.Field(name: name, value: "0123456789")
            expectHidden(field)
            expectHidden([name: field])
            #expect("\(field)" == "\(name): [redacted]")
        }
        let limit = HTTPHeaders.Field(name: "x-ratelimit-remaining-tokens", value: "5")
        #expect("\(limit)" == "x-ratelimit-remaining-tokens: 5")
    }

    /// A server that sends it back everywhere, over the real transport.
    @Test(arguments: [200, 401])
    func aClientAndItsReplyHideIt(status: Int) throws {
        let key = key
        let server = try LoopbackServer { _, connection in
            let chunk =
                #"{"id":"\#(key)","model":"\#(key)","choices":[{"index":0,"delta":{"content":"Yo"}}]}"#
            connection.respond(
                status: status, contentType: status == 200 ? "text/event-stream" : "text/plain",
                headers: [("x-request-id", key), ("x-\(key)", key)],
                body: status == 200 ? "data: \(chunk)\n\ndata: {oops \(key)\n\n" : "no \(key)")
        }
        let target = try target(server.baseURL)
        let client = LLMClient(
            transport: CurlTransport(loop: EventLoop(), userAgent: "chatmd/0"), retryPolicy: .never)
        client.keepsBodies = true
        let reply = client.reply(
            to: ChatRequest(model: "m", messages: [Message(role: .user, text: "hi")]),
            from: target.provider, key: target.key, fallback: [])
        expectHidden(client)
        expectHidden(reply)
        let error = #expect(throws: LLMError.self) {
            while let event = try reply.next() {
                expectHidden(event)
                expectHidden(reply)
            }
        }
        expectHidden(reply)
        expectHidden(client)
        expectHidden(try #require(error), mentions: "[redacted]")
        expectHidden(reply.head)
        #expect(!String(decoding: reply.body ?? [], as: UTF8.self).contains(key))
        #expect(
            error?.response.map { String(decoding: $0.body, as: UTF8.self) } ?? "no [redacted]"
                == "no [redacted]")
    }
}
