import LLMSession
import TestSupport
import Testing

/// What doc/library.md shows is what runs here.
@Suite(.timeLimit(.minutes(20))) struct LibraryGuideTests {
    // MARK: The document

    /// `RECORD_SNAPSHOTS=1` writes the examples into the document.
    @Test func theGuideShowsTheExamplesAsTheyAre() throws {
        let source = try #require(
            Snapshot(inCheckout: "Tests/LLMSessionTests/LibraryExamples.swift").text)
        let guide = Snapshot(inCheckout: "doc/library.md")
        let examples = Self.examples(in: source)
        let rewritten = Self.guide(try #require(guide.text), showing: examples)
        #expect(guide.recorded(orRecording: rewritten.text) == rewritten.text)
        #expect(rewritten.shown == examples.keys.sorted())
    }

    /// The lines between `// example: NAME` and `// end`, without their common indentation.
    private static func examples(in source: String) -> [String: [Substring]] {
        var examples: [String: [Substring]] = [:]
        var name: String?
        var indentation = 0
        for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
            let text = line.drop { $0 == " " }
            if text.hasPrefix("// example: ") {
                let started = String(text.dropFirst("// example: ".count))
                name = started
                indentation = line.count - text.count
                examples[started] = []
            } else if text == "// end" {
                name = nil
            } else if let name {
                examples[name]?.append(line.dropFirst(indentation))
            }
        }
        return examples
    }

    /// The document with every block below an `<!-- example: NAME -->` written anew.
    private static func guide(_ text: String, showing examples: [String: [Substring]])
        -> (text: String, shown: [String])
    {
        var lines: [Substring] = []
        var shown: [String] = []
        var rest = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let line = rest.popFirst() {
            lines.append(line)
            guard line.hasPrefix("<!-- example: "), let fence = rest.popFirst() else { continue }
            let name = String(line.dropFirst("<!-- example: ".count).dropLast(" -->".count))
            shown.append(name)
            lines.append(fence)
            lines += examples[name] ?? ["no example of that name"]
            rest = rest.drop { $0 != "```" }
        }
        return (lines.joined(separator: "\n"), shown.sorted())
    }

    // MARK: The examples

    @Test func aFirstTry() async throws {
        let server = try LoopbackServer { _, connection in connection.respondWithReply([]) }
        let examples = try examples(asking: server)
        try await examples.firstTry()
        #expect(examples.printed == "Which is longer, the Nile or the Amazon?\n")
        #expect(server.requests.isEmpty)
    }

    @Test func models() throws {
        let server = try LoopbackServer { _, connection in connection.respondWithReply([]) }
        let models = try examples(asking: server).models()
        #expect(models.map(\.provider.id) == ["xai", "work"])
        #expect(models.map(\.model) == ["grok-4.7", "some-model"])
    }

    @Test func aConversation() async throws {
        let server = try LoopbackServer { _, connection in connection.respondWithReply(["4,130."]) }
        let examples = try examples(asking: server)
        let session = try await examples.conversation()
        #expect(
            examples.printed == "4,130. (3 tokens)\n5 messages, the last by the assistant\n")
        #expect(session.messages[0] == .system("You answer in one sentence."))
        #expect(try server.bodies[1].conversation.count == 4)
    }

    @Test func aStream() async throws {
        let server = try LoopbackServer { _, connection in
            connection.respondWithReply(["It is ", "long."])
        }
        let examples = try examples(asking: server)
        try await examples.stream()
        #expect(examples.printed == "It is long. – scripted\n")
    }

    @Test func aBrokenStream() async throws {
        let server = try LoopbackServer { _, connection in
            connection.beginEvents()
            connection.writeText("It is")
            connection.endChunks()
        }
        let examples = try examples(asking: server)
        let session = ChatSession(examples.model)
        try await examples.broken(session)
        #expect(examples.printed == "broke off: network\n")
        #expect(session.messages == [.user("Tell me of the Nile."), .assistant("It is")])
    }

    @Test func aCancelledTask() async throws {
        let server = try LoopbackServer { _, connection in
            connection.beginEvents()
            while connection.writeText("one more ") {}
        }
        let examples = try examples(asking: server)
        let session = ChatSession(examples.model)
        try await examples.cancel(session)
        #expect(examples.printed == "cancelled\n")
        #expect(session.messages.isEmpty)
    }

    @Test func settings() async throws {
        let server = try LoopbackServer { _, connection in
            connection.respondWithReply([#"{\"fact\":"#, #"\"It floods.\"}"#])
        }
        let examples = try examples(asking: server)
        try await examples.changes()
        #expect(examples.printed == "It floods.\n")
        let body = try server.bodies[0]
        #expect(body["temperature"]?.double == 0)
        #expect(body["response_format"]?["type"]?.string == "json_object")
    }

    @Test func aReplyThatIsNotKept() async throws {
        let server = try LoopbackServer { _, connection in connection.respondWithReply(["Hi"]) }
        let examples = try examples(asking: server)
        let session = try await examples.aside()
        #expect(examples.printed == "Hi\n")
        #expect(session.messages.count == 2)
        #expect(try server.bodies[0]["model"]?.string == "m-2")
    }

    @Test func tools() async throws {
        let server = try LoopbackServer { request, connection in
            if request.text.contains("rain in Oslo") {
                return connection.respondWithReply(["Take one."])
            }
            connection.beginEvents()
            for (index, place) in ["Bergen", "Oslo"].enumerated() {
                connection.writeEvent(
                    #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":\#(index),"#
                        + #""id":"call_\#(index)","type":"function","function":{"name":"weather","#
                        + #""arguments":"{\"place\":\"\#(place)\"}"}}]}}]}"#)
            }
            connection.writeEvent(
                #"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#)
            connection.writeEvent("[DONE]")
            connection.endChunks()
        }
        let examples = try examples(asking: server)
        let session = try await examples.tools()
        #expect(examples.printed == "Take one.\n")
        #expect(session.messages.map(\.role) == [.user, .assistant, .tool, .assistant])
        let messages = try #require(try server.bodies[1]["messages"]?.array)
        #expect(messages[1]["tool_calls"]?.array?.count == 2)
        #expect(
            messages[2...].map { $0["content"]?.string } == ["rain in Bergen", "rain in Oslo"])
        #expect(messages[2...].map { $0["tool_call_id"]?.string } == ["call_0", "call_1"])
    }

    /// Asks for the weather in Bergen, then answers.
    private func weatherServer() throws -> LoopbackServer {
        try LoopbackServer { request, connection in
            if request.text.contains("rain in Bergen") {
                connection.respondWithReply(["Take ", "one."])
            } else {
                connection.respondWithCalls([("weather", #"{"place": "Bergen"}"#)])
            }
        }
    }

    private func registry(_ names: String...) throws -> ToolRegistry {
        var registry = ToolRegistry()
        for name in names {
            let tool = Tool(name: name, description: name, parameters: ["type": "object"])
            try registry.register(tool) { _ in "rain in Bergen" }
        }
        return registry
    }

    @Test func toolsThatAreRun() async throws {
        let server = try weatherServer()
        let examples = try examples(asking: server)
        let session = try await examples.registry()
        #expect(server.requests.count == 2)
        #expect(examples.printed == "Take one. (5 tokens)\n")
        #expect(session.messages.map(\.role) == [.user, .assistant, .tool, .assistant])
    }

    @Test func toolsAndAStream() async throws {
        let server = try weatherServer()
        let examples = try examples(asking: server)
        try await examples.watchedTools(try registry("weather"))
        #expect(
            examples.printed
                == "weather {\"place\": \"Bergen\"}\n→ rain in Bergen\nTake one.")
        #expect(server.requests.count == 2)
    }

    @Test func collectionsOfTools() async throws {
        let server = try weatherServer()
        try await examples(asking: server).collections(try registry("weather", "clock", "tides"))
        let tools = try #require(try server.bodies[0]["tools"]?.array)
        #expect(tools.map { $0["function"]?["name"]?.string } == ["weather", "tides"])
    }

    @Test func anImage() async throws {
        let server = try LoopbackServer { _, connection in connection.respondWithReply(["A dot"]) }
        try await examples(asking: server).image([1, 2, 3])
        #expect(server.requests[0].text.contains("data:image/png;base64,AQID"))
    }

    @Test(arguments: [
        (429, "wait 2000 ms\n"),
        (400, "No (invalid_request, req-7)\nstatus 400: {\"error\":{\"message\":\"No\"}}\n"),
    ])
    func errors(_ status: Int, _ printed: String) async throws {
        let server = try LoopbackServer { _, connection in
            connection.respond(
                status: status, headers: [("X-Request-Id", "req-7"), ("Retry-After", "2")],
                body: #"{"error":{"message":"No"}}"#)
        }
        let examples = try examples(asking: server)
        let session = try ChatSession(at: server)
        try await examples.errors(session)
        #expect(examples.printed == printed)
    }

    @Test func retries() async throws {
        let server = try LoopbackServer { request, connection in
            if request.text.contains("m-1") {
                connection.respond(
                    status: 429, headers: [("X-Should-Retry", "false")],
                    body: #"{"error":{"message":"No"}}"#)
            } else {
                connection.respondWithReply(["Hello"], model: "m-2")
            }
        }
        let examples = try examples(asking: server)
        try await examples.retries()
        #expect(examples.printed == "m-2 after 1 failures\n")
    }

    @Test func theAnswerItself() async throws {
        let server = try LoopbackServer { _, connection in
            connection.respond(
                headers: [("X-Request-Id", "req-7"), ("X-RateLimit-Remaining-Requests", "9")],
                body: #"{"choices":[{"message":{"content":"Hi"}}]}"#)
        }
        let examples = try examples(asking: server)
        try await examples.response()
        #expect(examples.printed == "status 200, request req-7\n9\n42 bytes\n")
    }

    @Test func aTransportOfOnesOwn() async throws {
        let server = try LoopbackServer { _, connection in connection.respondWithReply([]) }
        let examples = try examples(asking: server)
        try await examples.transport()
        #expect(examples.printed == "No.\n")
        #expect(server.requests.isEmpty)
    }

    @Test func withoutTasks() throws {
        let server = try LoopbackServer { _, connection in
            connection.respondWithReply(["Hel", "lo"])
        }
        let examples = try examples(asking: server)
        try examples.withoutTasks()
        #expect(examples.printed == "Hello")
    }

    private func examples(asking server: LoopbackServer) throws -> LibraryExamples {
        LibraryExamples(try .at(server), or: try .at(server, "m-2"))
    }
}
