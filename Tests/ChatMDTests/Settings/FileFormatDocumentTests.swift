import MarkdownHistory
import TestSupport
import Testing

@testable import chatmd

/// What doc/file-format.md says is what the program does.
@Suite struct FileFormatDocumentTests {
    private let lines: [Substring]

    init() throws {
        let root = #filePath.components(upTo: "/Tests/")
        let bytes = try FileContents.bytes(at: root + "/doc/file-format.md")
        lines = String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
    }

    @Test func theTableNamesEveryKeyInOrder() {
        #expect(keys(under: "| key | meaning |") == SettingKey.allCases.map(\.rawValue))
    }

    @Test func everySynonymIsNamed() {
        let text = lines.joined(separator: "\n")
        for synonym in SettingKey.allCases.compactMap(\.synonym) {
            #expect(text.contains("`\(synonym)`"))
        }
    }

    @Test func theConversationsAreReadAsTheirCommentsSay() throws {
        var count = 0
        for example in examples(in: "markdown") where !example.isFrontMatter {
            let file = try ChatFile(parsing: Array(example.text.utf8))
            let roles = file.turns.isEmpty ? ["none"] : file.turns.map(\.role.rawValue)
            #expect(
                example.lineBefore == "<!-- messages: \(roles.joined(separator: ", ")) -->",
                "line \(example.line)")
            #expect(file.diagnostics.isEmpty, "line \(example.line)")
            count += 1
        }
        #expect(count >= 4)
    }

    @Test func everyRoleLineIsListed() throws {
        let list = try #require(examples(in: "markdown").first).text
        #expect(
            Set(list.split(separator: "\n").map(String.init))
                == Set(Role.allCases.map { RoleLine($0).text }))
    }

    @Test(arguments: [FrontMatter.Syntax.toml, .yaml])
    func theFrontMattersAreRead(syntax: FrontMatter.Syntax) throws {
        let opening = syntax == .toml ? "+++" : "---"
        let example = try #require(
            examples(in: "markdown").first { $0.text.hasPrefix(opening) })
        let frontMatter = try #require(
            try ChatFile(parsing: Array(example.text.utf8)).frontMatter)
        #expect(frontMatter.syntax == syntax)
        #expect(!frontMatter.settings.entries.isEmpty)
        #expect(SettingsLayer.diagnostics(of: frontMatter.settings).isEmpty)
    }

    @Test func theConfigurationIsRead() throws {
        let example = try #require(examples(in: "toml").first)
        let config = try ConfigFile(parsing: Array(example.text.utf8))
        #expect(config.warnings.isEmpty)
        #expect(config.embeds != EmbedRules())
    }

    /// The example under "What is written" is what is written for its reply.
    @Test func aReplyIsWrittenLikeThat() throws {
        let heading = try #require(lines.firstIndex(of: "## What is written"))
        let example = try #require(examples(in: "markdown").first { $0.line > heading })
        let whole = try ChatFile(parsing: Array(example.text.utf8))
        let question = try #require(whole.turns.first)
        let reply = try #require(whole.turns.last)
        let before = Array(whole.source.bytes[..<question.bytes.upperBound]) + [0x0A]
        var writer = try ReplyWriter(replyingTo: try ChatFile(parsing: before))
        let written = writer.consume(reply.text) + (try writer.finish())
        #expect(String(decoding: before + written, as: UTF8.self) == example.text)
    }

    // MARK: - The parts of the document

    private struct Example {
        /// Line of its opening fence, from 1.
        var line: Int
        var lineBefore: Substring
        var text: String

        var isFrontMatter: Bool { text.hasPrefix("+++\n") || text.hasPrefix("---\n") }
    }

    /// The fenced blocks of a language. Their texts hold no fences.
    private func examples(in language: String) -> [Example] {
        lines.indices.filter { lines[$0] == "```\(language)" }.map { opening in
            let text = lines[(opening + 1)...].prefix { $0 != "```" }
            return Example(
                line: opening + 1, lineBefore: lines[opening - 1],
                text: text.map { $0 + "\n" }.joined()
            )
        }
    }

    /// What stands in backticks in the first column.
    private func keys(under header: Substring) -> [String] {
        guard let start = lines.firstIndex(of: header) else { return [] }
        return lines[(start + 2)...].prefix { $0.hasPrefix("|") }.flatMap { row in
            row.split(separator: "|")[0].split(separator: "`").filter {
                !$0.allSatisfy(\.isWhitespace)
            }
        }.map(String.init)
    }
}

extension String {
    /// The text before the last place where `marker` stands.
    fileprivate func components(upTo marker: String) -> String {
        let places = indices.filter { self[$0...].hasPrefix(marker) }
        return places.last.map { String(self[..<$0]) } ?? self
    }
}
