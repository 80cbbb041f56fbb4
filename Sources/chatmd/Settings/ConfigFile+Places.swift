import ConfigText
import MarkdownHistory

extension ConfigFile {
    /// The keys that mean something below a table alone, and its header.
    static let membersOfTables: [(header: String, keys: [String])] = [
        ("[providers.NAME]", providerKeys), ("[retry]", retryKeys), ("[timeout]", timeoutKeys),
        ("[embeds]", EmbedRules.keys), ("[trust]", TrustRules.keys), ("[log]", LogRules.keys),
        ("[cache]", CacheRules.keys), ("[tools.NAME]", ToolDefinition.keys),
    ]

    /// A warning about a key that is none of a whole file's, but one of a table's of this file.
    static func misplacedKey(_ entry: ConfigTable.Entry) -> Diagnostic? {
        let table = membersOfTables.first { $0.keys.contains(entry.key) }
        return table.map { table in
            .warning(
                at: entry, "has no effect here",
                hint: "it belongs under \(table.header) in your own config.toml")
        }
    }
}
