import ConfigText
import LLMCore
import MarkdownHistory

/// Where the log goes, and how much goes into it: `[log]` of the user's own `config.toml`.
struct LogRules: Equatable, Sendable {
    /// Absolute, or below `~/`; nil for no log.
    var file: String?
    var level = LogLevel.info

    static let keys = ["file", "level"]

    init() {}

    init(_ table: ConfigTable, warnings: inout [Diagnostic]) throws(ConfigError) {
        for entry in table.entries {
            switch entry.key {
            case "file":
                let path = try entry.value.string(for: entry.key)
                guard path.hasPrefix("/") || path.hasPrefix("~/") else {
                    throw entry.value.error(
                        "`file` must be an absolute path or begin with ~/, not \"\(path)\"")
                }
                file = path
            case "level":
                try SettingForm.check(
                    entry.value, of: entry.key, isOneOf: LogLevel.allCases.map(\.rawValue))
                level = LogLevel(rawValue: try entry.value.string(for: entry.key)) ?? level
            default:
                warnings.append(.unknownKey(entry, among: Self.keys))
            }
        }
    }
}
