import LLMCore
import TestSupport
import Testing

/// What providers, networks and gateways do wrong: the right code, one sentence, the file whole.
@Suite struct ProviderErrorTests {
    private static let chat = "+++\nmodel = \"grok-3\"\n+++\n\nhi\n"

    /// Runs `append` and the event stream on the same trouble; both leave the file as it is.
    private func expectFailure(
        _ scene: Scene, status: Int32, code: String, _ options: [String] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> (errors: String, event: JSONValue) {
        try scene.folder.write("chat.md", Self.chat)
        let appended = try scene.start(["append", "chat.md"] + options).outcome()
        #expect(appended.ending == .exit(status), sourceLocation: sourceLocation)
        #expect(appended.text == "", sourceLocation: sourceLocation)
        #expect(scene.folder.text("chat.md") == Self.chat, sourceLocation: sourceLocation)
        #expect(scene.folder.names == ["chat.md", "home"], sourceLocation: sourceLocation)

        let printed = try scene.start(["chat.md", "--format", "ndjson"] + options).outcome()
        #expect(printed.ending == .exit(status), sourceLocation: sourceLocation)
        #expect(printed.errors == "", sourceLocation: sourceLocation)
        let event = try Events(printed).end(sourceLocation: sourceLocation)
        #expect(event["type"] == "error", sourceLocation: sourceLocation)
        #expect(event["code"]?.string == code, sourceLocation: sourceLocation)
        scene.expectNoKey(in: appended, sourceLocation: sourceLocation)
        scene.expectNoKey(in: printed, sourceLocation: sourceLocation)
        return (appended.errors, event)
    }

    private func answering(
        _ status: Int, _ body: String, headers: [(String, String)] = [],
        contentType: String = "application/json"
    ) throws -> Scene {
        try Scene { _, connection in
            connection.respond(
                status: status, contentType: contentType, headers: headers, body: body)
        }
    }

    // MARK: Before the answer

    @Test func withoutAKeyTheVariableAndEchoAreNamed() throws {
        var scene = try Scene(replying: "never")
        scene.environment["XAI_API_KEY"] = nil
        let (errors, event) = try expectFailure(scene, status: 4, code: "authentication")
        #expect(errors.hasPrefix("chat.md:2:9: error: no key for xAI: XAI_API_KEY is not set\n"))
        #expect(errors.contains("api_key_env"))
        #expect(errors.contains("echo"))
        #expect(event["line"] == 2)
        #expect(event["column"] == 9)
        #expect(scene.server.connectionCount == 0)
    }

    @Test func aServerThatRefusesIsNamed() throws {
        let scene = try Scene(replying: "never")
        scene.server.stop()
        let (errors, event) = try expectFailure(scene, status: 6, code: "network")
        #expect(errors.contains("127.0.0.1:\(scene.server.port)"))
        #expect(event["status"] == 0)
    }

    @Test func aServerThatSaysNothingTimesOut() throws {
        let over = Gate()
        let scene = try Scene { _, _ in over.wait() }
        let (errors, _) = try expectFailure(
            scene, status: 6, code: "timeout", ["--timeout", "0.5"])
        over.open()
        #expect(
            errors == """
                chatmd: error: 127.0.0.1:\(scene.server.port) sent nothing for 0.5 s
                  --timeout SECONDS allows more

                """)
    }

    @Test func aServerThatClosesAtOnceIsNamed() throws {
        let scene = try Scene { _, _ in }
        let (errors, _) = try expectFailure(scene, status: 6, code: "network")
        #expect(errors.contains("127.0.0.1:\(scene.server.port)"))
    }

    @Test func aResetIsANetworkError() throws {
        let scene = try Scene { _, connection in connection.reset() }
        _ = try expectFailure(scene, status: 6, code: "network")
    }

    // MARK: Error statuses

