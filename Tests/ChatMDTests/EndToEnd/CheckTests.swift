import LLMCore
import TestSupport
import Testing

@Suite struct CheckTests {
    @Test func aCleanFileSaysNothing() throws {
        let scene = try Scene(replying: "Yo")
        try scene.folder.write("chat.md", "hi\n")
        let outcome = try scene.run("check", "chat.md")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text.isEmpty && outcome.errors.isEmpty)
    }

    @Test func errorsAndWarningsAreNamedByTheirPlace() throws {
        let scene = try Scene(replying: "Yo")
        try scene.folder.write("a.md", "+++\nmodle = 1\n+++\nhi\n\n# === User ===\n")
        try scene.folder.write("b.md", "+++\nmodel = \n+++\nhi\n")
        let outcome = try scene.run("check", "a.md", "b.md")
        #expect(outcome.ending == .exit(3))
        let places = outcome.text.split(separator: "\n").filter { !$0.hasPrefix(" ") }
            .map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
        #expect(places == ["a.md:2:1: warning:", "a.md:6:1: warning:", "b.md:2:9: error:"])
    }

    @Test func strictCountsWarnings() throws {
        let scene = try Scene(replying: "Yo")
        try scene.folder.write("a.md", "# === User ===\nhi\n")
        #expect(try scene.run("check", "a.md").ending == .exit(0))
        #expect(try scene.run("check", "--strict", "a.md").ending == .exit(3))
    }

    @Test func anEmbedThatIsRefusedIsAnError() throws {
        let scene = try Scene(replying: "Yo")
        try scene.folder.write("a.md", "look:\n\n![x](missing.txt)\n")
        let outcome = try scene.run("check", "a.md")
        #expect(outcome.ending == .exit(3))
        #expect(outcome.text.hasPrefix("a.md:3:1: error: "))
    }

    @Test func everyEmbedThatIsRefusedIsAnError() throws {
        let scene = try Scene(replying: "Yo")
        try scene.folder.write("a.md", "![x](missing.txt)\n\nand ![y](none.png)\n")
        let outcome = try scene.run("check", "a.md")
        let errors = outcome.text.split(separator: "\n").filter { !$0.hasPrefix(" ") }
        #expect(errors.map { $0.prefix(9) } == ["a.md:1:1:", "a.md:3:5:"])
    }

    @Test func diagnosticsAreJSONForPrograms() throws {
        let scene = try Scene(replying: "Yo")
        try scene.folder.write("a.md", "# === User ===\nhi\n")
        let outcome = try scene.run("check", "a.md", "--format", "ndjson")
        let event = try JSONParser.parse(
            outcome.output.split(separator: 0x0A).first.map(Array.init) ?? [])
        #expect(event["type"] == "diagnostic")
        #expect(event["path"] == "a.md")
        #expect(event["severity"] == "warning")
        #expect(event["line"] == 1)
    }

    // MARK: stdin

    @Test func aTextOnStdinIsNamedByItsFile() throws {
        let scene = try Scene(replying: "Yo")
        let text = ChatMDProcess.Input.bytes([UInt8]("# === User ===\nhi\n"))
        let named = try scene.run("check", "-", "--stdin-filename", "new.md", input: text)
        #expect(named.text.hasPrefix("new.md:1:1: warning: "))
        #expect(try scene.run("check", "-", input: text).text.hasPrefix("-:1:1: warning: "))
        let outcome = try scene.run(
            "check", "-", "--stdin-filename", "new.md", "--format", "ndjson", input: text)
        let events = try Events(outcome)
        #expect(events.first("diagnostic")?["path"] == "new.md")
        #expect(events.first("done")?["warnings"]?.int == 1)
    }

    @Test func aTextOnStdinHasItsFilesFolder() throws {
        let scene = try Scene(replying: "Yo")
        try scene.folder.write("work/there.txt", "here")
        try scene.folder.write("work/.chatmd.toml", "preset = \"nonesuch\"\n")
        let text = "a: ![a](there.txt)\n\nb: ![b](missing.txt)\n"
        let outcome = try scene.run(
            "check", "-", "--stdin-filename", "work/new.md", input: .bytes([UInt8](text)))
        #expect(outcome.ending == .exit(3))
        #expect(outcome.text.hasPrefix("work/new.md:3:4: error: "), "\(outcome.text)")
        let whole = try scene.run(
            "check", "-", "--stdin-filename", "work/new.md", input: .bytes([UInt8]("hi\n")))
        #expect(whole.text.contains("there is no preset `nonesuch`"))
    }

    @Test func aFolderThatDoesNotExistYetIsNone() throws {
        let scene = try Scene(replying: "Yo")
        let outcome = try scene.run(
            "check", "-", "--stdin-filename", "later/new.md", input: .bytes([UInt8]("hi\n")))
        #expect(outcome.ending == .exit(0), "\(outcome.text)")
    }

    @Test func filesAndStdinAreCheckedTogether() throws {
        let scene = try Scene(replying: "Yo")
        try scene.folder.write("a.md", "# === User ===\nhi\n")
        let outcome = try scene.run(
            "check", "a.md", "-", input: .bytes([UInt8]("+++\nmodel = \n+++\nhi\n")))
        let lines = outcome.text.split(separator: "\n").filter { !$0.hasPrefix(" ") }
        #expect(lines.map { $0.prefix { $0 != " " } } == ["a.md:1:1:", "-:2:9:"])
    }

    @Test(arguments: [
        ["a.md", "--stdin-filename", "b.md"], ["-", "--fix=escape"], ["--stdin-filename", "b.md"],
    ])
    func whatStdinIsNotForIsSaid(arguments: [String]) throws {
        let scene = try Scene(replying: "Yo")
        try scene.folder.write("a.md", "hi\n")
        #expect(try scene.start(["check"] + arguments).outcome().ending == .exit(2))
    }

    @Test func fixesAreWritten() throws {
        let scene = try Scene(replying: "Yo")
        let text = "# === ASSISTANT ===\n\n```\n# === USER ===\nq\n"
        try scene.folder.write("a.md", text)
        try scene.folder.write("b.md", text)
        #expect(try scene.run("check", "--fix=escape", "a.md").ending == .exit(0))
        #expect(scene.folder.text("a.md") == "# === ASSISTANT ===\n\n```\n\\# === USER ===\nq\n")
        #expect(try scene.run("check", "--fix", "close", "b.md").ending == .exit(0))
        #expect(
            scene.folder.text("b.md") == "# === ASSISTANT ===\n\n```\n```\n\n# === USER ===\nq\n")
    }

    // MARK: --continue

    @Test func aReplyThatBrokeOffIsGoneOnWith() throws {
        let scene = try Scene(replying: " three")
        try scene.folder.write(
            "chat.md", "count\n\n# === ASSISTANT ===\n\n```\none two\n````\n\n# === USER ===\n")
        let outcome = try scene.run("append", "chat.md", "--continue", "-m", "grok-3")
        #expect(outcome.ending == .exit(0))
        #expect(
            scene.folder.text("chat.md")
                == "count\n\n# === ASSISTANT ===\n\n```\none two three\n````\n\n# === USER ===\n")
        let sent = try scene.sentMessages()
        #expect(sent.map { $0[0] } == ["user", "assistant", "user"])
        #expect(sent[1][1] == "```\none two")
    }

    @Test func withoutAReplyThereIsNothingToGoOnWith() throws {
        let scene = try Scene(replying: "x")
        try scene.folder.write("chat.md", "count\n")
        let outcome = try scene.run("append", "chat.md", "--continue", "-m", "grok-3")
        #expect(outcome.ending == .exit(8))
        #expect(scene.folder.text("chat.md") == "count\n")
    }

    @Test func aFailureTakesNothingBack() throws {
        let scene = try Scene { _, connection in connection.respond(status: 500, body: "{}") }
        let text = "count\n\n# === ASSISTANT ===\n\none two\n\n# === USER ===\n"
        try scene.folder.write("chat.md", text)
        #expect(try scene.run("append", "chat.md", "--continue", "-m", "grok-3").ending == .exit(7))
        #expect(scene.folder.text("chat.md") == text)
    }
}

@Suite struct CommentTests {
    @Test func commentsStayBehindWhereTheFrontMatterSaysSo() throws {
        let scene = try Scene(replying: "Yo")
        let text = "+++\ncomments = \"strip\"\n+++\n<!-- note --> please answer\n"
        try scene.folder.write("chat.md", text)
        #expect(try scene.run("chat.md", "-m", "grok-3").ending == .exit(0))
        #expect(try scene.sentMessages() == [["user", " please answer"]])
    }

    @Test func aMessageOfCommentsAloneIsNotSent() throws {
        let scene = try Scene(replying: "Yo")
        try scene.folder.write("chat.md", "<!-- note -->\n")
        let outcome = try scene.run("chat.md", "-m", "grok-3", "-o", "comments=strip")
        #expect(outcome.ending == .exit(8))
        #expect(scene.server.connectionCount == 0)
    }
}
