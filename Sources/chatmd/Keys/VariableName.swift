import ConfigText

/// The name of an environment variable that holds a key, and not the key itself.
///
/// The name is shown wherever a key is missing, so a key in its place would be too.
struct VariableName: Equatable {
    let text: String

    /// No name that anybody made up for a key is longer than the shortest key.
    private static let longestMixedName = 30

    /// - Parameter key: names the value in the error, which does not quote it.
    init(_ value: ConfigValue, of key: String) throws(ConfigError) {
        text = try value.string(for: key)
        guard Self.isName(text), !Self.looksLikeKey(text) else {
            throw value.error(
                "`\(key)` must be the name of an environment variable, as in WORK_KEY, not the key "
                    + "itself")
        }
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !isDigit(first) else { return false }
        return text.utf8.allSatisfy {
            isDigit($0) || isLower($0) || isUpper($0) || $0 == UInt8(ascii: "_")
        }
    }

    /// As `gsk_4Fq…`: names of variables are words.
    private static func looksLikeKey(_ text: String) -> Bool {
        text.utf8.count > longestMixedName && text.utf8.contains(where: isDigit)
            && text.utf8.contains(where: isLower)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isLower(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func isUpper(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
}
