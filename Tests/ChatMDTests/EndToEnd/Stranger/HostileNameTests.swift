import LLMCore
import TestSupport
import Testing

/// Names of models, providers and presets that are no names.
@Suite struct HostileNameTests {
    private static let names = [
        "../../x", "%{system('id')}", "$(id)", "`id`", "x; id", "-o", "x?key=1", "x#y", "x\\y",
        "a\u{1B}]0;owned\u{7}", "a\u{9B}2J", "a\u{202E}b", "a\rb",
        "a\nchatmd: error: your key ended", "a\tb", "a\u{0}b", "a\u{7F}", "\u{FEFF}a", "ä", " ",
        String(repeating: "k", count: 10_000),
        String(repeating: "k/", count: 5_000), String(repeating: "\n", count: 10_000),
    ]

    /// What a person sees: no control characters, no second message, no screen full of one name.
    private func expectReadable(
        _ outcome: ChatMDProcess.Outcome, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let shown = outcome.text + outcome.errors
        let lines = shown.split(separator: "\n")
        let controls = shown.unicodeScalars.filter { scalar in
            scalar != "\n" && (scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value))
                || scalar.value == 0x202E
        }
        #expect(controls.isEmpty, "\(lines.first ?? "")", sourceLocation: sourceLocation)
        #expect(shown.utf8.count < 3000, "\(lines.first ?? "")", sourceLocation: sourceLocation)
        #expect(
            !lines.contains { $0.hasPrefix("chatmd: ") }, "\(lines)",
            sourceLocation: sourceLocation)
    }

    @Test(arguments: Stranger.Place.allCases, ["model", "provider", "preset"])
    func aStrangersNameIsRefusedAndShownEscaped(place: Stranger.Place, key: String) throws {
        let stranger = try Stranger()
        for name in Self.names {
            try stranger.write([(key, .string(name))], in: place)
            let outcome = try stranger.run("chat.md")
            stranger.expectRefusal(
                outcome, stranger.path(of: place) + ":2:", exit: key == "model" ? 7 : 3)
            expectReadable(outcome)
        }
    }

    @Test(arguments: Stranger.Place.allCases)
    func aFallbackThatIsNoneIsShownEscaped(place: Stranger.Place) throws {
        let stranger = try Stranger()
        for name in Self.names {
            try stranger.write([("fallback", [.string(name)])], in: place)
            let outcome = try stranger.run("chat.md")
            #expect(outcome.text == "Yo\n")
            #expect(outcome.errors.hasPrefix(stranger.path(of: place) + ":2:"))
            #expect(outcome.errors.contains("warning: the fallback `"))
            stranger.expectNoHarm(outcome)
            expectReadable(outcome)
        }
    }

    @Test(arguments: Stranger.Place.allCases)
    func anUnknownKeyIsShownEscaped(place: Stranger.Place) throws {
        let stranger = try Stranger()
        // libyaml takes no longer ones.
        let limit = place == .yaml ? 1000 : .max
        for name in Self.names where name.utf8.count < limit {
            try stranger.write([(name, 1)], in: place)
            let outcome = try stranger.run("chat.md")
            #expect(outcome.text == "Yo\n", "\(outcome.errors.prefix(300))")
            #expect(outcome.errors.contains(":2:1: warning: unknown key `"))
            expectReadable(outcome)
        }
    }

    /// A model that is asked costs; a list has no end.
    @Test(arguments: Stranger.Place.allCases)
    func onlySixteenFallbacksAreAsked(place: Stranger.Place) throws {
        let stranger = try Stranger()
        let names = (1...2000).map { JSONValue.string("xai/m-\($0)") }
        try stranger.write([("model", "xai/m-0"), ("fallback", .array(names))], in: place)
        let outcome = try stranger.run("chat.md")
        #expect(outcome.text == "Yo\n")
        let path = stranger.path(of: place)
        #expect(
            outcome.errors.hasPrefix("\(path):3:"), "\(outcome.errors.prefix(300))")
        #expect(outcome.errors.contains("only the first 16 models of `fallback` count\n"))
    }

    @Test func whatCheckPrintsIsALineForEach() throws {
        let stranger = try Stranger()
        try stranger.write(
            [("a`\nchat.md:1:1: error: forged\u{1B}[2J", 1), ("preset", "b\nc")], in: .toml)
        let outcome = try stranger.run("check", "chat.md")
        #expect(outcome.ending == .exit(3))
        expectReadable(outcome)
        let lines = outcome.text.split(separator: "\n").filter { $0.hasPrefix("chat.md:") }
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0.hasPrefix("chat.md:2:1: w") || $0.hasPrefix("chat.md:3:") })
    }

    @Test(arguments: Stranger.Place.allCases)
    func thePlaceOfASettingIsShownEscaped(place: Stranger.Place) throws {
        let stranger = try Stranger()
        for name in Self.names {
            try stranger.write([("system", .string(name)), ("stop", [.string(name)])], in: place)
            let outcome = try stranger.run("config", "chat.md", output: .terminal)
            #expect(outcome.ending == .exit(0))
            let shown = outcome.text.unicodeScalars.filter { $0 == "\u{1B}" || $0 == "\u{202E}" }
            #expect(shown.isEmpty)
            #expect(!outcome.text.contains("\nchatmd: error"))
        }
    }
}
