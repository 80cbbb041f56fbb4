import ConfigText
import MarkdownHistory

/// Whose conversations count as the user's own: `[trust]` of the user's `config.toml`.
struct TrustRules: Equatable, Sendable {
    /// Folders whose conversations may have tools run without being asked; absolute, or `~/`.
    var folders: [String] = []

    static let keys = ["folders"]

    init() {}

    init(_ table: ConfigTable, warnings: inout [Diagnostic]) throws(ConfigError) {
        for entry in table.entries {
            guard Self.keys.contains(entry.key) else {
                warnings.append(.unknownKey(entry, among: Self.keys))
                continue
            }
            folders = try entry.value.absolutePaths(for: entry.key)
        }
    }
}

extension ConfigValue {
    /// Paths that mean the same wherever the program is started: absolute, or below `~`.
    func absolutePaths(for key: String) throws(ConfigError) -> [String] {
        let paths = try strings(for: key)
        for path in paths where !path.hasPrefix("/") && path != "~" && !path.hasPrefix("~/") {
            throw error("`\(key)` must hold absolute paths, not \"\(path)\"")
        }
        return paths
    }
}
