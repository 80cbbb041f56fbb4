import LLMSession
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(20))) struct ToolSessionTests {
    private static let add = Tool(
        name: "add", description: "Adds", parameters: ["type": "object"])

    private func registry() throws -> ToolRegistry {
        var registry = ToolRegistry()
        try registry.register(Self.add) { arguments in
            "\((arguments["a"]?.int ?? 0) + (arguments["b"]?.int ?? 0))"
        }
        return registry
    }

    /// Calls `add` for as many requests as `rounds` says, then answers in words.
    private func addingServer(rounds: Int) throws -> LoopbackServer {
        try LoopbackServer { request, connection in
            let body = try? JSONParser.parse(request.body)
            let results = body?.conversation.filter { $0.hasPrefix("tool: ") }.count ?? 0
            if results < rounds {
                connection.respondWithCalls([("add", #"{"a": \#(results), "b": 1}"#)])
            } else {
                connection.respondWithReply(["It is ", "\(results)."])
            }
        }
    }

    @Test func toolsAreRunUntilTheModelCallsNone() async throws {
        let server = try addingServer(rounds: 2)
        let session = try ChatSession(at: server)
        let reply = try await session.send("Count.", running: registry())
        #expect(reply.text == "It is 2.")
        #expect(reply.toolCalls.isEmpty)
        let bodies = try server.bodies
        #expect(bodies.count == 3)
        #expect(bodies.map { $0["tools"]?.array?.count } == [1, 1, 1])
        #expect(
            bodies[2].conversation.map { String($0.prefix(9)) }
                == ["user: Cou", "assistant", "tool: 1", "assistant", "tool: 2"])
    }

    @Test func everythingEntersTheHistoryTogether() async throws {
        let server = try addingServer(rounds: 1)
        let session = try ChatSession(at: server, messages: [.system("Be brief.")])
        let reply = try await session.send("Count.", running: registry())
        #expect(
            session.messages.map(\.role) == [.system, .user, .assistant, .tool, .assistant])
        #expect(session.last == reply.message)
    }

    @Test func whatFailsLaterLeavesTheHistoryAsItWas() async throws {
        let server = try LoopbackServer { request, connection in
            if request.text.contains("tool_call_id") {
                connection.respond(status: 400, body: #"{"error":{"message":"No"}}"#)
            } else {
                connection.respondWithCalls([("add", "{}")])
            }
        }
        let session = try ChatSession(at: server)
        let error = await #expect(throws: LLMError.self) {
            try await session.send("Count.", running: registry())
        }
        #expect(error?.message.contains("No") == true)
        #expect(session.messages.isEmpty)
        #expect(session.settings.tools.isEmpty)
    }

    @Test func theUsageOfAllRequestsIsAddedUp() async throws {
        let server = try addingServer(rounds: 2)
        let reply = try await ChatSession(at: server).send("Count.", running: registry())
        #expect(reply.usage?.inputTokens == 10 + 10 + 12)
        #expect(reply.usage?.outputTokens == 2 + 2 + 3)
    }

    @Test func afterThatManyRequestsTheCallsAreGivenBack() async throws {
        let server = try addingServer(rounds: 9)
        let session = try ChatSession(at: server)
        let reply = try await session.send("Count.", running: registry(), rounds: 2)
        #expect(server.requests.count == 2)
        #expect(reply.toolCalls.count == 1)
        #expect(session.messages.map(\.role) == [.user, .assistant, .tool, .assistant])
        #expect(session.last == reply.message)
    }

    @Test func whatGoesWrongInAToolIsTheModelsAffair() async throws {
        let server = try LoopbackServer { request, connection in
            if request.text.contains("tool_call_id") {
                connection.respondWithReply(["Sorry."])
            } else {
                connection.respondWithCalls([("sub", "{}"), ("add", "{")])
            }
        }
        let session = try ChatSession(at: server)
        let reply = try await session.send("Count.", running: registry())
        #expect(reply.text == "Sorry.")
        var results: [ToolResult] = []
        for case .toolResult(let result) in session.messages[2].parts { results.append(result) }
        #expect(results.map(\.isError) == [true, true])
        #expect(results[0].content == "there is no tool `sub`; there are add")
        #expect(results.map(\.callID) == ["call_0", "call_1"])
    }

    @Test func eventsAndResultsAreGivenOutInTheirOrder() async throws {
        let server = try addingServer(rounds: 1)
        let session = try ChatSession(at: server)
        var seen: [String] = []
        try await session.send(
            "Count.", running: registry(),
            receiving: { event in
                switch event {
                case .reply(.text(let text)): seen.append(text)
                case .reply(.toolCall(let call)): seen.append(call.name)
                case .result(let result): seen.append(result.content)
                case .reply: break
                }
            })
        #expect(seen == ["add", "1", "It is ", "1."])
    }

    @Test func whoeverReceivesMayEndItAll() async throws {
        struct Enough: Error {}
        let server = try addingServer(rounds: 5)
        let session = try ChatSession(at: server)
        await #expect(throws: Enough.self) {
            try await session.send(
                "Count.", running: registry(),
                receiving: { event in
                    if case .result = event { throw Enough() }
                })
        }
        #expect(session.messages.isEmpty)
        #expect(server.requests.count == 1)
    }

    @Test func aToolThatWaitsDoesNotHoldTheTasksThreads() async throws {
        let everybody = Locked(0)
        var registry = ToolRegistry()
        try registry.register(Self.add) { _ in
            everybody.with { $0 += 1 }
            _ = everybody.wait { $0 == 24 }
            return "1"
        }
        let server = try addingServer(rounds: 1)
        let target = try ModelTarget.at(server)
        let tools = registry
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<24 {
                group.addTask { try await ChatSession(target).send("Count.", running: tools) }
            }
            try await group.waitForAll()
        }
        #expect(everybody.with { $0 } == 24)
    }

    @Test func theToolsOfOneReplyRunSideBySideAndAnswerInOrder() async throws {
        let begun = Locked(0)
        var registry = ToolRegistry()
        try registry.register(Self.add) { arguments in
            begun.with { $0 += 1 }
            // The first can end only when the second has begun.
            return begun.wait(seconds: 60) { $0 == 2 } ? "\(arguments["a"]?.int ?? 0)" : "alone"
        }
        let server = try LoopbackServer { request, connection in
            if request.text.contains("tool_call_id") {
                connection.respondWithReply(["Done."])
            } else {
                connection.respondWithCalls([("add", #"{"a": 1}"#), ("add", #"{"a": 2}"#)])
            }
        }
        let session = try ChatSession(at: server)
        try await session.send("Count.", running: registry)
        var results: [String] = []
        for case .toolResult(let result) in session.messages[2].parts {
            results.append(result.content)
        }
        #expect(results == ["1", "2"])
    }

    @Test func whoeverHasAnsweredAnswersToTheEnd() async throws {
        let server = try LoopbackServer { request, connection in
            if request.text.contains("m-1") {
                connection.respond(status: 503, body: #"{"error":{"message":"Busy"}}"#)
            } else if request.text.contains("tool_call_id") {
                connection.respondWithReply(["Done."], model: "m-2-of-today")
            } else {
                connection.respondWithCalls([("add", "{}")])
            }
        }
        let session = try ChatSession(at: server)
        let other = try ModelTarget.at(server, "m-2")
        let reply = try await session.send("Count.", running: registry()) {
            $0.fallback = [other]
        }
        #expect(reply.text == "Done.")
        #expect(reply.retries.count == 1)
        #expect(try server.bodies.map { $0["model"]?.string } == ["m-1", "m-2", "m-2"])
    }

    @Test func whatHadToBeCalledIsDemandedOnce() async throws {
        let server = try addingServer(rounds: 1)
        try await ChatSession(at: server).send("Count.", running: registry()) {
            $0.toolChoice = .required
        }
        #expect(try server.bodies.map { $0["tool_choice"]?.string } == ["required", nil])
    }
}
