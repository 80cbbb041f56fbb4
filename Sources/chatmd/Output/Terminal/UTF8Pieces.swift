/// Text out of bytes that come in pieces: a character that is cut waits for the rest of it.
///
/// A byte order mark at the very beginning is no text. What is no UTF-8 becomes U+FFFD.
struct UTF8Pieces {
    private var held: [UInt8] = []
    private var isAtStart = true

    mutating func consume(_ bytes: [UInt8]) -> String {
        let bytes = held + bytes
        let end = bytes.count - Self.lengthOfCutCharacter(at: bytes)
        held = Array(bytes[end...])
        return text(bytes[..<end])
    }

    /// What is left of a character whose rest never came.
    mutating func finish() -> String {
        defer { held = [] }
        return text(held[...])
    }

    private mutating func text(_ bytes: ArraySlice<UInt8>) -> String {
        guard !bytes.isEmpty else { return "" }
        defer { isAtStart = false }
        let isMarked = isAtStart && bytes.starts(with: [0xEF, 0xBB, 0xBF])
        return String(decoding: isMarked ? bytes.dropFirst(3) : bytes, as: UTF8.self)
    }

    private static func lengthOfCutCharacter(at bytes: [UInt8]) -> Int {
        let tail = bytes.suffix(3)
        guard let first = tail.lastIndex(where: { $0 & 0xC0 != 0x80 }) else { return 0 }
        let length =
            switch bytes[first] {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 1
            }
        let there = bytes.count - first
        return there < length ? there : 0
    }
}
