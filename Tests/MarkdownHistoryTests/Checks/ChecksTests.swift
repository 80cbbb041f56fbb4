import TestSupport
import Testing

@testable import MarkdownHistory

/// What `check` says, and where.
@Suite struct ChecksTests {
    @Test(arguments: [
        ("# === User ===", 1), (" # === USER ===", 1), ("# === USER === #", 1),
        ("# === USER\u{A0}===", 1), ("x = 1# === USER ===", 6), ("# === user (Ada) ===", 1),
        ("#\u{A0}=== NOTE ===  ##", 1),
    ])
    func aNearMissIsAWarning(line: String, column: Int) throws {
        let file = try parse("q\n\n\(line)\n")
        #expect(file.diagnostics.map(\.severity) == [.warning])
        #expect(file.diagnostics.first?.line == 3)
        #expect(file.diagnostics.first?.column == column)
    }

    @Test(arguments: [
        "\\# === User ===", "\\# === USER ===", "# Users", "a === b", "see `# === USER ===`",
        "    # === USERS ===", "# === OTHER ===", "say # === USER === to them",
    ])
    func anythingElseIsNone(line: String) throws {
        #expect(try parse("q\n\n\(line)\n").diagnostics.isEmpty)
    }

    @Test func aNearMissInABlockIsOneToo() throws {
        #expect(try parse("q\n\n```\n# === User ===\n```\n").diagnostics.map(\.line) == [4])
    }

    @Test func anEmptySectionAndADoubledOneAreNamed() throws {
        let file = try parse(
            "# === USER ===\n\n# === USER ===\na\n# === USER ===\nb\n# === NOTE ===\n")
        #expect(DoubledSections.diagnostics(in: file).map(\.line) == [1, 5])
    }

    @Test func aConversationThatWaitsForNobodyIsNamed() throws {
        #expect(
            LastTurn.diagnostics(in: try parse("q\n# === ASSISTANT ===\na\n")).map(\.line) == [2])
        #expect(LastTurn.diagnostics(in: try parse("q\n# === NOTE ===\na\n")).isEmpty)
        let answered = "q\n# === ASSISTANT ===\na\n# === USER ===\n"
        #expect(LastTurn.diagnostics(in: try parse(answered)).isEmpty)
        #expect(LastTurn.diagnostics(in: try parse("")).isEmpty)
    }

    @Test func whatLooksLikeAKeyIsNamedByItsPlace() throws {
        let file = try parse(
            "key: sk-ant-\(String(repeating: "a1", count: 20))\nsk-short\nask-\(String(repeating: "x", count: 40))\n"
        )
        let found = KeysInText.diagnostics(in: file)
        #expect(found.map(\.line) == [1])
        #expect(found.first?.column == 6)
        #expect(found.first?.message == "this looks like an Anthropic key")
    }

    @Test func anUnresolvedMergeIsNamedByItsFirstLine() throws {
        let conflict = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n"
        let file = try parse("q\n\(conflict)\n```\n\(conflict)```\n")
        let found = MergeConflicts.diagnostics(in: file)
        #expect(found.map(\.line) == [2, 9])
        #expect(found.first?.hint?.hasPrefix("it ends on line 6;") == true)
    }

    @Test(arguments: [
        "<<<<<<< HEAD\n", ">>>>>>> a\n<<<<<<< b\n", "> <<<<<<< a\n> >>>>>>> b\n", "q\n=======\n",
        ">>>>>>> a quotation in a quotation\n",
    ])
    func whatIsNoMergeIsNone(text: String) throws {
        #expect(MergeConflicts.diagnostics(in: try parse(text)).isEmpty)
    }

    @Test(arguments: [
        "\u{1B}[31m", "\u{7F}", "\u{9B}", "\u{202E}", "\u{2066}", "\u{61C}", "\u{200F}",
    ])
    func aControlCharacterIsNamed(text: String) throws {
        let found = ControlCharacters.diagnostics(in: try parse("ok\nä\(text)\n"))
        #expect(found.map(\.line) == [2])
        #expect(found.first?.column == 3)
    }

    @Test func ordinaryTextHoldsNone() throws {
        #expect(ControlCharacters.diagnostics(in: try parse("a\tb — é 日本 👩‍👩‍👧 \u{0C}\n")).isEmpty)
    }

    @Test func aModelineInForeignTextIsNamedWhereVimLooks() throws {
        let far = String(repeating: "x\n", count: 10)
        let text = "q\n# === ASSISTANT ===\n\(far)vim: set ft=c:\n\(far)# vi: noet\n"
        #expect(Modelines.diagnostics(in: try parse(text)).map(\.line) == [24])
        #expect(Modelines.diagnostics(in: try parse("vim: set ft=c:\n")).isEmpty)
    }

    @Test func aRoleLineInAnHTMLBlockThatIsOpenAtTheEndIsAnError() throws {
        #expect(try parse("<details>\n# === USER ===\nq\n").diagnostics.map(\.severity) == [.error])
        #expect(
            try parse("<details>\n# === USER ===\n\nq\n").diagnostics.map(\.severity) == [.warning])
    }

    // MARK: Mending

    @Test func escapingMakesAQuotationOfIt() throws {
        let file = try parse("q\n\n```\n# === USER ===\n\\# === NOTE ===\n```\n")
        let mended = try parse(String(decoding: try file.mended(by: .escape), as: UTF8.self))
        #expect(mended.diagnostics.isEmpty)
        #expect(mended.turns.map(\.text) == file.turns.map(\.text))
    }

    @Test(arguments: [
        ("```py\nx\n# === USER ===\nq", "```"), ("<!-- a\n# === USER ===\nq", "-->"),
        ("~~~~\n# === USER ===\nq", "~~~~"), ("<pre>\n# === USER ===\nq", "</pre>"),
    ])
    func closingMakesAHeadingOfIt(text: String, closing: String) throws {
        let file = try parse("# === ASSISTANT ===\n\n\(text)")
        #expect(file.diagnostics.map(\.severity) == [.error])
        let bytes = try file.mended(by: .close)
        let mended = try ChatFile(parsing: bytes)
        #expect(mended.diagnostics.isEmpty)
        #expect(mended.turns.map(\.role) == [.assistant, .user])
        #expect(String(decoding: bytes, as: UTF8.self).contains("\n\(closing)\n\n# === USER ==="))
    }

    @Test func aBlockThatABlankLineEndsGetsOne() throws {
        let mended = try parse("# === ASSISTANT ===\n\n<details>\n# === USER ===\nq").mended(
            by: .close)
        #expect(
            String(decoding: mended, as: UTF8.self)
                == "# === ASSISTANT ===\n\n<details>\n\n# === USER ===\nq")
    }

    /// Both ways end without an error, and escaping changes no message.
    @Test func mendingLeavesNoError() throws {
        for seed in Seeds(cases: 600) {
            var hostile = HostileText(seed: seed)
            let file = try ChatFile(parsing: Array(hostile.conversation().utf8))
            let escaped = try ChatFile(parsing: try file.mended(by: .escape))
            #expect(
                escaped.diagnostics.allSatisfy { $0.severity == .warning }, "CHATMD_SEED=\(seed)")
            #expect(escaped.turns.map(\.text) == file.turns.map(\.text), "CHATMD_SEED=\(seed)")
            let closed = try ChatFile(parsing: try file.mended(by: .close))
            #expect(
                closed.diagnostics.allSatisfy { $0.severity == .warning }, "CHATMD_SEED=\(seed)")
        }
    }

    private func parse(_ text: String) throws -> ChatFile {
        try ChatFile(parsing: Array(text.utf8))
    }
}
