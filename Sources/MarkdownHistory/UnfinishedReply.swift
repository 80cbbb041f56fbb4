/// The reply at the end of a file, to be gone on with.
///
/// What chatmd wrote after it is taken back: an empty USER heading, the blank lines, and the line
/// that closed a block.
public struct UnfinishedReply: Sendable {
    /// Offset of the end of its text in the file.
    public let end: Int
    /// The line that it ends in, from 1.
    public var line: Int { outline.source.lineCount }
    /// The column behind its last byte.
    public var column: Int { lastLine.count + 1 }
    /// The file up to there.
    let outline: Outline
    /// The last line, as it stands in the file.
    let lastLine: [UInt8]
    /// The whole file's.
    let lineEnding: LineEnding

    /// nil where the last section with text is not an assistant's.
    init?(of file: Outline) throws(MarkdownHistoryError) {
        let source = file.source
        lineEnding = LineEnding(of: source.bytes)
        var sections = file.sections[...]
        var isEnded = false
        if let last = sections.last, last.role == .user, let heading = last.headingLine,
            source.line(heading).elementsEqual(file.roleLines.heading(.user)),
            last.textLines(in: source) == nil
        {
            sections.removeLast()
            isEnded = true
        }
        guard let section = sections.last, section.role == .assistant,
            let lines = section.textLines(in: source)
        else { return nil }
        var line = lines.upperBound
        // A closing line of chatmd's is one longer than a model's own.
        if isEnded, line > lines.lowerBound,
            try Outline(of: Array(source.bytes[..<source.start(ofLine: line)])).openBlock?
                .closingLine
                == Array(source.line(line))
        {
            repeat { line -= 1 } while line > lines.lowerBound && source.line(line).isBlank
        }
        end = source.line(line).endIndex
        lastLine = Array(source.line(line))
        outline = try Outline(of: Array(source.bytes[..<end]))
    }
}

extension ChatFile {
    /// The reply that `append --continue` goes on with; nil where the file ends with none.
    public func unfinishedReply() throws(MarkdownHistoryError) -> UnfinishedReply? {
        try UnfinishedReply(of: outline)
    }

    /// The file as it stands when that reply is gone on with.
    public init(upTo reply: UnfinishedReply) throws(MarkdownHistoryError) {
        try self.init(parsing: reply.outline.source.bytes)
    }
}
