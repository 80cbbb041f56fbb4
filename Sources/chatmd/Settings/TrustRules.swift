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

extension TrustRules {
    /// Whether a conversation stands in, or below, a folder whose conversations count as the user's.
    func trusts(_ conversation: String?, home: String?) -> Bool {
        guard let conversation else { return false }
        // A link counts where it leads; a file that is not there yet, where its folder is.
        let folder =
            WorkTree.resolved(conversation).map(WorkTree.parent)
            ?? WorkTree.resolved(WorkTree.folder(of: conversation))
        guard let folder else { return false }
        return folders.contains { trusted in
            let path =
                trusted.hasPrefix("~") ? home.map { $0 + trusted.dropFirst() } : trusted
            guard let root = path.flatMap(WorkTree.resolved) else { return false }
            return folder == root || WorkTree.isBelow(folder, root)
        }
    }
}
