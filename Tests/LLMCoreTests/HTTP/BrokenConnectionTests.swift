import TestSupport
import Testing

@testable import LLMCore

/// What a user is told when the network, not the provider, fails.
@Suite struct BrokenConnectionTests {
    private let chunk = #"data: {"choices":[{"index":0,"delta":{"content":"half"}}]}"# + "\n\n"

    private func outcome(_ handler: @escaping @Sendable (LoopbackConnection) -> Void) throws
        -> (events: [StreamEvent], error: LLMError?)
    {
        let server = try LoopbackServer { _, connection in handler(connection) }
        let outcome = LoopbackClient(server).outcome()
        #expect(outcome.error?.provider == "xai")
        return outcome
    }

    // MARK: Before the answer

    @Test func aRefusedConnectionAsksWhetherAServerRuns() throws {
        let socket = try LoopbackSocket(isListening: false)
        let error = LoopbackClient(baseURL: "http://127.0.0.1:\(socket.port)/v1").outcome().error
        #expect(error?.code == .network)
        #expect(error?.status == 0)
        #expect(error?.message.hasPrefix("127.0.0.1:\(socket.port) cannot be reached: ") == true)
        #expect(error?.hint == "is a server running there?")
    }

    @Test func anUnknownHostIsNamed() {
        var client = LoopbackClient(baseURL: "http://llm.example.invalid/v1")
        client.provider.allowsPlainHTTP = true
        let error = client.outcome().error
        #expect(error?.code == .network)
        #expect(error?.message == "the host llm.example.invalid was not found")
    }

    @Test func aResetBeforeTheAnswerIsANetworkError() throws {
        let outcome = try outcome { $0.reset() }
        #expect(outcome.error?.code == .network)
        #expect(outcome.error?.message.contains("broke before an answer came") == true)
    }

    @Test func anEndBeforeTheAnswerIsANetworkError() throws {
        let outcome = try outcome { $0.closeWriting() }
        #expect(outcome.error?.code == .network)
        #expect(outcome.error?.message.hasSuffix("closed the connection without an answer") == true)
    }

    @Test func anEndInsideTheHeadIsAnError() throws {
        let outcome = try outcome { $0.write("HTTP/1.1 200 OK\r\nContent-Type: text/ev") }
        #expect(outcome.events.isEmpty)
        #expect(outcome.error != nil)
    }

    @Test func anotherProtocolIsNotHTTP() throws {
        let outcome = try outcome { $0.write("SSH-2.0-OpenSSH_9.2\r\n") }
        #expect(outcome.error?.code == .protocol)
        #expect(outcome.error?.message.hasSuffix("does not answer in HTTP") == true)
    }

    @Test func anEndlessHeadIsRefused() throws {
        let outcome = try outcome { connection in
            connection.write("HTTP/1.1 200 OK\r\n")
            let line = "X-Filler: " + String(repeating: "x", count: 60 << 10) + "\r\n"
            while connection.write(line) {}
        }
        #expect(outcome.error != nil)
        #expect(outcome.events.isEmpty)
    }

