/// Text that chatmd did not write itself, made harmless for a terminal.
///
/// Control characters (C0 but tab and line feed, DEL, C1) and the ones that reorder or hide text
/// become visible: a reply can then neither move the cursor nor set the title nor disguise a word.
enum TerminalText {
    static func visible(_ text: String) -> String {
        visible(text, isHidden)
    }

    /// The same for what has to stay on one line.
    static func visibleInLine(_ text: String) -> String {
        visible(text) { isHidden($0) || $0 == "\n" || $0 == "\t" }
    }

    private static func visible(
        _ text: String, _ isHidden: (Unicode.Scalar) -> Bool
    ) -> String {
        guard text.unicodeScalars.contains(where: isHidden) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if isHidden(scalar) {
                result += spelling(of: scalar)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// JSON in which the same characters are escapes: a reader of JSON sees what it would have seen.
    static func escapedInJSON(_ json: String) -> String {
        guard json.unicodeScalars.contains(where: isHidden) else { return json }
        var result = ""
        for scalar in json.unicodeScalars {
            if isHidden(scalar) {
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            } else {
                result.unicodeScalars.append(scalar)
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

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0..<0x20, 0x7F..<0xA0: true
        // Bidirectional marks, embeddings, overrides and isolates.
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// `^[` for escape, as terminals spell it; `<U+202E>` for the others.
    private static func spelling(of scalar: Unicode.Scalar) -> String {
        if scalar.value < 0x20, let letter = Unicode.Scalar(scalar.value + 0x40) {
            return "^\(letter)"
        }
        if scalar.value == 0x7F { return "^?" }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "<U+\(String(repeating: "0", count: 4 - digits.count))\(digits)>"
    }
}
