/// Which characters a terminal obeys, or shows nothing of.
///
/// Beside the controls these are Unicode's default ignorables: soft hyphen, zero-width space and
/// joiners, the byte order mark, bidirectional controls, fillers of Hangul, variation selectors,
/// tags. What a script or an emoji is written with stays where it does that, once a character; text
/// that is smuggled in selectors, and the flags that are spelled in tags, become visible.
enum HiddenCharacters {
    static func contain(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar?) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x20..<0x7F: return false
        case 0..<0x20, 0x7F..<0xA0: return true
        // Lines that only some programs see, and annotations between the lines.
        case 0x2028, 0x2029, 0xFFF9...0xFFFB: return true
        default: break
        }
        guard scalar.properties.isDefaultIgnorableCodePoint else { return false }
        guard let previous, previous.value >= 0x80 || scalar.value == 0xFE0F else { return true }
        switch scalar.value {
        case 0x200C, 0x200D: return !isJoined(previous)
        case 0xFE0E, 0xFE0F: return !previous.properties.isEmoji
        case 0xFE00...0xFE0D, 0xE0100...0xE01EF: return !hasVariants(previous)
        // Mongolian has selectors and a vowel separator of its own.
        case 0x180B...0x180F: return !(0x1820...0x18AA).contains(previous.value)
        default: return true
        }
    }

    /// Whether a joiner, or what keeps from joining, means something after the character.
    private static func isJoined(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.isEmoji || scalar.value == 0xFE0F { return true }
        if scalar.properties.isDefaultIgnorableCodePoint { return false }
        switch scalar.properties.generalCategory {
        case .otherLetter, .modifierLetter, .nonspacingMark, .spacingMark: return true
        default: return false
        }
    }

    /// Ideographs, other letters without case, and mathematical signs.
    private static func hasVariants(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.isDefaultIgnorableCodePoint { return false }
        switch scalar.properties.generalCategory {
        case .otherLetter, .mathSymbol: return true
        default: return false
        }
    }
}
