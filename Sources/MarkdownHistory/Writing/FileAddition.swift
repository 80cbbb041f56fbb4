/// What a conversation file grows by: headings and text after its last byte.
///
/// Whoever adds a heading first closes the block that it would vanish in, then sees to one blank
/// line before it.
struct FileAddition: Sendable {
    /// What has been added.
    private(set) var bytes: [UInt8] = []
    /// The file, or its last section, with the first `outlinedCount` of these bytes.
    private var outline: Outline
    private var outlinedCount = 0
    let lineEnding: LineEnding

    /// `lineEnding` is the file's own where nothing else is said.
    init(to file: Outline, lineEnding: LineEnding? = nil) {
        outline = file
        self.lineEnding = lineEnding ?? LineEnding(of: file.source.bytes)
    }

    var roleLines: RoleLines { outline.roleLines }

    /// Adds bytes as they are.
    mutating func append(_ bytes: some Sequence<UInt8>) {
        self.bytes += bytes
    }

    /// Takes back what was added after the first `count` bytes and the last heading.
    mutating func remove(after count: Int) {
        precondition(count >= outlinedCount)
        bytes.removeLast(bytes.count - count)
    }

    /// The file with all that has been added, from its last section on at least.
    private mutating func currentOutline() throws(MarkdownHistoryError) -> Outline {
        guard outlinedCount < bytes.count else { return outline }
        let section = outline.sections[outline.sections.count - 1]
        let source = outline.source
        if let heading = section.headingLine {
            outline = try Outline(
                ofSection: Array(source.bytes[source.start(ofLine: heading)...])
                    + bytes[outlinedCount...],
                roleLines: roleLines
            )
        } else {
            outline = try Outline(of: source.bytes + bytes[outlinedCount...])
        }
        outlinedCount = bytes.count
        return outline
    }

    /// An escaper for a text of its own in this file.
    var escaper: RoleLineEscaper {
        RoleLineEscaper(lineEnding: lineEnding, roleLines: roleLines)
    }

    /// Ends the last line where it has no ending.
    mutating func endLine() {
        if let last = bytes.last ?? outline.source.bytes.last, !last.isLineEnd {
            append(lineEnding.bytes)
        }
    }

    private mutating func appendEscaped(_ text: String) {
        var escaper = escaper
        append(escaper.consume(text) + escaper.finish())
    }
}

// MARK: - Sections

extension FileAddition {
    /// Adds a heading and the blank line after it; an empty section of that role at the end of the
    /// file is filled instead, unless another label is asked for than it has.
    mutating func appendHeading(
        _ role: Role, label: String? = nil
    ) throws(MarkdownHistoryError) {
        let file = try currentOutline()
        if let last = file.sections.last, last.role == role, last.headingLine != nil,
            label == nil || label == last.label, last.textLines(in: file.source) == nil
        {
            appendBlankLine(after: file.source)
            return
        }
        appendHeadingLine(role, label: label, to: file)
        append(lineEnding.bytes)
    }

    /// Adds a section with a text of chatmd's or the user's, escaped.
    mutating func appendSection(
        _ role: Role, label: String? = nil, _ text: String
    ) throws(MarkdownHistoryError) {
        try appendHeading(role, label: label)
        appendEscaped(text)
    }

    /// Adds a fenced block to the last section, outside of whatever its text left open.
    mutating func appendBlock(_ block: FencedBlock) throws(MarkdownHistoryError) {
        appendBreak(to: try currentOutline())
        appendEscaped(block.text)
    }

    /// Adds several. After a block nothing is open, so the section is looked at once, not for each.
    mutating func appendBlocks(_ blocks: [FencedBlock]) throws(MarkdownHistoryError) {
        guard let first = blocks.first else { return }
        try appendBlock(first)
        for block in blocks.dropFirst() {
            endLine()
            append(lineEnding.bytes)
            appendEscaped(block.text)
        }
    }

    /// Adds the heading that the user is to type under.
    mutating func appendLastHeading(_ role: Role) throws(MarkdownHistoryError) {
        appendHeadingLine(role, label: nil, to: try currentOutline())
    }

    private mutating func appendHeadingLine(_ role: Role, label: String?, to file: Outline) {
        appendBreak(to: file)
        append(roleLines.heading(role, label: label) + lineEnding.bytes)
    }

    /// Closes what the end of the text stands in, and sees to a blank line.
    private mutating func appendBreak(to file: Outline) {
        guard let block = file.openBlock else { return appendBlankLine(after: file.source) }
        if file.source.isUnterminated { append(lineEnding.bytes) }
        append(block.closingLine + lineEnding.bytes + lineEnding.bytes)
    }

    private mutating func appendBlankLine(after source: SourceText) {
        if source.lineCount == 0 { return }
        if source.isUnterminated { append(lineEnding.bytes) }
        if source.line(source.lineCount).isBlank { return }
        // An LF directly after a final lone CR would only complete a CRLF.
        if source.bytes.last == .carriageReturn, lineEnding == .lineFeed {
            append(lineEnding.bytes)
        }
        append(lineEnding.bytes)
    }
}
