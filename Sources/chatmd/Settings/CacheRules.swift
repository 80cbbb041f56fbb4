import ConfigText
import MarkdownHistory

/// How much of what was answered is kept: `[cache]` of the user's own `config.toml`.
struct CacheRules: Equatable, Sendable {
    /// Bytes; 0 keeps nothing.
    var size = 0

    static let keys = ["size"]

    init() {}

    init(_ table: ConfigTable, warnings: inout [Diagnostic]) throws(ConfigError) {
        for entry in table.entries {
            guard Self.keys.contains(entry.key) else {
                warnings.append(.unknownKey(entry, among: Self.keys))
                continue
            }
            guard let size = Self.bytes(entry.value) else {
                throw entry.value.error(
                    "`size` must be a number of bytes or a text like \"100 MB\"")
            }
            self.size = size
        }
    }

    /// `100 MB`, `1.5 GB`, `4096`; nil for what is no size.
    private static func bytes(_ value: ConfigValue) -> Int? {
        if case .integer(let number) = value.kind { return number >= 0 ? number : nil }
        guard case .string(let text) = value.kind else { return nil }
        let digits = text.prefix { $0.isASCII && $0.isNumber || $0 == "." }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        guard let number = Double(digits), let factor = units[unit.uppercased()] else { return nil }
        return Int(exactly: (number * Double(factor)).rounded(.down))
    }

    private static let units = ["": 1, "B": 1, "KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30]
}
