import TestSupport
import Testing

/// What people see who run it by hand.
@Suite struct TerminalTests {
    private func shown(
        _ arguments: String..., environment: [String: String] = [:], reply: String = "Yo"
    ) throws -> String {
        var scene = try Scene(replying: reply, config: "default_model = \"grok-3\"\n")
        scene.environment.merge(environment) { $1 }
        try scene.folder.write("chat.md", "hi\n")
        let outcome = try scene.start(arguments, output: .terminal).outcome()
        #expect(outcome.ending == .exit(0))
        return Self.withoutSpinner(outcome.text)
    }

    /// The status line comes and goes with the time that passes: what is wiped again is cut out.
    private static func withoutSpinner(_ text: String) -> String {
        guard let end = text.ranges(of: "\r\u{1B}[K").last?.upperBound else { return text }
        return String(text[end...])
    }

    @Test func aReplyEndsWithALineAboutIt() throws {
        let text = try shown("chat.md", "-m", "grok-3", environment: ["TERM": "xterm"])
        let line = try #require(text.wholeMatch(of: /Yo\n\u{1B}\[2m(.*)\u{1B}\[0m\n/)?.1)
        #expect(line.wholeMatch(of: /scripted · 12 in · 3 out · \d+\.\d s/) != nil)
    }

    @Test(arguments: [["NO_COLOR": "1", "TERM": "xterm"], ["TERM": "dumb"]])
    func colourCanBeTurnedOff(environment: [String: String]) throws {
        let text = try shown("chat.md", "-m", "grok-3", environment: environment)
        #expect(!text.contains("\u{1B}"))
        #expect(text.hasPrefix("Yo\nscripted · "))
    }

    @Test func appendShowsOnlyTheLineAboutIt() throws {
        let text = try shown("append", "chat.md", "-m", "grok-3", environment: ["NO_COLOR": "1"])
        #expect(text.wholeMatch(of: /scripted · 12 in · 3 out · \d+\.\d s\n/) != nil)
    }
}
