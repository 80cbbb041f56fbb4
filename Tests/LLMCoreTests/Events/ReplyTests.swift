import TestSupport
import Testing

@testable import LLMCore

@Suite struct ReplyTests {
    private let key = "xai-test-0123456789"

    private func reply(
        headers: [(String, String)] = [], keepsBodies: Bool = false,
        _ answer: @escaping @Sendable (LoopbackConnection) -> Void
    ) throws -> Reply {
        let server = try LoopbackServer { _, connection in
            connection.beginEvents(headers: headers)
            answer(connection)
            connection.endChunks()
        }
        var provider = BuiltInProviders.xAI
        provider.baseURL = server.baseURL
        let client = LLMClient(
            transport: CurlTransport(loop: EventLoop(), userAgent: "chatmd/0"))
        client.keepsBodies = keepsBodies
        return try client.reply(
            to: ChatRequest(model: "grok-3", messages: [.user("Hi")]), from: provider,
            key: try Secret(key)
        ).collect()
    }

    @Test func aWholeReplyKnowsWhereItCameFrom() throws {
        let reply = try reply(headers: [("X-Request-Id", "req-7"), ("X-Own", "yes")]) {
            $0.writeText("Hel")
            $0.writeText("lo")
            $0.writeEvent(
                #"{"id":"reply-1","model":"grok-3-fast","choices":[{"index":0,"delta":{},"#
                    + #""finish_reason":"stop"}]}"#)
            $0.writeEvent(#"{"choices":[],"usage":{"prompt_tokens":12,"completion_tokens":3}}"#)
            $0.writeEvent("[DONE]")
        }
        #expect(reply.text == "Hello")
        #expect(reply.message == .assistant("Hello"))
        #expect(reply.usage?.inputTokens == 12)
        #expect(reply.finishReason == .stop)
        #expect(reply.origin.provider == "xai")
        #expect(reply.origin.model == "grok-3-fast")
        #expect(reply.origin.responseID == "reply-1")
        #expect(reply.origin.requestID == "req-7")
        #expect(reply.origin.head.status == 200)
        #expect(reply.origin.head.headers["x-own"] == "yes")
        #expect(reply.body == nil)
    }

    @Test func theBodyIsKeptWhereItIsToBe() throws {
        let reply = try reply(keepsBodies: true) {
            $0.writeText("Hello")
            $0.writeEvent("[DONE]")
        }
        let body = String(decoding: try #require(reply.body), as: UTF8.self)
        #expect(body.hasPrefix(#"data: {"choices""#))
        #expect(body.hasSuffix("data: [DONE]\n\n"))
    }

    @Test func aKeyThatTheServerSendsBackReachesNoCaller() throws {
        let key = key
        let reply = try reply(headers: [("X-Echo", "got \(key)")], keepsBodies: true) {
            $0.writeChunk(": \(key)\n\n")
            $0.writeText("Hello")
            $0.writeEvent("[DONE]")
        }
        #expect(reply.origin.head.headers["x-echo"] == "got [redacted]")
        #expect(!"\(reply)".contains(key))
        #expect(!String(decoding: reply.body ?? [], as: UTF8.self).contains(key))
    }

    // MARK: What goes into a request

    @Test func aCallAndItsResultBelongTogether() {
        let call = ToolCall(id: "call_1", name: "weather", arguments: "{}")
        #expect(
            Message.results([call.result("rain"), call.result("no", isError: true)]).parts == [
                .toolResult(ToolResult(callID: "call_1", name: "weather", content: "rain")),
                .toolResult(
                    ToolResult(callID: "call_1", name: "weather", content: "no", isError: true)),
            ])
    }

    @Test func aNameBecomesATarget() throws {
        let target = try ModelTarget("openrouter/openai/gpt-4o", key: try Secret(key))
        #expect(target.provider.id == "openrouter")
        #expect(target.model == "openai/gpt-4o")
        #expect(!"\(target)".contains(key))
        #expect(try ModelTarget("grok-3").provider.id == "xai")
        #expect(throws: LLMError.self) { try ModelTarget("nobody-knows-this") }
    }

    @Test func aProviderOfOnesOwnMayBeMeant() throws {
        let own = Provider(id: "xai", baseURL: "https://llm.example.org/v1")
        let target = try ModelTarget("xai/m", providers: [own] + BuiltInProviders.all)
        #expect(target.provider.baseURL == own.baseURL)
    }

    // MARK: What clients add

    @Test(.timeLimit(.minutes(1))) func aClientsTimeoutsGoBeforeTheTransports() throws {
        let server = try LoopbackServer { _, connection in connection.waitUntilClientLeaves() }
        var provider = BuiltInProviders.ollama
        provider.baseURL = server.baseURL
        let client = LLMClient(
            transport: CurlTransport(
                loop: EventLoop(), timeouts: HTTPTimeouts(firstByte: 600), userAgent: "chatmd/0"),
            retryPolicy: .never)
        client.timeouts = HTTPTimeouts(firstByte: 0.05)
        let request = ChatRequest(model: "m", messages: [.user("Hi")])
        let error = #expect(throws: LLMError.self) {
            try client.reply(to: request, from: provider, key: nil).next()
        }
        #expect(error?.code == .timeout)
    }

    @Test func clientsMayKeepOneLimitTogether() throws {
        var limits = RateLimits()
        var provider = BuiltInProviders.ollama
        provider.requestsPerMinute = 10
        for expected in [[], [6000], [12_000]] {
            let transport = ScriptedTransport(.reply("a"))
            let client = LLMClient(transport: transport)
            client.takeTurn = { limits.takeTurn(at: $0, now: $1) }
            _ = try client.reply(
                to: ChatRequest(model: "m", messages: [.user("Hi")]), from: provider, key: nil
            ).collect()
            #expect(transport.pauses == expected)
        }
    }
}
