import MarkdownHistory
import TestSupport
import Testing

@testable import chatmd

/// What doc/file-format.md says about front matter is what the program does.
@Suite struct FileFormatDocumentTests {
    private let lines: [Substring]

    init() throws {
        let root = #filePath.components(upTo: "/Tests/")
        let bytes = try FileContents.bytes(at: root + "/doc/file-format.md")
        lines = String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
    }

    @Test func theTablesNameEveryKeyInOrder() {
        let effective = SettingKey.allCases.filter(\.hasEffect)
        let others = SettingKey.allCases.filter { !$0.hasEffect }
        #expect(keys(under: "| key | meaning |") == effective.map(\.rawValue))
        #expect(keys(under: "| key without effect yet | meaning |") == others.map(\.rawValue))
    }

    @Test func everySynonymIsNamed() {
        let text = lines.joined(separator: "\n")
        for synonym in SettingKey.allCases.compactMap(\.synonym) {
            #expect(text.contains("`\(synonym)`"))
        }
    }

    @Test(arguments: [FrontMatter.Syntax.toml, .yaml])
    func theExamplesAreRead(syntax: FrontMatter.Syntax) throws {
        let opening = syntax == .toml ? "+++" : "---"
        let start = try #require(
            lines.indices.first { lines[$0] == "```markdown" && lines[$0 + 1] == opening })
        let end = try #require(lines[start...].firstIndex(of: "```"))
        let example = lines[start + 1..<end].joined(separator: "\n")
        let frontMatter = try #require(try ChatFile(parsing: Array(example.utf8)).frontMatter)
        #expect(frontMatter.syntax == syntax)
        #expect(!frontMatter.settings.entries.isEmpty)
        #expect(SettingsLayer.diagnostics(of: frontMatter.settings).isEmpty)
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
