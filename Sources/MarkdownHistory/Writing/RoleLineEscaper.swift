/// Turns a reply that arrives in pieces into text for a conversation file.
///
/// A line that would start a section is escaped, line endings become the file's own, outer blank
/// lines are dropped, NUL becomes U+FFFD. Everything goes out at once, except what is not decided:
/// a line start that can still become a role line (at most 255 bytes), and blank lines until
/// something follows them.
struct RoleLineEscaper {
    private enum State: Equatable {
        /// At the start of a line, or after blanks there.
        case lineStart
        /// At the start of a line's text, or after backslashes there.
        case backslashes
        /// In a line start that can still become a role line; it is in `held`.
        case held
        case text
        /// In a line of the file that a text goes on with, before anything but blanks has come.
        case seam
    }

    private let lineEnding: [UInt8]
    private let roleLines: RoleLines
    private var state = State.lineStart
    /// Line endings and blanks since the last text.
    private var blanks: [UInt8] = []
    private var held: [UInt8] = []
    /// What stands in the file of the line that is held, backslashes aside, when a text goes on.
    private var seam: [UInt8]?
    private var isAfterCarriageReturn = false
    /// Whether anything but blank lines has come.
    private(set) var hasText = false

    /// For a text of its own.
    init(lineEnding: LineEnding, roleLines: RoleLines = .standard) {
        self.lineEnding = lineEnding.bytes
        self.roleLines = roleLines
    }

    /// For a text that goes on after `line`, the last one of a file, which is not blank.
    ///
    /// Where that line, or what it becomes, reads as a role line, leading backslashes aside, a line
    /// break is written at the seam.
    init(after line: some Collection<UInt8>, lineEnding: LineEnding, roleLines: RoleLines) {
        self.init(lineEnding: lineEnding, roleLines: roleLines)
        hasText = true
        let start = Array(line.drop { $0 == .backslash })
        if start.isEmpty {
            // Backslashes alone: what follows them is escaped like any line.
            state = .backslashes
        } else if roleLines.roleLine(start) != nil {
            blanks = self.lineEnding
        } else if roleLines.canBegin(with: start) {
            seam = start
            state = .held
        } else {
            state = .seam
        }
    }

    mutating func consume(_ text: String) -> [UInt8] {
        // First of all: with the NUL replaced, a line can be a role line that was none.
        guard !text.utf8.contains(0) else {
            let bytes = text.utf8.flatMap { $0 == 0 ? Self.replacement : [$0] }
            return bytes.withUnsafeBufferPointer { consume($0) }
        }
        var text = text
        return text.withUTF8 { consume($0) }
    }

    /// What was held at the end of the text; blank lines stay out.
    mutating func finish() -> [UInt8] {
        var output: [UInt8] = []
        // A text that goes on with nothing but blanks leaves the file as it was.
        if seam == nil || !held.isBlank { release(into: &output, isWholeLine: true) }
        blanks = []
        return output
    }

    private mutating func consume(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            let byte = text[index]
            let isSecondHalf = isAfterCarriageReturn && byte == .lineFeed
            isAfterCarriageReturn = byte == .carriageReturn
            if byte.isLineEnd {
                if !isSecondHalf { endLine(&output) }
                index += 1
            } else if state == .text {
                let end = text[index...].firstIndex { $0.isLineEnd } ?? text.count
                output += text[index..<end]
                index = end
            } else if consumeAtLineStart(byte, &output) {
                index += 1
            } else {
                state = .text
            }
        }
        return output
    }

    /// False where the byte makes the rest of the line plain text, which it is then part of.
    private mutating func consumeAtLineStart(_ byte: UInt8, _ output: inout [UInt8]) -> Bool {
        if state == .seam {
            guard !byte.isBlank else {
                blanks.append(byte)
                return true
            }
            output += blanks
            blanks = []
            return false
        }
        if state == .lineStart {
            if byte.isBlank {
                blanks.append(byte)
                return true
            }
            let isColumnZero = blanks.last?.isLineEnd ?? true
            output += blanks
            blanks = []
            hasText = true
            guard isColumnZero else { return false }
            state = .backslashes
        }
        if state == .backslashes, byte == .backslash {
            output.append(byte)
            return true
        }
        guard roleLines.canBegin(with: (seam ?? []) + held + [byte]) else {
            if seam != nil, held.isBlank {
                blanks = held
                held = []
                seam = nil
                state = .seam
                return consumeAtLineStart(byte, &output)
            }
            release(into: &output, isWholeLine: false)
            return false
        }
        state = .held
        held.append(byte)
        return true
    }

    private mutating func endLine(_ output: inout [UInt8]) {
        if state == .lineStart || state == .seam {
            blanks += lineEnding
            if !hasText { blanks = [] }
        } else if seam != nil, held.isBlank {
            blanks += held + lineEnding
            held = []
            seam = nil
        } else {
            release(into: &output, isWholeLine: true)
            blanks = lineEnding
        }
        state = .lineStart
    }

    private mutating func release(into output: inout [UInt8], isWholeLine: Bool) {
        if isWholeLine, roleLines.roleLine((seam ?? []) + held) != nil {
            if seam != nil { output += lineEnding }
            // Before a seam no backslash of the line has gone out.
            let text = held.drop { $0 == .backslash }
            if roleLines.roleLine(text) != nil { output.append(.backslash) }
        }
        output += held
        held = []
        seam = nil
    }

    private static let replacement = Array("\u{FFFD}".utf8)
}
