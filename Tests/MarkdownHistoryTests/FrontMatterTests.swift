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

    @Test func itStandsAtTheVeryStartOnly() throws {
        #expect(try parse("\n+++\nmodel = 1\n+++\n").frontMatter == nil)
        #expect(try parse(" +++\n+++\n").frontMatter == nil)
        #expect(try parse("++++\n+++\n").frontMatter == nil)
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func everyLineEndingWillDo(ending: String) throws {
        let text = ["+++", "model = \"x\"", "+++", "# === SYSTEM ===", "s"].joined(
            separator: ending)
        let file = try parse(text)
        #expect(try file.frontMatter?.settings.string(for: "model") == "x")
        #expect(file.turns.map(\.role) == [.system])
        #expect(file.turns.first?.lines == 5...5)
    }

    private func parse(_ text: String) throws -> ChatFile {
        try ChatFile(parsing: Array(text.utf8))
    }
}
