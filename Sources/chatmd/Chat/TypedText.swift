/// What a terminal sends, as characters; no byte is looked at twice.
struct TypedText {
    private var bytes: [UInt8] = []
    private var start = 0
    private var searched = 0

    mutating func append(_ chunk: ArraySlice<UInt8>) {
        if start > 0 {
            bytes.removeFirst(start)
            searched = max(0, searched - start)
            start = 0
        }
        bytes += chunk
    }

    /// The next character, a replacement for what is none; nil until more bytes come.
    mutating func next() -> Unicode.Scalar? {
        guard start < bytes.count else { return nil }
        let end = start + Self.length(after: bytes[start])
        let rest = bytes[start..<min(end, bytes.count)]
        let isWhole = end <= bytes.count
        if !isWhole, rest.dropFirst().allSatisfy({ $0 & 0xC0 == 0x80 }) { return nil }
        let scalars = String(decoding: rest, as: UTF8.self).unicodeScalars
        let scalar = isWhole && scalars.count == 1 ? scalars.first : nil
        start += scalar == nil ? 1 : rest.count
        return scalar ?? "\u{FFFD}"
    }

    /// Whether these bytes may come next, but have not come whole.
    func isBeginning(of expected: [UInt8]) -> Bool {
        let rest = bytes[start...]
        return rest.count < expected.count && expected.starts(with: rest)
    }

    /// Takes these bytes where they come next.
    mutating func skip(_ expected: [UInt8]) -> Bool {
        guard bytes[start...].starts(with: expected) else { return false }
        start += expected.count
        return true
    }

    /// What stands before the marker, which is taken as well; nil until it comes.
    mutating func take(before marker: [UInt8]) -> [UInt8]? {
        var index = max(start, searched)
        while index + marker.count <= bytes.count {
            if bytes[index] == marker[0], bytes[index...].starts(with: marker) {
                defer { start = index + marker.count }
                return Array(bytes[start..<index])
            }
            index += 1
        }
        searched = index
        return nil
    }

    /// What has come; for a marker that never will.
    mutating func takeAll() -> [UInt8] {
        defer { start = bytes.count }
        return Array(bytes[start...])
    }

    private static func length(after lead: UInt8) -> Int {
        switch lead {
        case 0xC2..<0xE0: 2
        case 0xE0..<0xF0: 3
        case 0xF0..<0xF5: 4
        default: 1
        }
    }
}

extension TypedText {
    /// A paste as the text that was meant: terminals send CR for the end of a line, other systems'
    /// clipboards hold CRLF. A NUL cannot stand in a conversation; the end of the last line is left
    /// out, so that the text can be gone on with.
    static func pasted(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var before: UInt8 = 0
        for byte in bytes {
            defer { before = byte }
            switch byte {
            case 0: continue
            case UInt8(ascii: "\r"): text.append(UInt8(ascii: "\n"))
            case UInt8(ascii: "\n") where before == UInt8(ascii: "\r"): continue
            default: text.append(byte)
            }
        }
        if text.last == UInt8(ascii: "\n") { text.removeLast() }
        return String(decoding: text, as: UTF8.self)
    }
}