    @Test(
        arguments: [
            (400, "invalid_request", 7), (401, "authentication", 4), (402, "quota_exceeded", 5),
            (403, "permission", 4), (404, "model_not_found", 7), (429, "rate_limited", 5),
            (500, "server", 7), (503, "overloaded", 7),
        ] as [(Int, String, Int32)])
    func aStatusHasItsCode(status: Int, code: String, exit: Int32) throws {
        let scene = try answering(
            status, #"{"error":{"message":"The provider's own words"}}"#,
            headers: [("x-request-id", "req_42")])
        let (errors, event) = try expectFailure(scene, status: exit, code: code)
        #expect(errors.contains("error: The provider's own words\n"))
        #expect(errors.contains("request id: req_42\n"))
        #expect(event["message"] == "The provider's own words")
        #expect(event["status"] == JSONValue(status))
        #expect(event["provider"] == "xai")
        #expect(event["request_id"] == "req_42")
    }

    @Test func aRefusedKeySaysWhereItCameFrom() throws {
        let scene = try answering(401, #"{"error":{"message":"Bad key"}}"#)
        let (errors, _) = try expectFailure(scene, status: 4, code: "authentication")
        #expect(errors.contains("XAI_API_KEY"))
    }

    @Test func theTimeToWaitIsPassedOn() throws {
        let scene = try answering(
            429, #"{"error":{"message":"Slow down"}}"#, headers: [("Retry-After", "7")])
        let (errors, event) = try expectFailure(scene, status: 5, code: "rate_limited")
        #expect(event["retry_after_ms"] == 7000)
        #expect(
            errors == """
                chatmd: error: Slow down
                  try again in 7 s
                  xai answered with status 429

                """)
    }

    @Test func anErrorWithoutWordsNamesItsStatus() throws {
        let scene = try answering(500, "<html>oops</html>", contentType: "text/html")
        let (errors, _) = try expectFailure(scene, status: 7, code: "server")
        #expect(
            errors.hasPrefix(
                "chatmd: error: 127.0.0.1:\(scene.server.port) answered with status 500 with text/html"
            ))
    }

    @Test func aRedirectIsNotFollowed() throws {
        let elsewhere = try LoopbackServer { _, connection in
            connection.respondWithReply(["stolen"])
        }
        let scene = try Scene { _, connection in
            connection.respond(
                status: 307,
                headers: [("Location", "\(elsewhere.baseURL)/chat/completions")], body: "")
        }
        let (errors, event) = try expectFailure(scene, status: 7, code: "invalid_request")
        #expect(errors.contains("\(elsewhere.baseURL)/chat/completions"))
        #expect(errors.contains("base_url = \"\(elsewhere.baseURL)\" under [providers.xai]"))
        #expect(event["status"] == 307)
        #expect(elsewhere.connectionCount == 0)
    }

    // MARK: Answers of the wrong kind

    @Test func aWebPageIsNotAReply() throws {
        let scene = try answering(
            200, "<!DOCTYPE html><title>Sign in</title>", contentType: "text/html")
        let (errors, _) = try expectFailure(scene, status: 7, code: "protocol")
        #expect(errors.contains("base_url"))
        #expect(!errors.contains("DOCTYPE"))
    }

    @Test func anEmptyAnswerIsNotAReply() throws {
        let scene = try answering(200, "")
        _ = try expectFailure(scene, status: 7, code: "protocol")
    }

    @Test func plainJSONInsteadOfAStreamIsRead() throws {
        let scene = try answering(
            200,
            #"{"id":"r","model":"grok-3-x","choices":[{"index":0,"finish_reason":"stop","#
                + #""message":{"role":"assistant","content":"whole\nanswer"}}]}"#)
        try scene.folder.write("chat.md", Self.chat)
        let outcome = try scene.run("chat.md")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text == "whole\nanswer\n")
        #expect(outcome.errors == "")
    }

    // MARK: In the middle

