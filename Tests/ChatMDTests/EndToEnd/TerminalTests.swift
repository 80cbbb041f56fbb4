import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

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
        guard let end = text.ranges(of: "\r\u{1B}[J").last?.upperBound else { return text }
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

    @Test func theLineOfAppendIsAsDimAsThatOfComplete() throws {
        let text = try shown("append", "chat.md", "-m", "grok-3", environment: ["TERM": "xterm"])
        #expect(text.wholeMatch(of: /\u{1B}\[2mscripted · .*\u{1B}\[0m\n/) != nil)
    }

    @Test func aReplyIsStyled() throws {
        let text = try shown(
            "chat.md", "-m", "grok-3", environment: ["TERM": "xterm"],
            reply: "# T\n**a** \u{1B}]0;x\u{7}`b`")
        let reply =
            "\u{1B}[1m# T\u{1B}[0m\n\u{1B}[1m**a**\u{1B}[0m ^[]0;x^G\u{1B}[36m`b`\u{1B}[0m\n"
        #expect(text.hasPrefix(reply), "\(text.debugDescription)")
    }

    @Test func inAPipeItIsStyledWhereThatIsForced() throws {
        var scene = try Scene(replying: "**a** b", config: "default_model = \"grok-3\"\n")
        try scene.folder.write("chat.md", "hi\n")
        #expect(try scene.run("chat.md").text == "**a** b\n")
        scene.environment["CLICOLOR_FORCE"] = "1"
        #expect(try scene.run("chat.md").text == "\u{1B}[1m**a**\u{1B}[0m b\n")
        scene.environment["NO_COLOR"] = "1"
        #expect(try scene.run("chat.md").text == "**a** b\n")
    }

    @Test func codeAloneAndDataAreNoMarkdown() throws {
        let code = try shown(
            "chat.md", "-x", environment: ["TERM": "xterm"], reply: "```\n# *a*\n```\n")
        #expect(code.hasPrefix("# *a*\n"), "\(code.debugDescription)")
        let data = try shown(
            "chat.md", "--schema", "a", environment: ["TERM": "xterm"], reply: #"{"a": "*b*"}"#)
        #expect(data.hasPrefix(#"{"a": "*b*"}"#), "\(data.debugDescription)")
    }

    /// Whatever interrupts a reply finds the terminal plain.
    @Test func aReplyThatIsCutLeavesTheTerminalPlain() throws {
        var scene = try Scene(config: "default_model = \"grok-3\"\n") { _, connection in
            connection.beginEvents()
            connection.writeText(#"```c\nint"#)
            connection.waitUntilClientLeaves()
        }
        scene.environment["TERM"] = "xterm"
        try scene.folder.write("chat.md", "hi\n")
        let process = try scene.start(["chat.md"], output: .terminal)
        #expect(process.waitForOutput { $0.hasSuffix("\u{1B}[36mint\u{1B}[0m") })
        process.send(SIGINT)
        let outcome = try process.outcome()
        #expect(outcome.ending == .signal(SIGINT))
        #expect(outcome.text.contains("\u{1B}[36mint\u{1B}[0m\n\u{1B}[2m"))
        #expect(outcome.text.hasSuffix("\u{1B}[0m\n"))
    }

    @Test func whatIsCutBetweenTwoPiecesArrivesWhole() throws {
        var scene = try Scene(
            replying: "e", "\u{301} 漢", "字 👩", "\u{200D}🔥 *", "*a*", "*\r", "\nb\r", "c")
        scene.environment["TERM"] = "xterm"
        try scene.folder.write("chat.md", "hi\n")
        let outcome = try scene.run("chat.md", "-m", "grok-3", output: .terminal)
        let text = Self.withoutSpinner(outcome.text).replacing(/\u{1B}\[[0-9;]*m/, with: "")
        #expect(
            text.hasPrefix("e\u{301} 漢字 👩\u{200D}🔥 **a**\r\nb^Mc\n"), "\(text.debugDescription)")
    }

    @Test func theCursorRestsBeforeTheSpinner() throws {
        var scene = try Scene { _, connection in
            connection.beginEvents()
            connection.waitUntilClientLeaves()
        }
        scene.environment["TERM"] = "xterm"
        try scene.folder.write("chat.md", "hi\n")
        let process = try scene.start(["chat.md", "-m", "grok-3"], output: .terminal)
        #expect(process.waitForOutput { $0.contains(" waiting for grok-3 0 s\u{1B}[J\r") })
        process.send(SIGINT)
        let outcome = try process.outcome()
        #expect(outcome.ending == .signal(SIGINT))
        #expect(Self.withoutSpinner(outcome.text).hasPrefix("\u{1B}[2mgrok-3 · cancelled"))
    }

    @Test func jsonHasEscapesOnATerminal() throws {
        let text = try shown(
            "chat.md", "-m", "grok-3", "--format", "json", reply: "a\u{9B}2J\u{202E}")
        #expect(text.contains(#""text":"a\u009b2J\u202e""#), "\(text.debugDescription)")
    }

    @Test func whatIsExportedHasThemToo() throws {
        let scene = try Scene(replying: "")
        try scene.folder.write("chat.md", "a\u{9B}2J\u{202E}\n")
        let text = try scene.run("export", "chat.md", output: .terminal).text
        #expect(text.contains(#""content": "a\u009b2J\u202e""#), "\(text.debugDescription)")
    }
}
