import LLMSession
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(20))) struct ChatSessionTests {
    /// A server that answers every request with the number of its messages.
    private func countingServer() throws -> LoopbackServer {
        try LoopbackServer { request, connection in
            let count = (try? JSONParser.parse(request.body))?["messages"]?.array?.count ?? 0
            connection.respondWithReply(["\(count) ", "messages"])
            connection.keepsAlive = true
        }
    }

    // MARK: The history

    @Test func aQuestionAndItsReplyAreAppended() async throws {
        let server = try countingServer()
        let session = try ChatSession(at: server, messages: [.system("Be brief.")])
        let reply = try await session.send("Hi")
        #expect(reply.text == "2 messages")
        #expect(session.messages == [.system("Be brief."), .user("Hi"), reply.message])
        #expect(session.last == reply.message)
    }

    @Test func theNextRequestHoldsTheHistory() async throws {
        let server = try countingServer()
        let session = try ChatSession(at: server)
        try await session.send("one")
        try await session.send("two")
        #expect(
            try server.bodies[1].conversation
                == ["user: one", "assistant: 1 messages", "user: two"])
    }

    @Test func withoutAMessageTheHistoryIsAnswered() async throws {
        let server = try countingServer()
        let session = try ChatSession(at: server)
        session.append(.user("Hi"))
        let reply = try await session.send()
        #expect(session.messages == [.user("Hi"), reply.message])
    }

    @Test func generatingAppendsNothing() async throws {
        let server = try countingServer()
        let session = try ChatSession(at: server, messages: [.user("Hi")])
        #expect(try await session.generate().text == "1 messages")
        #expect(try await session.generate("there").text == "2 messages")
        #expect(session.messages == [.user("Hi")])
    }

    @Test func theHistoryMayBeChanged() async throws {
        let server = try countingServer()
        let session = try ChatSession(at: server)
        try await session.send("one")
        session.messages = [.system("Forget.")]
        try await session.send("two")
        #expect(try server.bodies[1].conversation == ["system: Forget.", "user: two"])
    }

    @Test func aFailedQuestionEntersNothing() async throws {
        let server = try LoopbackServer { _, connection in
            connection.respond(
                status: 400, headers: [("X-Request-Id", "req-7")],
                body: #"{"error":{"message":"No"}}"#)
        }
        let session = try ChatSession(at: server, messages: [.system("Be brief.")])
        let error = await #expect(throws: LLMError.self) { try await session.send("Hi") }
        #expect(error?.code == .invalidRequest)
        #expect(error?.requestID == "req-7")
        #expect(error?.response?.head.status == 400)
        #expect(error?.response?.body == Array(#"{"error":{"message":"No"}}"#.utf8))
        #expect(session.messages == [.system("Be brief.")])
    }

    @Test func aReplyWithoutContentEntersNothing() async throws {
        let server = try LoopbackServer { _, connection in connection.respondWithReply([]) }
        let session = try ChatSession(at: server)
        let reply = try await session.send("Hi")
        #expect(reply.finishReason == .stop)
        #expect(session.messages.isEmpty)
    }

    @Test func resultsAreGatheredInOneMessage() throws {
        let session = try ChatSession("echo")
        let calls = ["a", "b"].map { ToolCall(id: $0, name: "t", arguments: "{}") }
        session.append(Message(role: .assistant, parts: calls.map(Part.toolCall)))
        for call in calls { session.append(call.result(call.id)) }
        #expect(session.messages.count == 2)
        #expect(session.last == .results(calls.map { $0.result($0.id) }))
    }

    // MARK: Settings

    @Test func aCallsSettingsHoldForItAlone() async throws {
        let server = try countingServer()
        let session = try ChatSession(at: server)
        session.settings.options.temperature = 0.5
        try await session.send("one") {
            $0.model.model = "m-2"
            $0.options.temperature = 0
            $0.extra["top_a"] = 1
        }
        try await session.send("two")
        let bodies = try server.bodies
        #expect(bodies.map { $0["model"]?.string } == ["m-2", "m-1"])
        #expect(bodies.map { $0["temperature"]?.double } == [0, 0.5])
        #expect(bodies.map { $0["top_a"]?.int } == [1, nil])
    }

    @Test func anotherModelIsAskedAfterAllAttempts() async throws {
        let server = try LoopbackServer { request, connection in
            if request.text.contains("m-1") {
                connection.respond(status: 503, body: #"{"error":{"message":"Busy"}}"#)
            } else {
                connection.respondWithReply(["Hello"], model: "m-2")
            }
        }
        let session = try ChatSession(at: server)
        let other = try ModelTarget.at(server, "m-2")
        let reply = try await session.send("Hi") {
            $0.fallback = [other]
            $0.retryPolicy = RetryPolicy(maxRetries: 1, initialDelay: 1)
        }
        #expect(reply.retries.map(\.isFallback) == [false, true])
        #expect(reply.retries.first?.error.code == .overloaded)
        #expect(reply.origin.model == "m-2")
        #expect(session.last == .assistant("Hello"))
    }

    @Test func aCallsTimeoutsHold() async throws {
        let server = try LoopbackServer { _, connection in connection.waitUntilClientLeaves() }
        let session = try ChatSession(at: server)
        let error = await #expect(throws: LLMError.self) {
            try await session.send("Hi") { $0.timeouts = HTTPTimeouts(firstByte: 0.05) }
        }
        #expect(error?.code == .timeout)
    }

    @Test func theBodyIsKeptWhereACallWantsIt() async throws {
        let server = try countingServer()
        let session = try ChatSession(at: server)
        let reply = try await session.send("Hi") { $0.keepsBody = true }
        #expect(reply.body?.starts(with: Array("data: ".utf8)) == true)
        #expect(try await session.send("Hi").body == nil)
    }

    // MARK: Threads and connections

    @Test func theConnectionIsKeptForTheNextRequest() async throws {
        let server = try LoopbackServer { _, connection in
            connection.respond(body: #"{"choices":[{"message":{"content":"Hi"}}]}"#)
            connection.keepsAlive = true
        }
        let session = try ChatSession(at: server)
        for number in 1...20 { try await session.send("\(number)") }
        #expect(server.connectionCount == 1)
    }

    /// No reply comes before all have been asked for.
    @Test func sessionsAnswerAtTheSameTime() async throws {
        let everybody = Locked(0)
        let server = try LoopbackServer { request, connection in
            everybody.with { $0 += 1 }
            _ = everybody.wait { $0 == 24 }
            let last = (try? JSONParser.parse(request.body))?.conversation.last ?? ""
            connection.respondWithReply([last])
        }
        let target = try ModelTarget.at(server)
        let replies = try await withThrowingTaskGroup(of: (Int, String).self) { group in
            for number in 0..<12 {
                let session = ChatSession(target)
                for half in 0..<2 {
                    group.addTask {
                        let number = 2 * number + half
                        return (number, try await session.send("\(number)").text)
                    }
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        #expect(replies.count == 24)
        for (number, text) in replies { #expect(text == "user: \(number)") }
    }

    @Test func questionsAskedAtTheSameTimeEnterInPairs() async throws {
        let server = try LoopbackServer { request, connection in
            let last = (try? JSONParser.parse(request.body))?.conversation.last ?? ""
            connection.respondWithReply(["to ", last])
        }
        let session = try ChatSession(at: server)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 { group.addTask { try await session.send("\(number)") } }
            try await group.waitForAll()
        }
        let messages = session.messages
        #expect(messages.count == 16)
        for index in stride(from: 0, to: 16, by: 2) {
            #expect(messages[index + 1].text == "to user: \(messages[index].text)")
        }
    }

    @Test func repliesOfASessionKeepOneRateTogether() async throws {
        let pauses = Locked<[Int]>([])
        var settings = ChatSettings(try ModelTarget("ollama/m"))
        settings.model.provider.requestsPerMinute = 10
        let session = ChatSession(settings) { _ in
            InstantTransport(onPause: { pause in pauses.with { $0.append(pause) } })
        }
        let streams = (0..<3).map { session.stream("\($0)", keeping: .reply) }
        for stream in streams { for try await _ in stream {} }
        #expect(pauses.with { $0 } == [6000, 12_000])
    }

    // MARK: Keys

    @Test func noKeyIsInAnyDescription() async throws {
        let key = "sk-very-secret-0123456789"
        let server = try LoopbackServer { request, connection in
            let header = request["authorization"] ?? ""
            connection.respond(
                status: 401, headers: [("X-Echo", header)],
                body: #"{"error":{"message":"\#(header) is refused"}}"#)
        }
        let session = ChatSession(try .at(server, key: key))
        let stream = session.stream("Hi")
        var text = ""
        let error = await #expect(throws: LLMError.self) { for try await _ in stream {} }
        #expect(server.requests[0]["authorization"] == "Bearer \(key)")
        for value in [session, stream, session.settings, error as Any, stream.reply] as [Any] {
            print(value, to: &text)
            dump(value, to: &text)
        }
        #expect(text.contains("[redacted]"))
        #expect(!text.contains(key))
    }
}

/// Answers at once, on a clock that stands still.
private final class InstantTransport: HTTPTransport {
    private let onPause: (Int) -> Void
    let now = 1_000_000

    init(onPause: @escaping (Int) -> Void) {
        self.onPause = onPause
    }

    func send(_ request: HTTPRequest) throws(LLMError) -> any HTTPExchange { InstantExchange() }
    func pause(milliseconds: Int) throws(LLMError) { onPause(milliseconds) }
}

private final class InstantExchange: HTTPExchange {
    private var body: [UInt8]? = Array(#"{"choices":[{"message":{"content":"Hi"}}]}"#.utf8)

    func head() throws(LLMError) -> HTTPResponseHead {
        HTTPResponseHead(status: 200, headers: ["Content-Type": "application/json"])
    }

    func next() throws(LLMError) -> [UInt8]? {
        defer { body = nil }
        return body
    }
}
