/// A fenced code block of a message.
public struct CodeBlock: Equatable, Sendable {
    /// The first word after the opening fence, as it is written; nil where there is none.
    public var language: String?
    /// The lines between the fences with LF, the last one's too; escaped role lines unescaped.
    public var text: String
    /// Lines of the whole block, from 1.
    public var lines: ClosedRange<Int>
}

extension ChatFile {
    /// The code blocks of a message that stand directly in it, not in a list or a quote, in order.
    /// Tool records are none.
    public func codeBlocks(of turn: Turn) -> [CodeBlock] {
        let records = Set(turn.placedRecords.map(\.lines.lowerBound))
        return outline.blocks.slice(in: turn.lines.lowerBound..<turn.lines.upperBound + 1)
            .filter { !records.contains($0.line) }
            .compactMap { CodeBlock($0, of: outline.source, outline.roleLines) }
    }
}

extension CodeBlock {
    /// The code blocks directly in a text that stands in no file.
    public static func blocks(in text: String) throws(MarkdownHistoryError) -> [CodeBlock] {
        let source = try SourceText(Array(text.utf8))
        let tree = MarkdownTree(
            parsing: source.bytes[source.start(ofLine: 1)...], firstLine: 1, roleLines: .standard)
        return tree.blocks.compactMap { CodeBlock($0, of: source, nil) }
    }

    /// nil for other blocks, indented code too.
    ///
    /// - Parameter roleLines: which lines lose a backslash; nil where none was added.
    fileprivate init?(_ block: MarkdownBlock, of source: SourceText, _ roleLines: RoleLines?) {
        guard block.kind == .code, let fence = CodeFence(openedBy: source.line(block.line)) else {
            return nil
        }
        let opener = source.line(block.line)
        let indentation = opener.prefix { $0 == .space }.count
        let word = opener.dropFirst(indentation + fence.length).drop(while: \.isBlank)
            .prefix { !$0.isBlank }
        language = word.isEmpty ? nil : String(decoding: word, as: UTF8.self)
        let last = min(max(block.endLine, block.line), source.lineCount)
        let isClosed = last > block.line && fence.isClosed(by: source.line(last))
        lines = block.line...last
        var text: [UInt8] = []
        for number in block.line + 1..<max(isClosed ? last : last + 1, block.line + 1) {
            let line = source.line(number)
            // A fence that is indented takes as much off the lines in it (CommonMark 0.30, 4.5).
            let taken =
                roleLines?.isEscaped(line) == true
                ? 1 : line.prefix(indentation).prefix { $0 == .space }.count
            text += line.dropFirst(taken)
            text.append(.lineFeed)
        }
        self.text = String(decoding: text, as: UTF8.self)
    }
}
