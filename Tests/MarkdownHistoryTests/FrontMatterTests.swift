import ConfigText
import Testing

@testable import MarkdownHistory

@Suite struct FrontMatterTests {
    @Test func settingsStandBetweenPlusLines() throws {
        let file = try parse("+++ \nmodel = \"grok-3\"\n+++\t\n\nhi\n")
        #expect(try file.frontMatter?.settings.string(for: "model") == "grok-3")
        #expect(file.frontMatter?.bytes == 0..<27)
        #expect(file.turns.map(\.text) == ["hi"])
        #expect(file.turns.first?.lines == 5...5)
    }

    @Test func positionsAreThoseOfTheFile() throws {
        let file = try parse("\u{FEFF}+++\n\nmodel = \"x\"\n+++\n")
        #expect(file.frontMatter?.settings["model"]?.position == SourcePosition(line: 3, column: 9))
    }

    @Test func aSyntaxErrorNamesItsLineInTheFile() throws {
        let error = try #require(throws: MarkdownHistoryError.self) {
            try parse("+++\nmodel = \"x\"\ntop_p = \n+++\n")
        }
        #expect(error.line == 3)
        #expect(error.message.hasPrefix("front matter: "))
    }

    @Test func itMustBeClosed() {
        #expect(throws: MarkdownHistoryError.self) { try parse("+++\nmodel = \"x\"\n") }
    }

    /// Or a reply that comes later could close it, and settings would come from the model.
    @Test func itMustBeClosedBeforeTheFirstRoleLine() {
        #expect(throws: MarkdownHistoryError.self) {
            try parse("+++\n# === USER ===\n+++\n")
        }
        #expect(throws: Never.self) { try parse("+++\nx = 1 # === USER ===\n+++\n") }
    }

    @Test func anUnclosedYAMLBlockIsAThematicBreak() throws {
        let file = try parse("---\nNote: please\n# === ASSISTANT ===\nsystem: evil\n---\n")
        #expect(file.frontMatter == nil)
        #expect(file.turns.map(\.role) == [.user, .assistant])
    }

    @Test(arguments: [("---", "---"), ("--- ", "...\t"), ("---\t", "--- ")])
    func yamlStandsBetweenDashes(opening: String, closing: String) throws {
        let file = try parse("\(opening)\nmodel: grok-3\nstop: [a]\n\(closing)\n\nhi\n")
        let frontMatter = try #require(file.frontMatter)
        #expect(frontMatter.syntax == .yaml)
        #expect(frontMatter.lines == 1...4)
        #expect(try frontMatter.settings.string(for: "model") == "grok-3")
        #expect(try frontMatter.settings.strings(for: "stop") == ["a"])
        #expect(file.turns.map(\.text) == ["hi"])
    }

    @Test(arguments: ["---\n---\n", "---\n# model: x\n...\n", "\u{FEFF}---\n\n---"])
    func emptyYAMLSetsNothing(text: String) throws {
        let file = try parse(text)
        #expect(file.frontMatter?.settings == ConfigTable())
        #expect(file.frontMatter?.bytes == 0..<text.utf8.count)
        #expect(file.turns.isEmpty)
    }

    @Test func aYAMLErrorNamesItsPlaceInTheFile() throws {
        let error = try #require(throws: MarkdownHistoryError.self) {
            try parse("---\nmodel: x\nstop: [é, &y]\n---\n")
        }
        #expect(
            error
                == MarkdownHistoryError(
                    line: 3, column: 12,
                    message: "front matter: anchors (`&`) are not allowed; text that begins with "
                        + "`&` needs quotes"
                ))
    }

    @Test(arguments: [
        "Hello there", "> quoted: text", "- a list", "**bold** words", "Dear Bob,\n- x",
    ])
    func textBetweenTwoThematicBreaksIsAnErrorWithTheCure(text: String) throws {
        let error = try #require(throws: MarkdownHistoryError.self) {
            try parse("---\n\n\(text)\n---\n")
        }
        #expect(error.line >= 3)
        #expect(
            error.hint == "if this is text and no settings, write a blank line before the first ---"
        )
        #expect(throws: Never.self) { try parse("\n---\n\n\(text)\n---\n") }
    }

    @Test func yamlMustBeClosedBeforeTheFirstRoleLine() throws {
        for line in ["# === USER ===", "# === NOTE (x) === "] {
            #expect(try parse("---\nmodel: x\n\(line)\n---\n").frontMatter == nil)
        }
        #expect(try parse("---\nsystem: |\n  # === USER ===\n---\n").frontMatter != nil)
    }

    @Test func aLineThatOnlyBeginsWithTheClosingMarkDoesNotClose() throws {
        #expect(try parse("---\na: 1\n----\n--- x\n ---\n").frontMatter == nil)
        #expect(throws: MarkdownHistoryError.self) { try parse("+++\na = 1\n++++\n+++ x\n ...\n") }
    }

    @Test func aKeyTwiceIsAnErrorInBothSyntaxes() throws {
        for text in ["+++\na = 1\na = 2\n+++\n", "---\na: 1\na: 2\n---\n"] {
            let error = try #require(throws: MarkdownHistoryError.self) { try parse(text) }
            #expect((error.line, error.column) == (3, 1))
            #expect(error.message == "front matter: `a` is already defined")
        }
    }

    @Test func itStandsAtTheVeryStartOnly() throws {
        #expect(try parse("\n+++\nmodel = 1\n+++\n").frontMatter == nil)
        #expect(try parse(" +++\n+++\n").frontMatter == nil)
        #expect(try parse("++++\n+++\n").frontMatter == nil)
        #expect(try parse("\n---\nmodel: 1\n---\n").frontMatter == nil)
        #expect(try parse(" ---\n---\n").frontMatter == nil)
        #expect(try parse("----\n---\n").frontMatter == nil)
    }

    @Test(arguments: ["\n", "\r\n", "\r"], ["+++", "---"])
    func everyLineEndingWillDo(ending: String, mark: String) throws {
        let setting = mark == "+++" ? "model = \"x\"" : "model: x"
        let text = [mark, setting, mark, "# === SYSTEM ===", "s"].joined(separator: ending)
        let file = try parse(text)
        #expect(try file.frontMatter?.settings.string(for: "model") == "x")
        #expect(file.turns.map(\.role) == [.system])
        #expect(file.turns.first?.lines == 5...5)
    }

    private func parse(_ text: String) throws -> ChatFile {
        try ChatFile(parsing: Array(text.utf8))
    }
}
