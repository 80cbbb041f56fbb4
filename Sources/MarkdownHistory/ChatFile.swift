import ConfigText

/// A conversation kept in a Markdown file: front matter and turns, read from bytes.
///
/// Which lines are role lines is decided by the raw line and by cmark's tree: a role line inside a
/// fenced code block or an HTML block directly under the document is content. Only bytes up to the
/// end of a line decide about it, never later ones.
public struct ChatFile: Sendable {
    let outline: Outline
    /// The messages and notes in order; blank sections are left out.
    public let turns: [Turn]
    /// What its author should know before it is sent, in the order of the lines.
    public let diagnostics: [Diagnostic]

    public init(parsing bytes: [UInt8]) throws(MarkdownHistoryError) {
        outline = try Outline(of: bytes)
        let records = PlacedRecord.records(in: outline)
        var turns = zip(outline.sections, records).compactMap { [outline] section, records in
            section.turn(in: outline, records: records)
        }
        var diagnostics =
            HiddenRoleLines.diagnostics(in: outline) + NearMisses.diagnostics(in: outline)
        for index in turns.indices {
            let search = EmbedSearch(in: turns[index], of: outline)
            turns[index].embeds = search.embeds
            diagnostics += search.diagnostics
        }
        self.turns = turns
        self.diagnostics = diagnostics.sorted { $0.line < $1.line }
    }

    public var source: SourceText { outline.source }
    /// All sections in order, blank ones too; the first stands before any role line.
    public var sections: [Section] { outline.sections }
    public var frontMatter: FrontMatter? { outline.frontMatter }

    /// The conversation with a user turn more, as `append -p` writes it.
    public func adding(prompt: String) throws(MarkdownHistoryError) -> ChatFile {
        var addition = FileAddition(to: outline)
        try addition.appendSection(.user, prompt)
        return try ChatFile(parsing: source.bytes + addition.bytes)
    }
}
