import TestSupport
import Testing

@testable import LLMCore

@Suite struct RetryTests {
    private let request = ChatRequest(
        model: "grok-3", messages: [Message(role: .user, text: "Hi")])
    private let broken = LLMError(.network, "broken")

    private func client(_ transport: ScriptedTransport) -> LLMClient {
        LLMClient(transport: transport, chance: { 0 })
    }

    private func outcome(
        _ transport: ScriptedTransport, fallback: [ModelTarget] = [], provider: Provider? = nil
    ) throws -> (events: [StreamEvent], error: LLMError?, reply: ReplyStream) {
        let reply = client(transport).reply(
            to: request, from: provider ?? BuiltInProviders.xAI, key: try Secret("k-123456"),
            fallback: fallback)
        var events: [StreamEvent] = []
        do throws(LLMError) {
            while let event = try reply.next() { events.append(event) }
            return (events, nil, reply)
        } catch {
            return (events, error, reply)
        }
    }

    private func other(_ model: String = "m-2", key: String? = "other-key") throws -> ModelTarget {
        var provider = BuiltInProviders.openRouter
        provider.baseURL = "https://other.example.org/v1"
        return ModelTarget(provider: provider, model: model, key: try key.map { try Secret($0) })
    }

    private func retries(_ events: [StreamEvent]) -> [Retry] {
        events.compactMap { if case .retry(let retry) = $0 { retry } else { nil } }
    }

    // MARK: The same model

    @Test func aFailedRequestIsSentAgain() throws {
        let transport = ScriptedTransport(.error(503), .failure(broken), .reply("yes"))
        let (events, error, _) = try outcome(transport)
        #expect(error == nil)
        #expect(events.compactMap(\.text) == ["yes"])
        #expect(transport.pauses == [500, 1000])
        let found = retries(events)
        #expect(found.map(\.attempt) == [2, 3])
        #expect(found.map(\.maxAttempts) == [3, 3])
        #expect(found.map(\.delay) == [500, 1000])
        #expect(found.map(\.error.status) == [503, 0])
        #expect(found.map(\.error.code) == [.overloaded, .network])
    }

    @Test func anEventTellsOfARetryBeforeItIsWaitedFor() throws {
        let transport = ScriptedTransport(.error(503), .reply("yes"))
        let reply = client(transport).reply(
            to: request, from: BuiltInProviders.xAI, key: try Secret("k-123456"))
        guard case .retry? = try reply.next() else { throw broken }
        #expect(transport.pauses.isEmpty)
    }

    @Test func theLastErrorIsThrown() throws {
        let transport = ScriptedTransport(.error(503), .error(503), .error(500))
        let error = try outcome(transport).error
        #expect(error?.code == .server)
        #expect(error?.provider == "xai")
        #expect(transport.requests.count == 3)
    }

    @Test func aRefusedKeyIsNotTriedAgain() throws {
        let transport = ScriptedTransport(.error(401))
        #expect(try outcome(transport).error?.code == .authentication)
        #expect(transport.requests.count == 1)
    }

    @Test(arguments: [
        ("Retry-After", "7", 7000), ("retry-after-ms", "1250", 1250),
    ])
    func theServersTimeIsWaited(_ name: String, _ value: String, _ milliseconds: Int) throws {
        let transport = ScriptedTransport(.error(429, headers: [name: value]), .reply("yes"))
        #expect(try outcome(transport).error == nil)
        #expect(transport.pauses == [milliseconds])
    }

    @Test func aServerMayForbidRetries() throws {
        let transport = ScriptedTransport(.error(503, headers: ["x-should-retry": "false"]))
        #expect(try outcome(transport).error?.status == 503)
    }

    @Test func aServerMayAskForARetry() throws {
        let transport = ScriptedTransport(
            .error(400, headers: ["x-should-retry": "true"]), .reply("yes"))
        #expect(try outcome(transport).error == nil)
    }

    // MARK: After the first piece

