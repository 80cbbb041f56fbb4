import LLMCore
import TestSupport
import Testing

/// What a variable may hold instead of a plain key.
@Suite struct KeyShapeTests {
    private static let row = KeyRow.formats[3]  // the bare key is the header's value

    private func scene(_ key: String) throws -> KeyScene {
        try KeyScene(Self.row, key: key) { request, connection in
            let echo = Scene.escaped(request["x-api-key"] ?? "no key")
            connection.respond(
                status: 401,
                headers: [("x-request-id", request["x-api-key"] ?? "")],
                body: KeyReply(.anthropic).refusal(401, "not '\(echo)'"))
        }
    }

    @Test(
        arguments: [
            ("a newline", "k-Aa0123456789\n", "k-Aa0123456789"),
            ("a carriage return and a newline", "k-Aa0123456789\r\n", "k-Aa0123456789"),
            ("blanks around it", "  k-Aa0123456789  ", "k-Aa0123456789"),
            ("blanks inside", "k-Aa01 2345 6789", "k-Aa01 2345 6789"),
            ("quotes", #""k-Aa0123456789""#, #""k-Aa0123456789""#),
            ("a quote and a backslash", #"k-"Aa\0123456789"#, #"k-"Aa\0123456789"#),
            ("slashes and signs", "k/Aa+0123=456789&%", "k/Aa+0123=456789&%"),
            ("letters beyond ASCII", "schlüssel-0123456789", "schlüssel-0123456789"),
            (
                "10 kB", String(repeating: "k-Aa0123456789", count: 720),
                String(repeating: "k-Aa0123456789", count: 720)
            ),
        ])
    func aKeyIsSentAndNotShown(name: String, key: String, sent: String) throws {
        let scene = try scene(key)
        for output in KeyOutput.allCases {
            let outcome = try scene.run(output)
            #expect(outcome.ending == .exit(4), "\(output): \(outcome)")
            #expect((outcome.text + outcome.errors).contains("[redacted]"), "\(outcome)")
            scene.expectNoKey(in: outcome)
        }
        for request in scene.scene.server.requests {
            let value = request["x-api-key"] ?? ""
            #expect(value == sent || value == sent + "  ")
        }
    }

    /// What was cut, escaped, or written in another case is still the key.
    @Test(
        arguments: [
            "K/AA+0123=456789", #"k\\/Aa+0123=456789"#, "k%2fAa%2B0123%3D456789",
            #"k\\u002FAa\\u002b0123=456789"#, "k/Aa+0123=45", "k/aa+0123=456",
        ])
    func aKeyInAnotherSpellingIsNotShown(spelling: String) throws {
        let scene = try KeyScene(Self.row, key: "k/Aa+0123=456789") { _, connection in
            connection.respond(
                status: 400, body: KeyReply(.anthropic).refusal(400, "<\(spelling)>"))
        }
        let outcome = try scene.run(.text)
        #expect(outcome.errors.hasPrefix("chatmd: error: <[redacted]>\n"), "\(outcome)")
    }

    @Test(
        arguments: [
            "k-Aa0123456789\n\n", "k-Aa01\n23456789", "k-Aa01\r\nX-Evil: 23456789",
            "\tk-Aa0123456789",
            "k-Aa0123456789\u{7F}", "k-Aa0123456789\u{1B}[2J", "k-Aa0123456789\u{85}",
            "\u{FEFF}k-Aa0123456789", "k-Aa0123456789\u{200B}", "k-Aa0123456789\u{202E}", "   ",
        ])
    func aKeyThatCannotBeOneIsNotSentAndNotShown(key: String) throws {
        let scene = try scene(key)
        for output in KeyOutput.allCases {
            let outcome = try scene.run(output)
            #expect(outcome.ending == .exit(4))
            let shown = outcome.text + outcome.errors
            #expect(shown.contains("look at the variable ANTHROPIC_API_KEY"))
            #expect(!shown.contains("Aa01"))
        }
        #expect(scene.scene.server.connectionCount == 0)
    }

    @Test func anEmptyVariableCountsAsNoKey() throws {
        let outcome = try scene("").run(.text)
        #expect(outcome.ending == .exit(4))
        #expect(outcome.errors.contains("ANTHROPIC_API_KEY is not set"))

        var scene = try KeyScene(KeyRow.formats[4], key: "") { _, connection in
            let reply = KeyReply(.gemini)
            connection.respond(contentType: reply.contentType, body: reply.whole())
        }
        scene.scene.environment["GOOGLE_API_KEY"] = "k-Bb0123456789"
        #expect(try scene.run(.text).ending == .exit(0))
        #expect(scene.scene.server.requests.first?["x-goog-api-key"] == "k-Bb0123456789")
    }

    @Test func aServerThatNeedsNoKeyGetsNone() throws {
        let row = KeyRow(provider: BuiltInProviders.llamaCpp, format: .openAIChat)
        let scene = try KeyScene(row, key: "") { _, connection in
            connection.respondWithReply(["Yo"])
        }
        #expect(try scene.run(.text).text == "Yo\n")
        #expect(scene.scene.server.requests.first?["authorization"] == nil)
    }
}
