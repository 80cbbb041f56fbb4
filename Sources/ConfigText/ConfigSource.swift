/// The bytes of a configuration text and the places in them.
///
/// toml++ and libyaml count in code points and leave a byte order mark out; an editor's error list
/// and ours count bytes. All ways of counting meet in the byte offset.
struct ConfigSource {
    let bytes: [UInt8]
    private let firstLine: Int
    private let lineStarts: [Int]
    private let isASCII: Bool
    /// The offset of every 64th code point: finding one on a very long line stays cheap.
    private let landmarks: [Int]
    /// Per line, how many code points come before it.
    private let charactersBefore: [Int]

    private static let stride = 64

    /// The largest text that is read. Settings are small; some checks of the parsers are quadratic.
    static let maximumSize = 1 << 20

    /// The bytes, where they are few enough and UTF-8.
    init(
        checking bytes: [UInt8], firstLine: Int, maximumSize: Int = maximumSize
    ) throws(ConfigError) {
        self.init(bytes: bytes, firstLine: firstLine)
        if bytes.count > maximumSize {
            throw error(
                "the \(maximumSize > Self.maximumSize ? "text" : "configuration") is larger than "
                    + "\(maximumSize >> 20) MiB", at: 0)
        }
        if let offset = bytes.withUnsafeBytes({ InvalidUTF8.firstByte(in: $0) }) {
            throw error("the text is not valid UTF-8", at: offset)
        }
    }

    private init(bytes: [UInt8], firstLine: Int) {
        self.bytes = bytes
        self.firstLine = firstLine
        var lineStarts = [0]
        var landmarks: [Int] = []
        var charactersBefore = [0]
        var characters = 0
        var isASCII = true
        for (offset, byte) in bytes.enumerated() {
            if byte >= 0x80 { isASCII = false }
            if byte & 0xC0 != 0x80 {
                if characters % Self.stride == 0 { landmarks.append(offset) }
                characters += 1
            }
            if byte == UInt8(ascii: "\n") {
                lineStarts.append(offset + 1)
                charactersBefore.append(characters)
            }
        }
        self.lineStarts = lineStarts
        self.landmarks = landmarks
        self.charactersBefore = charactersBefore
        self.isASCII = isASCII
    }

    /// A byte order mark, which does not count as a character of the text.
    var startsWithMark: Bool { bytes.starts(with: [0xEF, 0xBB, 0xBF]) }

    /// Where the `character`th code point of a line is, both counted from 1; at most the text's end.
    func offset(line: Int, character: Int) -> Int {
        guard line <= lineStarts.count else { return bytes.count }
        if isASCII { return min(lineStarts[line - 1] + character - 1, bytes.count) }
        let isMarked = line == 1 && startsWithMark
        return offset(ofCodePoint: charactersBefore[line - 1] + character - (isMarked ? 0 : 1))
    }

    /// Where a code point of the text is, counted from 0; at most the text's end.
    func offset(ofCharacter index: Int) -> Int {
        offset(ofCodePoint: startsWithMark ? index + 1 : index)
    }

    private func offset(ofCodePoint index: Int) -> Int {
        if isASCII { return min(index, bytes.count) }
        guard index / Self.stride < landmarks.count else { return bytes.count }
        var offset = landmarks[index / Self.stride]
        for _ in 0..<index % Self.stride where offset < bytes.count {
            offset += 1
            while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
        }
        return offset
    }

    /// Line and column, in bytes, of an offset.
    func position(at offset: Int) -> SourcePosition {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return SourcePosition(line: firstLine + low, column: offset - lineStarts[low] + 1)
    }

    func error(_ message: String, at offset: Int) -> ConfigError {
        let position = position(at: offset)
        return ConfigError(line: position.line, column: position.column, message: message)
    }
}