    @Test func afterTextNothingIsSentAgain() throws {
        let chunk = #"data: {"choices":[{"delta":{"content":"half"}}]}"# + "\n\n"
        let transport = ScriptedTransport(.broken([chunk], broken))
        let (events, error, _) = try outcome(transport)
        #expect(events == [.text("half")])
        #expect(error?.code == .network)
        #expect(transport.requests.count == 1)
    }

    @Test func afterReasoningNothingIsSentAgain() throws {
        let chunk = #"data: {"choices":[{"delta":{"reasoning":"hm"}}]}"# + "\n\n"
        let transport = ScriptedTransport(.broken([chunk], broken))
        #expect(try outcome(transport).events == [.reasoning("hm")])
    }

    @Test func textThatComesWithItsErrorIsGivenOut() throws {
        let body =
            #"data: {"choices":[{"delta":{"content":"half"}}]}"# + "\n\n"
            + #"data: {"error":{"message":"busy","type":"overloaded_error"}}"# + "\n\n"
        let transport = ScriptedTransport(
            .response(200, body, headers: ["Content-Type": "text/event-stream"]))
        let (events, error, _) = try outcome(transport)
        #expect(events == [.text("half")])
        #expect(error?.code == .overloaded)
    }

    @Test func anErrorAsTheFirstEventIsTriedAgain() throws {
        let body = #"data: {"error":{"message":"busy","type":"overloaded_error"}}"# + "\n\n"
        let transport = ScriptedTransport(
            .response(200, body, headers: ["Content-Type": "text/event-stream"]), .reply("yes"))
        let (events, error, _) = try outcome(transport)
        #expect(error == nil)
        #expect(events.compactMap(\.text) == ["yes"])
    }

    @Test func aBodyThatBreaksBeforeAnyTextIsTriedAgain() throws {
        let chunk = #"data: {"choices":[{"delta":{"role":"assistant","content":""}}]}"# + "\n\n"
        let transport = ScriptedTransport(.broken([chunk], broken), .reply("yes"))
        #expect(try outcome(transport).events.compactMap(\.text) == ["yes"])
    }

    // MARK: Another model

    @Test(arguments: [404, 429, 529])
    func theNextModelIsAsked(_ status: Int) throws {
        let transport = ScriptedTransport(
            .error(status, headers: ["x-should-retry": "false"]), .reply("yes"))
        let (events, error, reply) = try outcome(transport, fallback: [try other()])
        #expect(error == nil)
        #expect(events.compactMap(\.text) == ["yes"])
        let retry = try #require(retries(events).first)
        #expect(retry.isFallback)
        #expect(retry.provider == "openrouter")
        #expect(retry.model == "m-2")
        #expect(retry.attempt == 1)
        #expect(reply.provider.id == "openrouter")
        let sent = try #require(transport.requests.last)
        #expect(sent.url.description == "https://other.example.org/v1/chat/completions")
        #expect(try JSONParser.parse(sent.body)["model"]?.string == "m-2")
    }

