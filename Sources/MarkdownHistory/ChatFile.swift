import ConfigText

/// A conversation kept in a Markdown file: front matter and turns, read from bytes.
///
/// Which lines are role lines is decided by the raw line and by cmark's tree: a role line inside a
/// fenced code block or an HTML block directly under the document is content. Only bytes up to the
/// end of a line decide about it, never later ones.
public struct ChatFile: Sendable {
    public let source: SourceText
    public let frontMatter: FrontMatter?
    /// The messages and notes in order; blank sections are left out.
    public let turns: [Turn]
    public let diagnostics: [Diagnostic]
    let sections: [Section]
    /// The block that the next heading would vanish in.
    let openBlock: OpenBlock?

    public init(parsing bytes: [UInt8]) throws(MarkdownHistoryError) {
        source = try SourceText(bytes)
        frontMatter = try FrontMatter(of: source)
        let body = frontMatter?.bytes.upperBound ?? source.start(ofLine: 1)
        let firstLine = frontMatter == nil ? 1 : source.line(at: body - 1) + 1
        let tree = MarkdownTree(parsing: source.bytes[body...], firstLine: firstLine)
        sections = Self.sections(of: source, from: firstLine, tree.blocks)
        turns = sections.compactMap { [source] section in section.turn(in: source) }
        openBlock = OpenBlock(atEndOf: source, blocks: tree.blocks)
        diagnostics = HiddenRoleLines.diagnostics(
            in: source, blocks: tree.blocks, sections: sections, openBlock: openBlock
        )
    }

    /// The conversation with a user turn more, as `append -p` writes it.
    public func adding(prompt: String) throws(MarkdownHistoryError) -> ChatFile {
        var addition = FileAddition(to: self)
        try addition.appendSection(.user, prompt)
        return try ChatFile(parsing: source.bytes + addition.bytes)
    }

    private static func sections(
        of source: SourceText, from firstLine: Int, _ blocks: [MarkdownBlock]
    ) -> [Section] {
        var sections: [Section] = []
        var open = Section(role: .user, headingLine: nil, lines: firstLine..<firstLine)
        for block in blocks where block.kind == .heading(level: 1) {
            guard let roleLine = RoleLine(line: source.line(block.line)) else { continue }
            open.lines = open.lines.lowerBound..<block.line
            sections.append(open)
            open = Section(
                role: roleLine.role,
                label: roleLine.label,
                headingLine: block.line,
                lines: block.line + 1..<block.line + 1
            )
        }
        open.lines = open.lines.lowerBound..<source.lineCount + 1
        sections.append(open)
        return sections
    }
}
