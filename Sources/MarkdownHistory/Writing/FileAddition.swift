/// What a conversation file grows by: headings and text after its last byte.
///
/// Whoever adds a heading first closes the block that it would vanish in, then sees to one blank
/// line before it.
struct FileAddition: Sendable {
    /// The file and what has been added.
    private var text: [UInt8]
    private let originalSize: Int
    let lineEnding: LineEnding
    let roleLines: RoleLines

    /// `lineEnding` is the file's own where nothing else is said.
    init(to file: Outline, lineEnding: LineEnding? = nil) {
        text = file.source.bytes
        originalSize = text.count
        self.lineEnding = lineEnding ?? LineEnding(of: text)
        roleLines = file.roleLines
    }

    var bytes: ArraySlice<UInt8> { text[originalSize...] }

    /// Adds bytes as they are.
    mutating func append(_ bytes: some Sequence<UInt8>) {
        text += bytes
    }

    /// Takes back what was added after the first `count` bytes.
    mutating func remove(after count: Int) {
        text.removeLast(bytes.count - count)
    }

    /// An escaper for a text of its own in this file.
    var escaper: RoleLineEscaper {
        RoleLineEscaper(lineEnding: lineEnding, roleLines: roleLines)
    }

    /// Ends the last line where it has no ending.
    mutating func endLine() {
        if let last = text.last, !last.isLineEnd { append(lineEnding.bytes) }
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
        let file = try Outline(of: text)
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
        appendBreak(to: try Outline(of: text))
        appendEscaped(block.text)
    }

    /// Adds the heading that the user is to type under.
    mutating func appendLastHeading(_ role: Role) throws(MarkdownHistoryError) {
        appendHeadingLine(role, label: nil, to: try Outline(of: text))
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
        if text.last == .carriageReturn, lineEnding == .lineFeed { append(lineEnding.bytes) }
        append(lineEnding.bytes)
    }
}
