import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Requests that fail before the first word, and what the binary does then.
@Suite struct RetryEndToEndTests {
    /// A server that fails so often, and then answers.
    private func scene(
        failing times: Int, status: Int = 503, headers: [(String, String)] = [], config: String = ""
    ) throws -> Scene {
        let requests = Locked(0)
        return try Scene(config: config) { _, connection in
            let number = requests.with { count -> Int in
                count += 1
                return count
            }
            if number <= times {
                connection.respond(
                    status: status, contentType: "application/json", headers: headers,
                    body: #"{"error":{"message":"come back later"}}"#)
            } else {
                connection.respondWithReply(["Two."])
            }
        }
    }

    @Test func aRetryIsAnEventBetweenStartAndText() throws {
        let scene = try scene(failing: 1)
        try scene.folder.write("chat.md", "One plus one?\n")
        let outcome = try scene.run(
            "complete", "chat.md", "-m", "grok-3", "--retries", "1", "--format", "ndjson")
        let events = try Events(outcome)
        #expect(events.types == ["start", "retry", "text", "usage", "done"])
        let retry = try #require(events.first("retry"))
        #expect(retry["attempt"]?.int == 2)
        #expect(retry["max_attempts"]?.int == 2)
        #expect(retry["code"]?.string == "overloaded")
        #expect(retry["status"]?.int == 503)
        #expect(retry["message"]?.string == "come back later")
        #expect(retry["delay_ms"]?.int != nil)
        #expect(retry["model"]?.string == "grok-3")
        #expect(scene.server.requests.count == 2)
        #expect(outcome.errors.isEmpty)
    }

    @Test func aRetryIsALineForPeople() throws {
        let scene = try scene(failing: 1, headers: [("retry-after-ms", "1")])
        try scene.folder.write("chat.md", "One plus one?\n")
        let outcome = try scene.run("chat.md", "-m", "grok-3", "--retries", "1")
        #expect(outcome.text == "Two.\n")
        #expect(outcome.errors.hasPrefix("chatmd: come back later; trying again in "))
        #expect(outcome.errors.hasSuffix(" s (2 of 2)\n"))
    }

    @Test func theConfigurationSetsTheNumber() throws {
        let scene = try scene(failing: 9)
        try scene.write(
            config: """
                [retry]
                max_retries = 3
                initial_delay_ms = 1
                [providers.xai]
                base_url = "\(scene.server.baseURL)"
                """)
        try scene.folder.write("chat.md", "One plus one?\n")
        let outcome = try scene.run("append", "chat.md", "-m", "grok-3")
        #expect(outcome.ending == .exit(7))
        #expect(scene.server.requests.count == 4)
        #expect(scene.folder.text("chat.md") == "One plus one?\n")
    }

    @Test func aCancelEndsTheWait() throws {
        let scene = try scene(failing: 9, status: 429, headers: [("retry-after", "50")])
        try scene.folder.write("chat.md", "One plus one?\n")
        let process = try scene.start(
            ["complete", "chat.md", "-m", "grok-3", "--retries", "5", "--format", "ndjson"])
        #expect(process.waitForOutput { $0.contains(#""type":"retry""#) })
        process.send(SIGINT)
        let outcome = try process.outcome()
        #expect(outcome.ending == .signal(SIGINT))
        #expect(scene.server.requests.count == 1)
    }

    @Test func aFallbackAnswersInstead() throws {
        let scene = try Scene { request, connection in
            let model = String(decoding: request.body, as: UTF8.self)
            if model.contains(#""model":"grok-gone""#) {
                connection.respond(
                    status: 404, contentType: "application/json",
                    body: #"{"error":{"message":"no such model"}}"#)
            } else {
                connection.respondWithReply(["Two."], model: "grok-3")
            }
        }
        let chat = """
            +++
            model = "grok-gone"
            fallback = ["grok-3", "echo"]
            +++
            One plus one?

            """
        try scene.folder.write("chat.md", chat)
        let outcome = try scene.run("append", "chat.md")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.errors == "chatmd: no such model; asking xai/grok-3 instead\n")
        #expect(
            scene.folder.text("chat.md")
                == chat + "\n# === ASSISTANT ===\n\nTwo.\n\n# === USER ===\n")
    }

    @Test func aFallbackWithoutKeyIsPassedOver() throws {
        let scene = try scene(failing: 9, status: 404)
        try scene.folder.write(
            "chat.md",
            "+++\nmodel = \"grok-3\"\nfallback = [\"openrouter/x/y\", \"echo\"]\n+++\nHi there\n")
        let outcome = try scene.run("chat.md")
        #expect(outcome.text == "Hi there\n")
        #expect(
            outcome.errors.contains(
                "chat.md:3:12: warning: the fallback `openrouter/x/y` cannot be used: "
                    + "no key for OpenRouter: OPENROUTER_API_KEY is not set"))
    }
}
