import ConfigText
import MarkdownHistory

/// Which files a conversation may embed beyond those beside it: `[embeds]` of the user's
/// `config.toml`.
struct EmbedRules: Equatable, Sendable {
    /// Folders whose files may be embedded from anywhere; absolute, or `~/` and so on.
    var roots: [String] = []
    /// Patterns of files that may be embedded although they are hidden, keys or ignored by git.
    ///
    /// A pattern without a slash is for a file's name; one with a slash for its path below a root.
    var allow: [String] = []

    static let keys = ["roots", "allow"]

    init() {}

    init(_ table: ConfigTable, warnings: inout [Diagnostic]) throws(ConfigError) {
        for entry in table.entries {
            switch entry.key {
            case "roots":
                roots = try entry.value.absolutePaths(for: entry.key)
            case "allow":
                allow = try entry.value.strings(for: entry.key)
            default:
                warnings.append(.unknownKey(entry, among: Self.keys))
            }
        }
    }
}
