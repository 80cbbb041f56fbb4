import TestSupport
import Testing

@testable import LLMCore

/// No test here has a clock of its own: what does not end at once waits for minutes.
@Suite(.timeLimit(.minutes(1))) struct CancellationTests {
    /// A loop that is cancelled by a byte in the pipe, as by a signal.
    private func loop(watching pipe: Pipe) -> EventLoop {
        let loop = EventLoop()
        loop.watch(pipe.readEnd) {
            pipe.readByte()
            loop.cancel()
        }
        return loop
    }

    private func expectCancelled(_ body: () throws -> Void) {
        let error = #expect(throws: LLMError.self) { try body() }
        #expect(error?.code == .cancelled)
    }

    @Test func aByteInAPipeEndsTheWaitForText() throws {
        let pipe = try Pipe()
        let clientLeft = Gate()
        let server = try LoopbackServer { _, connection in
            connection.beginEvents()
            connection.writeText("one")
            connection.waitUntilClientLeaves()
            clientLeft.open()
        }
        var client = LoopbackClient(server)
        client.loop = loop(watching: pipe)
        var reply: ReplyStream? = client.reply()
        #expect(try reply?.next() == .text("one"))
        pipe.writeByte()
        expectCancelled { _ = try reply?.next() }
        reply = nil
        #expect(clientLeft.wait())
    }

    @Test func aByteInAPipeEndsTheWaitForTheHead() throws {
        let pipe = try Pipe()
        let clientLeft = Gate()
        let server = try LoopbackServer { _, connection in
            pipe.writeByte()
            connection.waitUntilClientLeaves()
            clientLeft.open()
        }
        var client = LoopbackClient(server)
        client.loop = loop(watching: pipe)
        expectCancelled { _ = try client.reply().next() }
        #expect(clientLeft.wait())
    }

    @Test func anEndlessFastReplyIsEndedToo() throws {
        let pipe = try Pipe()
        let clientLeft = Gate()
        let server = try LoopbackServer { _, connection in
            connection.beginEvents()
            pipe.writeByte()
            while connection.writeText("on and on ") {}
            clientLeft.open()
        }
        var client = LoopbackClient(server)
        client.loop = loop(watching: pipe)
        #expect(client.outcome().error?.code == .cancelled)
        #expect(clientLeft.wait())
    }

    @Test func aHandshakeUnderWayIsEnded() throws {
        let socket = try LoopbackSocket(isListening: true)
        let client = LoopbackClient(baseURL: "https://127.0.0.1:\(socket.port)/v1")
        client.loop.startTicking(everyMilliseconds: 20) { client.loop.cancel() }
        expectCancelled { _ = try client.reply().next() }
    }

    @Test func anErrorBodyUnderWayIsEnded() throws {
        let pipe = try Pipe()
        let server = try LoopbackServer { _, connection in
            connection.writeHead(status: 500, headers: [("Content-Length", "100")])
            connection.write("{")
            pipe.writeByte()
            connection.waitUntilClientLeaves()
        }
        var client = LoopbackClient(server)
        client.loop = loop(watching: pipe)
        #expect(client.outcome().error?.code == .cancelled)
    }

    @Test func afterACancelEveryWaitEndsAtOnce() throws {
        let loop = EventLoop()
        loop.cancel()
        expectCancelled { try loop.wait(milliseconds: 600_000) }
        expectCancelled { try loop.run { false } }
        expectCancelled { try loop.poll() }
    }

    @Test func afterAResetWaitsWorkAgain() throws {
        let loop = EventLoop()
        loop.cancel()
        loop.reset()
        try loop.wait(milliseconds: 1)
        try loop.poll()
    }

    // MARK: A slow reader of our output

    @Test func aFullPipeIsWaitedForUntilACancel() throws {
        let signals = try Pipe(), output = try Pipe()
        output.fill()
        let loop = loop(watching: signals)
        signals.writeByte()
        expectCancelled { try loop.waitUntilWritable(output.writeEnd) }
    }

    @Test func aFullPipeIsWaitedForUntilItIsRead() throws {
        let output = try Pipe()
        output.fill()
        let loop = EventLoop()
        loop.startTicking(everyMilliseconds: 1) { output.drain() }
        try loop.waitUntilWritable(output.writeEnd)
    }

    @Test func anEmptyPipeIsNotWaitedFor() throws {
        let output = try Pipe()
        try EventLoop().waitUntilWritable(output.writeEnd)
    }
}
