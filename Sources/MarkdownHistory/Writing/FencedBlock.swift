/// A text in a code fence that nothing in the text can close.
public struct FencedBlock: Equatable, Sendable {
    /// What follows the opening fence: `tool_call calculator call_9f2`. One line without backticks.
    public var info: String
    /// Line endings of any kind; LF when it is read back.
    public var content: String

    public init(info: String, content: String) {
        self.info = info
        self.content = content
    }

    /// The lines, with LF and without the last line's ending. One LF follows the content, so that
    /// a content that ends with one keeps it.
    public var text: String {
        let bytes = Self.withLineFeeds(content)
        let marks = [UInt8(ascii: "`"), UInt8(ascii: "~")]
        let runs = marks.map { ($0, Self.longestRun(of: $0, in: bytes)) }
        // Backticks, unless the text holds so many that cmark stops counting.
        let (mark, run) = runs[0].1 < 255 ? runs[0] : runs[1]
        let fence = Array(repeating: mark, count: min(max(run + 1, 3), 255))
        var text = fence + Array(" \(info)\n".utf8)
        text += run < 255 ? bytes : Self.indentingLines(closing: fence, in: bytes)
        text.append(.lineFeed)
        return String(decoding: text + fence, as: UTF8.self)
    }

    private static func withLineFeeds(_ content: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(content.utf8.count)
        var previous: UInt8 = 0
        for byte in content.utf8 {
            if byte == .carriageReturn {
                bytes.append(.lineFeed)
            } else if byte != .lineFeed || previous != .carriageReturn {
                bytes.append(byte)
            }
            previous = byte
        }
        return bytes
    }

    private static func longestRun(of mark: UInt8, in bytes: [UInt8]) -> Int {
        var longest = 0
        var run = 0
        for byte in bytes {
            run = byte == mark ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }

    /// Where 255 and more of both marks occur, no fence holds them: the lines that would close it
    /// are moved to the right, and that is the only change that is ever made to a content.
    private static func indentingLines(closing fence: [UInt8], in bytes: [UInt8]) -> [UInt8] {
        guard let fence = CodeFence(openedBy: fence[...]) else { return bytes }
        let lines = bytes.split(separator: .lineFeed, omittingEmptySubsequences: false)
        return Array(
            lines
                .map { fence.isClosed(by: $0) ? [.space, .space, .space, .space] + $0 : $0 }
                .joined(separator: [.lineFeed])
        )
    }
}
