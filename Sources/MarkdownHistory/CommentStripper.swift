/// Takes HTML comments out of a message: from `<!--` to `-->`, outside of code, and never more.
///
/// A comment that begins a line is an HTML block and may go on over blank lines (CommonMark 0.30,
/// section 4.6); one inside a line ends before the next blank line, or is none. One that is never
/// closed is text.
public struct CommentStripper {
    private let text: [UInt8]
    /// Lines of the code blocks, from 1, in order.
    private let codeLines: [ClosedRange<Int>]
    private var result: [UInt8] = []
    private var index = 0
    private var line = 1
    private var isLineStart = true
    private var nextClosing = -1
    private var nextBlankLine = -1

    public static func strip(_ text: String) -> String {
        guard text.utf8.count >= 7 else { return text }
        let bytes = Array(text.utf8)
        guard bytes.indices.contains(where: { bytes[$0...].starts(with: opening) }) else {
            return text
        }
        var stripper = CommentStripper(bytes)
        return String(decoding: stripper.stripped(), as: UTF8.self)
    }

    private static let opening = Array("<!--".utf8)
    private static let closing = Array("-->".utf8)

    private init(_ text: [UInt8]) {
        self.text = text
        codeLines = MarkdownTree.codeBlocks(in: text)
    }

    private mutating func stripped() -> [UInt8] {
        var code = 0
        while index < text.count {
            while code < codeLines.count, codeLines[code].upperBound < line { code += 1 }
            if code < codeLines.count, codeLines[code].contains(line) {
                copyLine()
            } else if text[index] == .backslash {
                copy(min(index + 2, text.count))
            } else if text[index] == UInt8(ascii: "`") {
                copy(endOfCodeSpan())
            } else if let end = endOfComment() {
                advance(to: end)
            } else {
                copy(index + 1)
            }
        }
        return result
    }

    // MARK: Ends

    /// The end of the code span that begins here, or of the run of backticks where none does.
    private func endOfCodeSpan() -> Int {
        let backtick = UInt8(ascii: "`")
        let start = text[index...].firstIndex { $0 != backtick } ?? text.count
        var position = start
        while position < text.count, !isBlankLine(after: position) {
            guard text[position] == backtick else {
                position += 1
                continue
            }
            let end = text[position...].firstIndex { $0 != backtick } ?? text.count
            if end - position == start - index { return end }
            position = end
        }
        return start
    }

    private mutating func endOfComment() -> Int? {
        guard text[index...].starts(with: Self.opening) else { return nil }
        let start = index + Self.opening.count
        // Each is looked for once, however many comments are never closed.
        if nextClosing < start {
            nextClosing =
                text.indices[start...].first { text[$0...].starts(with: Self.closing) }
                ?? text.count
        }
        guard nextClosing < text.count else { return nil }
        if !isLineStart {
            if nextBlankLine < start {
                nextBlankLine =
                    text.indices[start...].first { isBlankLine(after: $0) } ?? text.count
            }
            if nextBlankLine < nextClosing { return nil }
        }
        return nextClosing + Self.closing.count
    }

    /// Whether the line ending at `position` is followed by a blank line.
    private func isBlankLine(after position: Int) -> Bool {
        guard text[position] == .lineFeed else { return false }
        let next = text[(position + 1)...].first { !$0.isBlank }
        return next == .lineFeed
    }

    // MARK: Steps

    private mutating func copyLine() {
        copy((text[index...].firstIndex(of: .lineFeed) ?? text.count - 1) + 1)
    }

    private mutating func copy(_ end: Int) {
        result += text[index..<end]
        advance(to: end)
    }

    private mutating func advance(to end: Int) {
        for byte in text[index..<end] {
            if byte == .lineFeed {
                line += 1
                isLineStart = true
            } else if byte != .space {
                isLineStart = false
            }
        }
        index = end
    }
}
