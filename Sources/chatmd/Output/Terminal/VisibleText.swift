/// Makes text visible that arrives in pieces: whether a character hides something depends on the
/// one before it.
///
/// A carriage return ends a line together with a line feed and does no harm there; a lone one lets
/// the rest of a line cover its beginning. So one at the end of a piece waits for the next.
struct VisibleText {
    private let isOneLine: Bool
    private var previous: Unicode.Scalar?
    private var holdsReturn = false

    /// - Parameter isOneLine: whether what ends a line is made visible as well.
    init(isOneLine: Bool = false) {
        self.isOneLine = isOneLine
    }

    mutating func consume(_ text: String) -> String {
        if !holdsReturn, text.utf8.allSatisfy(isOneLine ? Self.isPlain : Self.isPlainOrSpace) {
            previous = text.unicodeScalars.last ?? previous
            return text
        }
        var result = ""
        for scalar in text.unicodeScalars {
            if holdsReturn {
                holdsReturn = false
                if scalar == "\n" { result += "\r" } else { spell("\r", into: &result) }
            }
            if scalar == "\r", !isOneLine {
                holdsReturn = true
            } else if HiddenCharacters.contain(scalar, after: previous)
                || isOneLine && (scalar == "\n" || scalar == "\t")
            {
                spell(scalar, into: &result)
            } else {
                result.unicodeScalars.append(scalar)
                previous = scalar
            }
        }
        return result
    }

    /// What was held back at the end of the text.
    mutating func finish() -> String {
        var result = ""
        if holdsReturn { spell("\r", into: &result) }
        holdsReturn = false
        return result
    }

    private mutating func spell(_ scalar: Unicode.Scalar, into result: inout String) {
        result += TerminalText.spelling(of: scalar)
        previous = nil
    }

    private static func isPlain(_ byte: UInt8) -> Bool { (0x20..<0x7F).contains(byte) }

    private static func isPlainOrSpace(_ byte: UInt8) -> Bool {
        isPlain(byte) || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t")
    }
}
