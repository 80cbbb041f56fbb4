/// How many columns of a terminal text takes.
///
/// The C library's `wcwidth` would know as well, but only after `setlocale`, which reads files, and
/// only where the user's locale has UTF-8.
enum DisplayWidth {
    static func of(_ text: String) -> Int {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
        return text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
    }

    /// The beginning of the text that fits, with `…` for what is left out.
    static func clipped(_ text: String, to columns: Int) -> String {
        if of(text) <= columns { return text }
        var (result, room) = ("", columns - 1)
        guard room >= 0 else { return "" }
        for scalar in text.unicodeScalars {
            room -= width(of: scalar)
            if room < 0 { break }
            result.unicodeScalars.append(scalar)
        }
        return result + "…"
    }

    static func width(of scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return scalar.value == 0xAD ? 0 : 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        // The vowels and finals of Hangul go into the cells of the consonant before them.
        if (0x1160...0x11FF).contains(scalar.value) { return 0 }
        return isWide(scalar) ? 2 : 1
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
            0x16FE0...0x18CFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF, 0x1F300...0x1F320,
            0x20000...0x3FFFD:
            true
        default: scalar.properties.isEmojiPresentation
        }
    }
}