    @Test func plainHTTPBehindHTTPSIsATLSError() throws {
        let server = try LoopbackServer { _, connection in connection.respond(body: "{}") }
        let error = LoopbackClient(baseURL: "https://127.0.0.1:\(server.port)/v1").outcome().error
        #expect(error?.code == .network)
        #expect(
            error?.message.hasPrefix("no secure connection to 127.0.0.1:\(server.port): ") == true)
        #expect(server.requests.isEmpty)
    }

    // MARK: Inside the body

    @Test func aResetInsideTheBodyKeepsItsText() throws {
        let arrived = Gate()
        let server = try LoopbackServer { [chunk] _, connection in
            connection.beginEvents()
            connection.writeChunk(chunk)
            // A reset overtakes what has not been read yet.
            arrived.wait()
            connection.reset()
        }
        let reply = LoopbackClient(server).reply()
        #expect(try reply.next() == .text("half"))
        arrived.open()
        let error = #expect(throws: LLMError.self) { try reply.next() }
        #expect(error?.code == .network)
        #expect(error?.message.contains("broke in the middle of the reply") == true)
        #expect(error?.status == 200)
    }

    @Test func aCutChunkedBodyKeepsItsText() throws {
        let outcome = try outcome { [chunk] connection in
            connection.beginEvents()
            connection.writeChunk(chunk)
        }
        #expect(outcome.events == [.text("half")])
        #expect(outcome.error?.code == .network)
    }

    @Test func aBodyCutInsideAChunkKeepsItsText() throws {
        let outcome = try outcome { [chunk] connection in
            connection.beginEvents()
            connection.write("1000\r\n" + chunk)
        }
        #expect(outcome.events == [.text("half")])
        #expect(outcome.error?.code == .network)
    }

    @Test func aBrokenChunkSizeKeepsItsText() throws {
        let outcome = try outcome { [chunk] connection in
            connection.beginEvents()
            connection.writeChunk(chunk)
            connection.write("what?\r\n")
        }
        #expect(outcome.events == [.text("half")])
        #expect(outcome.error?.code == .network)
    }

    @Test func aBodyShorterThanItsLengthKeepsItsText() throws {
        let outcome = try outcome { [chunk] connection in
            connection.writeHead(
                headers: [("Content-Type", "text/event-stream"), ("Content-Length", "100000")])
            connection.write(chunk)
        }
        #expect(outcome.events == [.text("half")])
        #expect(outcome.error?.code == .network)
    }

    @Test func aStreamThatSimplyEndsIsCut() throws {
        let outcome = try outcome { [chunk] connection in
            connection.beginEvents()
            connection.writeChunk(chunk)
            connection.endChunks()
        }
        #expect(outcome.events == [.text("half")])
        #expect(
            outcome.error?.message
                == "the reply ended in the middle: the connection was closed too soon")
    }

    @Test func aBreakAfterTheFinishReasonBreaksNothing() throws {
        let server = try LoopbackServer { [chunk] _, connection in
            connection.beginEvents()
            connection.writeChunk(chunk)
            connection.writeEvent(#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#)
        }
        let outcome = LoopbackClient(server).outcome()
        #expect(outcome.events == [.text("half"), .finish(.stop)])
        #expect(outcome.error == nil)
    }

    // MARK: Silence

    /// The server stays until the client leaves: only the client's own clock ends the test.
    private func silence(
        _ timeouts: HTTPTimeouts, _ begin: @escaping @Sendable (LoopbackConnection) -> Void
    ) throws -> (events: [StreamEvent], error: LLMError?) {
        let server = try LoopbackServer { _, connection in
            begin(connection)
            connection.waitUntilClientLeaves()
        }
        var client = LoopbackClient(server)
        client.timeouts = timeouts
        let outcome = client.outcome()
        #expect(outcome.error?.code == .timeout)
        return outcome
    }

    @Test func silenceBeforeTheHeadEnds() throws {
        let outcome = try silence(HTTPTimeouts(firstByte: 0.3)) { _ in }
        #expect(outcome.error?.message.hasSuffix("sent nothing for 0.3 s") == true)
        #expect(outcome.error?.hint == "--timeout SECONDS allows more")
    }

    @Test func silenceBeforeTheBodyEnds() throws {
        let outcome = try silence(HTTPTimeouts(firstByte: 0.3)) { $0.beginEvents() }
        #expect(outcome.error?.message.hasSuffix("sent nothing for 0.3 s") == true)
        #expect(outcome.error?.status == 200)
    }

    @Test func silenceInsideTheBodyKeepsItsText() throws {
        let outcome = try silence(HTTPTimeouts(betweenBytes: 0.3)) { [chunk] connection in
            connection.beginEvents()
            connection.writeChunk(chunk)
        }
        #expect(outcome.events == [.text("half")])
        #expect(
            outcome.error?.message.hasSuffix("went silent for 0.3 s in the middle of the reply")
                == true)
    }

    @Test func silenceAfterTheFinishReasonBreaksNothing() throws {
        let server = try LoopbackServer { [chunk] _, connection in
            connection.beginEvents()
            connection.writeChunk(chunk)
            connection.writeEvent(#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#)
            connection.waitUntilClientLeaves()
        }
        var client = LoopbackClient(server)
        client.timeouts = HTTPTimeouts(betweenBytes: 0.3)
        #expect(client.outcome().events == [.text("half"), .finish(.stop)])
    }

    @Test func aHandshakeThatIsNeverAnsweredEnds() throws {
        let socket = try LoopbackSocket(isListening: true)
        var client = LoopbackClient(baseURL: "https://127.0.0.1:\(socket.port)/v1")
        client.timeouts = HTTPTimeouts(connect: 0.3)
        let error = client.outcome().error
        #expect(error?.code == .timeout)
        #expect(error?.message == "no connection to 127.0.0.1:\(socket.port) within 0.3 s")
    }
}
