import ConfigText

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The bytes of a conversation file with an index of its lines; hands out slices, changes nothing.
///
/// Lines count from 1 and end with LF, CRLF or a lone CR. What follows the last line ending is a
/// line too where it is not empty. A byte order mark stands before the first line.
public struct SourceText: Sendable {
    public let bytes: [UInt8]
    /// Offset of the first byte of every line: four bytes each, as short lines are many.
    private let starts: [UInt32]

    /// The largest text that is taken, in bytes. cmark needs up to 155 times a hostile text's size.
    public static let maximumSize = 256 << 20

    public init(_ bytes: [UInt8]) throws(MarkdownHistoryError) {
        guard bytes.count <= Self.maximumSize else {
            throw MarkdownHistoryError(
                line: 1, column: 1,
                message: "the conversation is larger than \(Self.maximumSize >> 20) MB",
                hint: "start a new file; a model could not read this one either"
            )
        }
        guard !bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFE, 0xFF]) else {
            throw MarkdownHistoryError(
                line: 1, column: 1, message: "this text is UTF-16, and only UTF-8 is read",
                hint: "iconv -f UTF-16 -t UTF-8 turns it into that")
        }
        self.bytes = bytes
        starts = Self.lineStarts(of: bytes)
        if let offset = bytes.firstIndex(of: "\0") {
            throw error(
                at: offset, "NUL byte: this is not a text file",
                hint: "conversations are UTF-8 text; is this the right file?"
            )
        }
        if let offset = bytes.withUnsafeBytes({ InvalidUTF8.firstByte(in: $0) }) {
            throw error(
                at: offset, "invalid UTF-8",
                hint: "save the file as UTF-8, for example with iconv -t UTF-8"
            )
        }
    }

    private static func lineStarts(of bytes: [UInt8]) -> [UInt32] {
        bytes.withUnsafeBufferPointer { bytes in
            let endings = bytes.reduce(0) { $0 &+ ($1.isLineEnd ? 1 : 0) }
            return [UInt32](unsafeUninitializedCapacity: endings + 1) { starts, count in
                var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
                for offset in start..<bytes.count where bytes[offset].isLineEnd {
                    let next = offset + 1
                    if bytes[offset] == .carriageReturn, next < bytes.count,
                        bytes[next] == .lineFeed
                    {
                        continue
                    }
                    starts[count] = UInt32(start)
                    count += 1
                    start = next
                }
                if start < bytes.count {
                    starts[count] = UInt32(start)
                    count += 1
                }
            }
        }
    }
}

// MARK: - Lines

extension SourceText {
    public var lineCount: Int { starts.count }

    /// Offset of the line's first byte; of the end of the text for the line after the last.
    public func start(ofLine line: Int) -> Int {
        line <= starts.count ? Int(starts[line - 1]) : bytes.count
    }

    /// The line without its ending.
    public func line(_ line: Int) -> ArraySlice<UInt8> {
        var end = start(ofLine: line + 1)
        let start = start(ofLine: line)
        if end > start, bytes[end - 1] == .lineFeed { end -= 1 }
        if end > start, bytes[end - 1] == .carriageReturn { end -= 1 }
        return bytes[start..<end]
    }

    /// The line that holds the byte at `offset`.
    public func line(at offset: Int) -> Int {
        var low = 0
        var high = starts.count
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle + 1 } else { high = middle }
        }
        return max(low, 1)
    }

    /// The lines that hold `text`, in order.
    func lines(holding text: StaticString) -> [Int] {
        var lines: [Int] = []
        var offset = 0
        while let place = bytes[offset...].firstIndex(of: text) {
            let line = line(at: place)
            lines.append(line)
            offset = start(ofLine: line + 1)
        }
        return lines
    }

    /// Whether the last line has no ending.
    var isUnterminated: Bool { !(bytes.last?.isLineEnd ?? true) }

    func error(at offset: Int, _ message: String, hint: String? = nil) -> MarkdownHistoryError {
        let line = line(at: offset)
        return MarkdownHistoryError(
            line: line,
            column: max(offset - start(ofLine: line), 0) + 1,
            message: message,
            hint: hint
        )
    }
}
