/// Follows TOML's strings, comments, brackets and dotted keys without judging them.
///
/// It tells how deep a text nests before a recursive parser walks into it, and, read up to the place
/// of an error, what was open there. It is right as far as the text is, so up to the first error.
struct TOMLOutline {
    /// How deep the value at `offset` lies.
    private(set) var depth = 0
    private(set) var offset = 0
    /// Where the string begins that is still open.
    private(set) var openString: Int?
    /// Where the brackets begin that are still open, innermost last.
    var openBrackets: [Int] { brackets.map(\.offset) }
    /// Where the key begins that the current value belongs to.
    private(set) var keyStart: Int?

    private var isInComment = false
    private var brackets: [(offset: Int, depth: Int)] = []

    /// Reads `bytes` from their start, and stops early where they nest deeper than `limit`.
    mutating func read(_ bytes: ArraySlice<UInt8>, until limit: Int = .max) {
        offset = bytes.startIndex
        while offset < bytes.endIndex, depth <= limit {
            let byte = bytes[offset]
            let start = offset
            offset += 1
            switch byte {
            case UInt8(ascii: "\n"):
                isInComment = false
                if brackets.isEmpty {
                    (depth, keyStart) = (0, nil)
                }
            case _ where isInComment, UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
                break
            case UInt8(ascii: "#"):
                isInComment = true
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                keyStart = keyStart ?? start
                skipString(bytes, from: start)
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                brackets.append((start, depth))
                depth += 1
                if byte == UInt8(ascii: "{") { keyStart = nil }
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                if let bracket = brackets.popLast() { depth = bracket.depth }
            case UInt8(ascii: ","):
                depth = brackets.last.map { $0.depth + 1 } ?? 0
                keyStart = nil
            case UInt8(ascii: "."):
                depth += 1
            default:
                keyStart = keyStart ?? start
            }
        }
        if depth > limit { offset -= 1 }
    }

    /// Goes past the string that opens at `start`; leaves it open where it does not close.
    private mutating func skipString(_ bytes: ArraySlice<UInt8>, from start: Int) {
        let quote = bytes[start]
        func isTriple(at offset: Int) -> Bool {
            offset + 3 <= bytes.endIndex && bytes[offset..<offset + 3].allSatisfy { $0 == quote }
        }
        let isMultiLine = isTriple(at: start)
        offset = start + (isMultiLine ? 3 : 1)
        openString = start
        while offset < bytes.endIndex {
            switch bytes[offset] {
            case UInt8(ascii: "\\") where quote == UInt8(ascii: "\""):
                offset += 2
            case quote where isMultiLine && isTriple(at: offset):
                // Up to two quotes more belong to the string.
                offset += 3
                var extra = 0
                while extra < 2, offset < bytes.endIndex, bytes[offset] == quote {
                    offset += 1
                    extra += 1
                }
                openString = nil
                return
            case quote where !isMultiLine:
                offset += 1
                openString = nil
                return
            case UInt8(ascii: "\n") where !isMultiLine:
                return
            default:
                offset += 1
            }
        }
        offset = min(offset, bytes.endIndex)
    }
}
