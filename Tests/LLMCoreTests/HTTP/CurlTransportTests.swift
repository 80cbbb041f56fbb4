import TestSupport
import Testing

@testable import LLMCore

@Suite struct CurlTransportTests {
    private let request = ChatRequest(
        model: "grok-3", messages: [Message(role: .user, text: "Say \"hi\".\n")])

    private func provider(_ server: LoopbackServer) -> Provider {
        var provider = BuiltInProviders.xAI
        provider.baseURL = server.baseURL
        return provider
    }

    private func client(_ loop: EventLoop = EventLoop(), _ timeouts: HTTPTimeouts = HTTPTimeouts())
        -> LLMClient
    {
        LLMClient(transport: CurlTransport(loop: loop, timeouts: timeouts, userAgent: "chatmd/0"))
    }

    @Test func aStreamedReplyArrives() throws {
        let server = try LoopbackServer { _, connection in
            connection.respondWithReply(["Hel", "lo"], model: "grok-4.3")
        }
        let reply = try client().reply(
            to: request, from: provider(server), key: try Secret("xai-test-key"))
        var events: [StreamEvent] = []
        while let event = try reply.next() { events.append(event) }
        #expect(
            events == [
                .text("Hel"), .text("lo"), .usage(Usage(inputTokens: 12, outputTokens: 3)),
                .finish(.stop),
            ])
        #expect(reply.model == "grok-4.3")

        let sent = try #require(server.requests.first)
        #expect(sent.method == "POST")
        #expect(sent.path == "/v1/chat/completions")
        #expect(sent["authorization"] == "Bearer xai-test-key")
        #expect(sent["user-agent"] == "chatmd/0")
        #expect(sent["expect"] == nil)
        #expect(
            sent.text == #"{"model":"grok-3","messages":[{"role":"user","content":"Say \"hi\".\n"}],"#
                + #""stream":true,"stream_options":{"include_usage":true}}"#)
    }

    @Test func textComesBeforeTheConnectionBreaks() throws {
        let server = try LoopbackServer { _, connection in
            connection.beginEvents()
            connection.writeText("half")
            connection.closeWriting()
        }
        let reply = try client().reply(
            to: request, from: provider(server), key: try Secret("xai-test-key"))
        #expect(try reply.next() == .text("half"))
        let error = #expect(throws: LLMError.self) { try reply.next() }
        #expect(error?.code == .network)
        #expect(error?.provider == "xai")
    }

    @Test func cancellingEndsARunningWait() throws {
        let hasAsked = Gate()
        let clientLeft = Gate()
        let server = try LoopbackServer { _, connection in
            connection.beginEvents()
            connection.writeText("one")
            hasAsked.open()
            connection.waitUntilClientLeaves()
            clientLeft.open()
        }
        let loop = EventLoop()
        var reply: ReplyStream? = try client(loop).reply(
            to: request, from: provider(server), key: try Secret("xai-test-key"))
        #expect(try reply?.next() == .text("one"))
        loop.startTicking(everyMilliseconds: 1) { loop.cancel() }
        let error = #expect(throws: LLMError.self) { try reply?.next() }
        #expect(error?.code == .cancelled)
        reply = nil
        #expect(clientLeft.wait())
    }

    @Test func aSilentServerStalls() throws {
        let done = Gate()
        let server = try LoopbackServer { _, connection in
            connection.beginEvents()
            done.wait()
        }
        let client = client(EventLoop(), HTTPTimeouts(firstByte: 0.05, betweenBytes: 0.05))
        let reply = try client.reply(
            to: request, from: provider(server), key: try Secret("xai-test-key"))
        let error = #expect(throws: LLMError.self) { try reply.next() }
        #expect(error?.code == .timeout)
        #expect(error?.message == "127.0.0.1:\(server.port) sent nothing for 0.05 s")
        done.open()
    }
}
