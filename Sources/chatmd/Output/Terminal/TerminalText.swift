/// Text that chatmd did not write itself, made harmless for a terminal.
///
/// Control characters (C0 but tab and line feed, DEL, C1) and the ones that reorder or hide text
/// become visible: a reply can then neither move the cursor nor set the title nor disguise a word.
enum TerminalText {
    static func visible(_ text: String) -> String {
        var whole = VisibleText()
        return whole.consume(text) + whole.finish()
    }

    /// The same for what has to stay on one line.
    static func visibleInLine(_ text: String) -> String {
        var whole = VisibleText(isOneLine: true)
        return whole.consume(text)
    }

    /// JSON in which the same characters are escapes: a reader of JSON sees what it would have seen.
    static func escapedInJSON(_ json: String) -> String {
        var result = ""
        var previous: Unicode.Scalar?
        for scalar in json.unicodeScalars {
            if HiddenCharacters.contain(scalar, after: previous) {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
                }
                previous = nil
            } else {
                result.unicodeScalars.append(scalar)
                previous = scalar
            }
        }
        return result
    }

    /// A sentence that may quote anything, for a message that programs read by the line: no line
    /// feed in it begins another message, and it ends after 3000 characters.
    static func sentence(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let line = scalars.prefix(maximumLength).split(separator: "\n").map { String($0) }
            .joined(separator: " ")
        return scalars.count > maximumLength ? line + "…" : line
    }

    private static let maximumLength = 3000

    /// `^[` for escape, as terminals spell it; `<U+202E>` for the others.
    static func spelling(of scalar: Unicode.Scalar) -> String {
        if scalar.value < 0x20, let letter = Unicode.Scalar(scalar.value + 0x40) {
            return "^\(letter)"
        }
        if scalar.value == 0x7F { return "^?" }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "<U+\(String(repeating: "0", count: max(4 - digits.count, 0)))\(digits)>"
    }
}