    /// What came is kept and closed, and the user's heading follows: the file can be gone on with.
    private func expectHalf(
        status: Int32, code: String, _ trouble: @escaping @Sendable (LoopbackConnection) -> Void
    ) throws -> String {
        let scene = try Scene { _, connection in
            connection.beginEvents()
            connection.writeText(#"Half:\n```c\nint"#)
            trouble(connection)
        }
        try scene.folder.write("chat.md", Self.chat)
        let outcome = try scene.run("append", "chat.md")
        #expect(outcome.ending == .exit(status))
        #expect(
            scene.folder.text("chat.md") == Self.chat
                + "\n# === ASSISTANT ===\n\nHalf:\n```c\nint\n````\n\n# === USER ===\n")

        try scene.folder.write("chat.md", Self.chat)
        let printed = try scene.run("chat.md", "--format=ndjson")
        let events = try Events(printed)
        #expect(events.text == "Half:\n```c\nint")
        #expect(try events.end()["code"]?.string == code)
        #expect(printed.ending == .exit(status))

        let text = try scene.run("chat.md")
        #expect(text.text == "Half:\n```c\nint\n")
        #expect(text.ending == .exit(status))
        #expect(text.errors == outcome.errors)
        return outcome.errors
    }

    @Test func aStreamThatIsCutKeepsWhatCame() throws {
        let errors = try expectHalf(status: 6, code: "network") { _ in }
        #expect(errors.contains("in the middle"))
    }

    @Test func aStreamThatEndsTooSoonKeepsWhatCame() throws {
        let errors = try expectHalf(status: 6, code: "network") { $0.endChunks() }
        #expect(errors.contains("in the middle"))
    }

    @Test func anErrorInsideTheStreamKeepsWhatCame() throws {
        let errors = try expectHalf(status: 7, code: "overloaded") { connection in
            connection.writeEvent(#"{"error":{"message":"Engine overloaded","code":503}}"#)
            connection.endChunks()
        }
        #expect(errors.contains("error: Engine overloaded\n"))
    }

    @Test func anEventThatIsNotJSONKeepsWhatCame() throws {
        _ = try expectHalf(status: 7, code: "protocol") { connection in
            connection.writeEvent("{oops")
            connection.endChunks()
        }
    }

    @Test func aStreamThatStallsKeepsWhatCame() throws {
        let over = Gate()
        let scene = try Scene { _, connection in
            connection.beginEvents()
            connection.writeText("Half")
            over.wait()
        }
        try scene.folder.write("chat.md", Self.chat)
        let outcome = try scene.run("append", "chat.md", "--timeout", "0.5")
        over.open()
        #expect(outcome.ending == .exit(6))
        #expect(
            outcome.errors == """
                chatmd: error: 127.0.0.1:\(scene.server.port) went silent for 0.5 s in the middle of the reply
                  --timeout SECONDS allows more

                """)
        #expect(
            scene.folder.text("chat.md") == Self.chat
                + "\n# === ASSISTANT ===\n\nHalf\n\n# === USER ===\n")
    }

    // MARK: Odd endings that are answers

    @Test(
        arguments: [
            ("length", "length", "the reply was cut off at the token limit; raise max_tokens"),
            (
                "content_filter", "content_filter",
                "the provider's content filter ended the reply"
            ),
        ])
    func aReplyThatIsNotWholeGetsANote(given: String, reason: String, note: String) throws {
        let scene = try Scene { _, connection in
            connection.beginEvents()
            connection.writeText("Some")
            connection.writeEvent(
                #"{"choices":[{"index":0,"delta":{},"finish_reason":"\#(given)"}]}"#)
            connection.writeEvent("[DONE]")
            connection.endChunks()
        }
        try scene.folder.write("chat.md", Self.chat)
        let text = try scene.run("chat.md")
        #expect(text.ending == .exit(0))
        #expect(text.text == "Some\n")
        #expect(text.errors == "chatmd: note: \(note)\n")
        let events = try Events(try scene.run("chat.md", "--format", "ndjson"))
        #expect(try events.end()["finish_reason"]?.string == reason)
    }
}
