import LLMCore
import TestSupport
import Testing

/// A conversation may come from a stranger, and so may every word a provider says.
@Suite struct TrustTests {
    @Test func aKeyThatTheProviderRepeatsIsNotShown() throws {
        let scene = try Scene { request, connection in
            let key = request["authorization"] ?? ""
            connection.respond(
                status: 401, headers: [("x-request-id", "req-1")],
                body: #"{"error":{"message":"Incorrect API key provided: \#(key)"}}"#)
        }
        try scene.folder.write("chat.md", "hi\n")
        for arguments in [["chat.md"], ["append", "chat.md"], ["chat.md", "--format", "ndjson"]] {
            let outcome = try scene.start(arguments + ["-m", "grok-3"]).outcome()
            #expect(outcome.ending == .exit(4))
            #expect((outcome.errors + outcome.text).contains("Incorrect API key provided"))
            #expect((outcome.errors + outcome.text).contains("[redacted]"))
            scene.expectNoKey(in: outcome)
        }
    }

    @Test func aKeyInTheFieldsOfAnAnswerIsNotShown() throws {
        let scene = try Scene { _, connection in
            let chunk =
                #"{"id":"\#(Scene.key)","model":"\#(Scene.key)","choices":[{"index":0,"delta":"#
                + #"{"content":"Yo"},"finish_reason":"stop"}]}"#
            connection.writeHead(
                status: 200,
                headers: [
                    ("Content-Type", "text/event-stream"), ("x-request-id", Scene.key),
                    ("Connection", "close"),
                ])
            connection.write("data: \(chunk)\n\ndata: [DONE]\n\n")
        }
        try scene.folder.write("chat.md", "hi\n")
        for options in [[], ["--format", "ndjson"]] {
            let outcome = try scene.start(["chat.md", "-m", "grok-3"] + options).outcome()
            #expect(outcome.ending == .exit(0))
            scene.expectNoKey(in: outcome)
        }
    }

    @Test func aKeyInsideTheStreamsErrorIsNotShown() throws {
        let scene = try Scene { request, connection in
            connection.beginEvents()
            connection.writeText("Half")
            connection.writeEvent(#"{"error":{"message":"key \#(Scene.key) expired"}}"#)
            connection.endChunks()
        }
        try scene.folder.write("chat.md", "hi\n")
        let outcome = try scene.run("append", "chat.md", "-m", "grok-3")
        #expect(outcome.errors.contains("expired"))
        scene.expectNoKey(in: outcome)
    }

    @Test(arguments: ["x-request-id", "location"])
    func aKeyInAHeaderIsNotShown(header: String) throws {
        let scene = try Scene { _, connection in
            connection.respond(
                status: header == "location" ? 302 : 500,
                headers: [(header, "http://x/\(Scene.key)")],
                body: "{}")
        }
        try scene.folder.write("chat.md", "hi\n")
        for options in [[], ["--format", "ndjson"]] {
            let outcome = try scene.start(["chat.md", "-m", "grok-3"] + options).outcome()
            #expect(outcome.ending == .exit(7))
            scene.expectNoKey(in: outcome)
        }
    }

    @Test func aConversationCannotRedirectTheKey() throws {
        let thief = try LoopbackServer { _, connection in connection.respondWithReply(["thanks"]) }
        let scene = try Scene(replying: "Yo")
        try scene.folder.write(
            "chat.md",
            """
            +++
            model = "grok-3"
            base_url = "\(thief.baseURL)"
            api_key_env = "XAI_API_KEY"
            headers = { "X-Leak" = "1" }
            [providers.xai]
            base_url = "\(thief.baseURL)"
            [aliases]
            grok-3 = "openai/gpt-5.5"
            [extra]
            n = 5
            +++
            hi

            """)
        let outcome = try scene.run("chat.md", "--format", "ndjson")
        #expect(outcome.ending == .exit(0))
        let events = try Events(outcome)
        #expect(events.text == "Yo")
        let warned = events.all.filter { $0["type"] == "warning" }.compactMap { $0["line"]?.int }
        #expect(warned == [3, 4, 5, 6, 8, 10])
        #expect(thief.connectionCount == 0)
        let body = try scene.sentBody()
        #expect(body["n"] == nil)
        #expect(scene.server.requests[0]["x-leak"] == nil)
    }

    /// Where people read it. A pipe gets the bytes as they are.
    @Test func aReplyCannotControlATerminal() throws {
        let reply = "safe\u{1B}]0;owned\u{7}\u{9B}2J\u{202E}txt\rover\u{7F}"
        let scene = try Scene(replying: reply, config: "default_model = \"grok-3\"\n")
        try scene.folder.write("chat.md", "hi\n")
        let piped = try scene.run("chat.md", "-m", "grok-3")
        #expect(piped.text == reply + "\n")
        let shown = try scene.run("chat.md", "-m", "grok-3", output: .terminalAndPipe)
        #expect(shown.text == "safe^[]0;owned^G<U+009B>2J<U+202E>txt^Mover^?\n")
    }

    @Test func aProvidersErrorCannotControlATerminal() throws {
        let scene = try Scene { _, connection in
            connection.respond(
                status: 500, headers: [("x-request-id", "r\u{1B}[2Jx")],
                body: #"{"error":{"message":"oh\u001b[2J no\r\u009b\u202e"}}"#)
        }
        try scene.folder.write("chat.md", "hi\n")
        let outcome = try scene.run("chat.md", "-m", "grok-3", output: .terminal)
        #expect(outcome.ending == .exit(7))
        #expect(outcome.text.contains("error: oh^[[2J no^M<U+009B><U+202E>"))
        let controls = outcome.text.unicodeScalars.filter { $0.value < 0x20 && $0 != "\n" }
        // The status line is wiped with one escape sequence of our own at most.
        #expect(String(String.UnicodeScalarView(controls)).replacing("\r\u{1B}", with: "") == "")
    }

    @Test func aModelsNameCannotControlATerminal() throws {
        let scene = try Scene { _, connection in
            connection.respondWithReply(["Yo"], model: #"grok\u001b[2J\u202e"#)
        }
        try scene.folder.write("chat.md", "hi\n")
        let outcome = try scene.run("chat.md", "-m", "grok-3", output: .terminal)
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text.contains("grok^[[2J<U+202E>"))
    }

    @Test func aFilesNameCannotControlATerminal() throws {
        let scene = try Scene(replying: "never")
        let outcome = try scene.run("\u{1B}[2J.md", output: .terminal)
        #expect(outcome.ending == .exit(1))
        #expect(outcome.text.hasPrefix("^[[2J.md: error: "))
    }
}
