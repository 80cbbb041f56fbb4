/// Where the parts of a conversation file stand: front matter, sections, and what is left open.
///
/// Which lines are role lines is decided by the raw line and by cmark's tree: a role line inside a
/// fenced code block or an HTML block directly under the document is content. Only bytes up to the
/// end of a line decide about it, never later ones.
struct Outline: Sendable {
    let source: SourceText
    let frontMatter: FrontMatter?
    let roleLines: RoleLines
    let blocks: [MarkdownBlock]
    /// In order, blank ones too; the first may stand before any role line.
    let sections: [Section]
    /// The block that the next heading would vanish in.
    let openBlock: OpenBlock?

    init(of bytes: [UInt8]) throws(MarkdownHistoryError) {
        let source = try SourceText(bytes)
        let frontMatter = try FrontMatter(of: source)
        self.init(of: source, frontMatter, try RoleLines(from: frontMatter))
    }

    /// The last section of a text alone. What stands before it cannot change how it reads, or what
    /// can follow it.
    init(ofSection bytes: [UInt8], roleLines: RoleLines) throws(MarkdownHistoryError) {
        self.init(of: try SourceText(bytes), nil, roleLines)
    }

    private init(of source: SourceText, _ frontMatter: FrontMatter?, _ roleLines: RoleLines) {
        let body = frontMatter?.bytes.upperBound ?? source.start(ofLine: 1)
        let firstLine = frontMatter.map { $0.lines.upperBound + 1 } ?? 1
        let tree = MarkdownTree(
            parsing: source.bytes[body...], firstLine: firstLine, roleLines: roleLines
        )
        self.source = source
        self.frontMatter = frontMatter
        self.roleLines = roleLines
        blocks = tree.blocks
        sections = Self.sections(of: source, from: firstLine, blocks, roleLines)
        openBlock = OpenBlock(atEndOf: source, tree: tree)
    }

    /// Whether a block is still open at the end of the file; also one that a blank line would end.
    func isOpenAtEnd(_ block: MarkdownBlock) -> Bool {
        guard block == blocks.last else { return false }
        if openBlock != nil { return true }
        return block.kind == .html && HTMLBlock(openedBy: source.line(block.line)) == nil
            && !source.line(source.lineCount).isBlank
    }

    /// The first line after the front matter.
    var firstLine: Int { sections[0].lines.lowerBound }

    private static func sections(
        of source: SourceText, from firstLine: Int, _ blocks: [MarkdownBlock],
        _ roleLines: RoleLines
    ) -> [Section] {
        var sections: [Section] = []
        var open = Section(role: .user, headingLine: nil, lines: firstLine..<firstLine)
        for block in blocks where block.kind == .heading(level: 1) {
            guard let roleLine = roleLines.roleLine(source.line(block.line)) else { continue }
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
