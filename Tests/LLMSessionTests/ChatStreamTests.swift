import LLMSession
import TestSupport
import Testing

/// What does not end at once waits for minutes: no test has a clock of its own.
@Suite(.timeLimit(.minutes(20))) struct ChatStreamTests {
    @Test func eventsArriveBeforeTheReplyIsWhole() async throws {
        let seen = Gate()
        let server = try LoopbackServer { _, connection in
            connection.beginEvents()
            connection.writeText("one")
            seen.wait()
            connection.writeText("two")
            connection.writeEvent("[DONE]")
            connection.endChunks()
        }
        let session = try ChatSession(at: server)
        var events: [StreamEvent] = []
        for try await event in session.stream("Hi") {
            events.append(event)
            if event.text == "one" { seen.open() }
        }
        #expect(events == [.text("one"), .text("two"), .finish(.stop)])
        #expect(session.messages == [.user("Hi"), .assistant("onetwo")])
    }

    @Test func nothingIsSentBeforeAnEventIsAskedFor() async throws {
        let server = try LoopbackServer { _, connection in connection.respondWithReply(["a"]) }
        let session = try ChatSession(at: server)
        do { _ = session.stream("never read") }
        session.stream("given up first").cancel()
        let stream = session.stream("read")
        session.append(.user("later"))
        for try await _ in stream {}
        #expect(try server.bodies.map(\.conversation) == [["user: read"]])
    }

    @Test func theHistoryIsCompleteWithTheLastEvent() async throws {
        let server = try LoopbackServer { _, connection in
            connection.respondWithReply(["one ", "two"])
        }
        let session = try ChatSession(at: server)
        for try await event in session.stream("Hi") {
            guard case .finish = event else {
                #expect(session.messages.isEmpty)
                continue
            }
            #expect(session.last == .assistant("one two"))
            break
        }
        #expect(session.messages.count == 2)
    }

    @Test func theReplyGrowsWhileItIsRead() async throws {
        let seen = Gate()
        let server = try LoopbackServer { _, connection in
            connection.beginEvents(headers: [("X-Request-Id", "req-7")])
            connection.writeText("one")
            seen.wait()
            connection.writeEvent("[DONE]")
            connection.endChunks()
        }
        let session = try ChatSession(at: server)
        let stream = session.stream("Hi")
        #expect(stream.reply.message.parts.isEmpty)
        #expect(stream.reply.origin.model == "m-1")
        for try await event in stream where event.text != nil {
            #expect(stream.reply.text == "one")
            #expect(stream.reply.origin.requestID == "req-7")
            #expect(stream.reply.finishReason == nil)
            seen.open()
        }
        #expect(stream.reply.finishReason == .stop)
    }

    @Test func aSecondIteratorGoesOn() async throws {
        let seen = Gate()
        let server = try LoopbackServer { _, connection in
            connection.beginEvents()
            connection.writeText("one")
            seen.wait()
            connection.writeText("two")
            connection.writeEvent("[DONE]")
            connection.endChunks()
        }
        let stream = try ChatSession(at: server).stream("Hi")
        for try await event in stream {
            #expect(event == .text("one"))
            break
        }
        seen.open()
        var rest: [StreamEvent] = []
        for try await event in stream { rest.append(event) }
        #expect(rest == [.text("two"), .finish(.stop)])
        for try await event in stream { Issue.record("\(event) after the end") }
    }

    // MARK: Replies that break off

    @Test func whatCameIsGivenOutBeforeTheFailure() async throws {
        let server = try LoopbackServer { _, connection in
            connection.beginEvents()
            connection.writeText("one")
            connection.reset()
        }
        let session = try ChatSession(at: server, messages: [.system("s")])
        let stream = session.stream("Hi")
        var iterator = stream.makeAsyncIterator()
        // A reset may overtake what was written before it.
        let error = await #expect(throws: LLMError.self) {
            while let event = try await iterator.next() { #expect(event == .text("one")) }
        }
        #expect(error?.code == .network)
        #expect(try await iterator.next() == nil)
        #expect(stream.reply.finishReason == nil)
        #expect(session.messages == [.system("s")])
    }

    @Test func aBrokenReplyMayBeKeptByHand() async throws {
        let server = try LoopbackServer { _, connection in
            connection.beginEvents()
            connection.writeText("one")
            connection.endChunks()
        }
        let session = try ChatSession(at: server)
        let stream = session.stream("Hi")
        await #expect(throws: LLMError.self) { for try await _ in stream {} }
        #expect(session.messages.isEmpty)
        #expect(stream.reply.text == "one")
    }

    @Test func givingUpEndsTheTransfer() async throws {
        let clientLeft = Gate()
        let server = try LoopbackServer { _, connection in
            connection.beginEvents()
            connection.writeText("one")
            connection.waitUntilClientLeaves()
            clientLeft.open()
        }
        let session = try ChatSession(at: server)
        for try await event in session.stream("Hi") where event.text == "one" { break }
        #expect(clientLeft.wait())
        #expect(session.messages.isEmpty)
    }

    // MARK: Cancellation

    enum Moment: CaseIterable, Sendable {
        case beforeTheHead, beforeText, amidText, beforeTheNextAttempt, inAnEndlessReply
    }

    @Test(arguments: Moment.allCases)
    func cancellingTheTaskEndsTheTransfer(_ moment: Moment) async throws {
        let isThere = Gate(), clientLeft = Gate()
        let server = try LoopbackServer { _, connection in
            switch moment {
            case .beforeTheHead: isThere.open()
            case .beforeText:
                connection.beginEvents()
                isThere.open()
            case .amidText:
                connection.beginEvents()
                connection.writeText("one")
            case .beforeTheNextAttempt:
                connection.respond(
                    status: 503, headers: [("Retry-After", "50")], body: "{}")
            case .inAnEndlessReply:
                connection.beginEvents()
                while connection.writeText("on and on ") {}
            }
            connection.waitUntilClientLeaves()
            clientLeft.open()
        }
        let session = try ChatSession(at: server)
        let task = Task {
            for try await event in session.stream("Hi", changing: { $0.retryPolicy = .init() }) {
                switch event {
                case .text, .retry: isThere.open()
                default: break
                }
            }
        }
        #expect(await opened(isThere))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        if moment != .beforeTheNextAttempt { #expect(await opened(clientLeft)) }
        #expect(session.messages.isEmpty)
    }

    @Test func aCancelledTaskSendsNothing() async throws {
        let server = try LoopbackServer { _, connection in connection.respondWithReply(["a"]) }
        let session = try ChatSession(at: server)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await session.send("Hi")
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(session.messages.isEmpty)
    }

    @Test func aSessionAnswersAfterACancel() async throws {
        let server = try LoopbackServer { request, connection in
            if request.text.contains("wait") {
                connection.waitUntilClientLeaves()
            } else {
                connection.respondWithReply(["Hello"])
            }
        }
        let session = try ChatSession(at: server)
        for number in 1...10 {
            let stream = session.stream("wait")
            let end = Task { for try await _ in stream {} }
            server.waitForRequests(2 * number - 1)
            stream.cancel()
            await #expect(throws: CancellationError.self) { try await end.value }
            #expect(try await session.send("go").text == "Hello")
        }
    }

    /// Readers come, read a little, go, or are cancelled, all at once: none may hang, and whoever
    /// reads to the end has the whole reply.
    @Test func readersComeAndGo() async throws {
        let server = try LoopbackServer { _, connection in
            connection.beginEvents()
            for number in 0..<50 where !connection.writeText("\(number) ") { return }
            connection.writeEvent("[DONE]")
            connection.endChunks()
            connection.keepsAlive = true
        }
        let whole = (0..<50).map { "\($0) " }.joined()
        let sessions = try (0..<3).map { _ in try ChatSession(at: server) }
        for seed in Seeds(cases: 5) {
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<40 {
                    var random = SeededGenerator(seed: seed &+ UInt64(number) << 32)
                    let session = random.element(of: sessions)
                    let limit = Int.random(in: 0...80, using: &random)
                    let isCancelled = random.chance(1, in: 2)
                    group.addTask {
                        let stream = session.stream("Hi", keeping: .reply)
                        let task = Task {
                            var count = 0
                            for try await _ in stream {
                                count += 1
                                if count > limit { return false }
                            }
                            return true
                        }
                        if isCancelled { task.cancel() }
                        if (try? await task.value) == true {
                            #expect(stream.reply.text == whole, "CHATMD_SEED=\(seed)")
                        }
                    }
                }
            }
        }
    }

    // MARK: Slow readers

    /// With every piece that is pulled, no more than three are ahead of the reader: one offered,
    /// one read, one that is just being read.
    @Test func theReadingDoesNotRunAhead() async throws {
        let taken = Locked(0)
        let pulled = Locked(0)
        let ahead = Locked(0)
        let session = ChatSession(try ModelTarget("ollama/m")) { _ in
            EndlessTransport { number in
                pulled.with { $0 = number }
                let taken = taken.with { $0 }
                ahead.with { $0 = max($0, number - taken) }
            }
        }
        for try await _ in session.stream("Hi", keeping: .nothing) {
            let count = taken.with { taken in
                taken += 1
                return taken
            }
            // So far it must come, or nothing would ever be read while the reader works.
            #expect(pulled.wait { $0 >= count + 1 })
            if count == 3000 { break }
        }
        #expect(ahead.with { $0 } <= 3)
    }

    @Test func whatIsNotToBeKeptIsNot() async throws {
        let server = try LoopbackServer { _, connection in connection.respondWithReply(["a"]) }
        let session = try ChatSession(at: server)
        let stream = session.stream("Hi", keeping: .nothing)
        for try await _ in stream {}
        #expect(stream.reply.message.parts.isEmpty)
        #expect(stream.reply.finishReason == .stop)
        #expect(stream.reply.usage?.inputTokens == 12)
        #expect(session.messages.isEmpty)
    }

    /// While one reply is not read, another one of 48 MB is read to its end: of the first, no more
    /// has left the server by then than sockets hold.
    @Test func anUnreadReplyStaysWithTheServer() async throws {
        let piece = String(repeating: "x", count: 100_000)
        let size = 480 * piece.utf8.count
        let written = Locked(0)
        let server = try LoopbackServer { request, connection in
            connection.beginEvents()
            for _ in 0..<480 {
                guard connection.writeText(piece) else { return }
                if request.text.contains("unread") { written.with { $0 += piece.utf8.count } }
            }
            connection.writeEvent("[DONE]")
            connection.endChunks()
        }
        func rest(of stream: ChatStream) async throws -> Int {
            var count = 0
            for try await event in stream { count += event.text?.utf8.count ?? 0 }
            return count
        }

        let session = try ChatSession(at: server)
        let unread = session.stream("unread", keeping: .nothing)
        var iterator = unread.makeAsyncIterator()
        var count = try await iterator.next()?.text?.utf8.count ?? 0
        #expect(try await rest(of: session.stream("read", keeping: .nothing)) == size)
        #expect(written.with { $0 } < 24 << 20)

        while let event = try await iterator.next() { count += event.text?.utf8.count ?? 0 }
        #expect(count == size)
    }

    /// Waits without holding up the threads that tasks run on.
    private func opened(_ gate: Gate) async -> Bool {
        await withCheckedContinuation { continuation in
            startThread { continuation.resume(returning: gate.wait()) }
        }
    }
}

/// A reply without end: every piece is one text.
private final class EndlessTransport: HTTPTransport {
    private let onPull: (Int) -> Void
    let now = 0

    /// - Parameter onPull: told which piece is wanted, from 1.
    init(onPull: @escaping (Int) -> Void) {
        self.onPull = onPull
    }

    func send(_ request: HTTPRequest) throws(LLMError) -> any HTTPExchange {
        EndlessExchange(onPull)
    }

    func pause(milliseconds: Int) throws(LLMError) {}
}

private final class EndlessExchange: HTTPExchange {
    private let onPull: (Int) -> Void
    private var count = 0

    init(_ onPull: @escaping (Int) -> Void) {
        self.onPull = onPull
    }

    func head() throws(LLMError) -> HTTPResponseHead {
        HTTPResponseHead(status: 200, headers: ["Content-Type": "text/event-stream"])
    }

    func next() throws(LLMError) -> [UInt8]? {
        count += 1
        onPull(count)
        return Array(#"data: {"choices":[{"delta":{"content":"x"}}]}"#.utf8) + [10, 10]
    }
}