    @Test func eachModelGetsItsOwnKey() throws {
        let transport = ScriptedTransport(.error(404), .reply("yes"))
        _ = try outcome(transport, fallback: [try other()])
        #expect(
            transport.requests.map { $0.credential?.secret.value } == ["k-123456", "other-key"])
    }

    @Test func theSameModelIsTriedAgainBeforeTheNext() throws {
        let transport = ScriptedTransport(
            .error(429), .error(429), .error(429), .error(529), .reply("yes"))
        let (events, error, _) = try outcome(transport, fallback: [try other()])
        #expect(error == nil)
        #expect(retries(events).map(\.attempt) == [2, 3, 1, 2])
        #expect(retries(events).map(\.isFallback) == [false, false, true, false])
    }

    @Test(arguments: [400, 401, 500])
    func otherFailuresStayWithTheModel(_ status: Int) throws {
        let transport = ScriptedTransport(
            .error(status, headers: ["x-should-retry": "false"]))
        #expect(try outcome(transport, fallback: [try other()]).error?.status == status)
    }

    @Test func afterTheLastModelTheErrorIsThrown() throws {
        let transport = ScriptedTransport(.error(404), .error(404))
        let (events, error, _) = try outcome(transport, fallback: [try other()])
        #expect(error?.provider == "openrouter")
        #expect(retries(events).count == 1)
    }

    @Test func aModelThatCannotSeeIsNoFallbackForAnImage() throws {
        let transport = ScriptedTransport(.error(404), .reply("yes"))
        let image = LLMCore.Attachment(mediaType: "image/png", content: .data([1]))
        let request = ChatRequest(
            model: "grok-4.7", messages: [Message(role: .user, parts: [.attachment(image)])])
        let blind = ModelTarget(
            provider: BuiltInProviders.deepSeek, model: "deepseek-v4-pro", key: nil)
        let reply = client(transport).reply(
            to: request, from: BuiltInProviders.xAI, key: try Secret("k-123456"),
            fallback: [blind, try other()])
        var events: [StreamEvent] = []
        while let event = try reply.next() { events.append(event) }
        #expect(retries(events).map(\.provider) == ["openrouter"])
        #expect(transport.requests.count == 2)
    }

    // MARK: Rate

    @Test func aProvidersRateIsKept() throws {
        var provider = BuiltInProviders.xAI
        provider.requestsPerMinute = 1
        let transport = ScriptedTransport(.reply("a"), .reply("b"))
        let client = client(transport)
        for _ in 0..<2 {
            let reply = client.reply(to: request, from: provider, key: try Secret("k-123456"))
            while try reply.next() != nil {}
        }
        #expect(transport.pauses == [60_000])
    }

    // MARK: What a caller can see

    @Test func anErrorCarriesTheAnswerWithoutTheKey() throws {
        let body = #"{"error":{"message":"bad key k-123456"}}"#
        let transport = ScriptedTransport(
            .response(401, body, headers: ["X-Echo": "Bearer k-123456", "X-Plain": "1"]))
        let response = try #require(try outcome(transport).error?.response)
        #expect(response.head.status == 401)
        #expect(response.head.headers["x-plain"] == "1")
        #expect(response.head.headers["x-echo"] == "Bearer [redacted]")
        #expect(
            String(decoding: response.body, as: UTF8.self)
                == #"{"error":{"message":"bad key [redacted]"}}"#)
    }

    @Test func aReplysBytesAreKeptWhereAsked() throws {
        let transport = ScriptedTransport(.reply("yes"), .reply("no"))
        let client = client(transport)
        for keeps in [true, false] {
            client.keepsBodies = keeps
            let reply = client.reply(
                to: request, from: BuiltInProviders.xAI, key: try Secret("k-123456"))
            while try reply.next() != nil {}
            let body = reply.body.map { String(decoding: $0, as: UTF8.self) }
            #expect(body?.hasPrefix("data: ") == (keeps ? true : nil))
            #expect(reply.headers["content-type"] == "text/event-stream")
        }
    }

    // MARK: What stays as it is

    @Test func nobodyOnThisMachineIsAskedOnce() throws {
        let socket = try LoopbackSocket(isListening: false)
        var client = LoopbackClient(baseURL: "http://127.0.0.1:\(socket.port)/v1")
        client.retryPolicy = RetryPolicy(maxRetries: 5, initialDelay: 0)
        let (events, error) = client.outcome()
        #expect(error?.code == .network)
        #expect(retries(events).isEmpty)
    }

    @Test(arguments: [(407, 0), (403, 0), (502, 2)])
    func aProxysRefusalIsTriedAgainOnlyWhereItMayPass(_ status: Int, _ count: Int) throws {
        let url = try HTTPURL("https://llm.example.org/v1")
        let failure = CurlError.proxyRefusal(status, url: url)
        let transport = ScriptedTransport(.failure(failure), .failure(failure), .failure(failure))
        #expect(try retries(outcome(transport).events).count == count)
    }
}
