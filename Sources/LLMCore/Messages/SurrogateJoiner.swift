/// Makes clean text of string pieces whose surrogate pairs may be cut in two.
///
/// A model that emits half a pair at the end of one delta and the other half at the start of the
/// next gets its character; a half without a partner becomes U+FFFD, and so does NUL, which no
/// text file can hold.
struct SurrogateJoiner {
    /// A high surrogate that ended the last piece, as its three WTF-8 bytes.
    private var held: [UInt8] = []

    /// The text of `piece` that is certain by now; nil when `piece` is no string.
    mutating func text(of piece: JSONValue) -> String? {
        switch piece {
        case .string(let text) where held.isEmpty:
            return text.utf8.contains(0) ? WTF8.repaired(Array(text.utf8)) : text
        case .string(let text):
            if text.isEmpty { return text }
            return joined(with: Array(text.utf8))
        case .unpairedString(let bytes):
            return joined(with: bytes)
        default:
            return nil
        }
    }

    /// What was held back when no further piece comes.
    mutating func finish() -> String? {
        if held.isEmpty { return nil }
        held = []
        return "\u{FFFD}"
    }

    private mutating func joined(with bytes: [UInt8]) -> String {
        var all = held + bytes
        held = []
        if all.count >= 3, WTF8.isHighSurrogate(all[(all.count - 3)...]) {
            held = Array(all.suffix(3))
            all.removeLast(3)
        }
        return WTF8.repaired(all)
    }
}

/// UTF-8 that may also hold surrogates, each as three bytes ED A0…BF xx.
enum WTF8 {
    /// Pairs of surrogates joined; lone surrogates and NUL as U+FFFD.
    static func repaired(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var position = 0
        while position < bytes.count {
            let rest = bytes[position...]
            if isHighSurrogate(rest), isLowSurrogate(rest.dropFirst(3)) {
                let high = UInt32(codeUnit(rest)), low = UInt32(codeUnit(rest.dropFirst(3)))
                let scalar = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)
                result.append(contentsOf: UTF8.encode(Unicode.Scalar(scalar)!)!)
                position += 6
            } else if isSurrogate(rest) {
                result += replacement
                position += 3
            } else if bytes[position] == 0 {
                result += replacement
                position += 1
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    static func isHighSurrogate(_ bytes: ArraySlice<UInt8>) -> Bool {
        isSurrogate(bytes) && bytes[bytes.startIndex + 1] < 0xB0
    }

    static func isLowSurrogate(_ bytes: ArraySlice<UInt8>) -> Bool {
        isSurrogate(bytes) && bytes[bytes.startIndex + 1] >= 0xB0
    }

    /// The three bytes of a surrogate code unit.
    static func encode(surrogate unit: UInt16) -> [UInt8] {
        [0xED, UInt8(0x80 | (unit >> 6 & 0x3F)), UInt8(0x80 | (unit & 0x3F))]
    }

    static func codeUnit(_ bytes: ArraySlice<UInt8>) -> UInt16 {
        let start = bytes.startIndex
        return 0xD000 | UInt16(bytes[start + 1] & 0x3F) << 6 | UInt16(bytes[start + 2] & 0x3F)
    }

    static func isSurrogate(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.count >= 3 && bytes[bytes.startIndex] == 0xED && bytes[bytes.startIndex + 1] >= 0xA0
    }

    private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]
}
