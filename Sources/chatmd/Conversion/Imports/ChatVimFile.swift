import ConfigText
import MarkdownHistory

/// A Markdown conversation whose role lines are the author's own, as chatvim's settings allow, to be
/// written with the default ones and with settings in TOML.
struct ChatVimFile {
    /// The messages, with the delimiters' settings gone.
    let conversation: ImportedConversation
    let lineEnding: LineEnding
    let warnings: [Diagnostic]

    init(parsing bytes: [UInt8]) throws(MarkdownHistoryError) {
        let file = try ChatFile(parsing: bytes)
        if let error = file.diagnostics.first(where: { $0.severity == .error }) {
            throw MarkdownHistoryError(
                line: error.line, column: error.column, message: error.message, hint: error.hint
            )
        }
        lineEnding = LineEnding(of: file.source.bytes)
        warnings = file.diagnostics
        var conversation = ImportedConversation()
        for turn in file.turns {
            conversation.append(
                .init(
                    role: turn.role, label: turn.label, text: turn.text,
                    blocks: turn.toolRecords.map(\.block)
                )
            )
        }
        if let frontMatter = file.frontMatter {
            conversation.settings = Self.settings(of: frontMatter, in: file.source)
        }
        self.conversation = conversation
    }

    /// The settings without the delimiters: the author's own lines with their comments where the
    /// delimiters can be cut out, else written anew.
    private static func settings(of frontMatter: FrontMatter, in source: SourceText) -> String {
        let delimiters = Set(Delimiters.Key.allCases.flatMap { [$0.rawValue, $0.camelCase] })
        let entries = frontMatter.settings.entries
        let kept = ConfigTable(entries: entries.filter { !delimiters.contains($0.key) })
        let text = TOMLWriter.text(of: kept)
        guard frontMatter.syntax == .toml, !kept.entries.isEmpty else { return text }
        let cut = Set(entries.filter { delimiters.contains($0.key) }.map(\.keyPosition.line))
        let lines = frontMatter.lines.dropFirst().dropLast().filter { !cut.contains($0) }
            .map { String(decoding: source.line($0), as: UTF8.self) + "\n" }.joined()
        let reread = (try? TOMLParser.parse(Array(lines.utf8))).map { TOMLWriter.text(of: $0) }
        return reread == text ? lines : text
    }
}
