import ConfigText
import LLMCore
import MarkdownHistory

/// The user's own `config.toml`.
struct ConfigFile {
    /// Where it is, or would be.
    var path: String?
    var exists = false
    var settings = SettingsLayer(.config)
    /// Short names for models.
    var aliases: [String: String] = [:]
    /// The built-in providers with the user's overrides, and the user's own.
    var providers = BuiltInProviders.all
    /// Programs that print keys, by the providers' ids.
    var keyCommands: [String: KeyCommand] = [:]
    var presets: [String: Preset] = [:]
    /// What models may have run.
    var tools = Toolbox()
    var timeouts = HTTPTimeouts()
    var retryPolicy = RetryPolicy()
    var embeds = EmbedRules()
    var trust = TrustRules()
    var log = LogRules()
    var cache = CacheRules()
    var warnings: [Diagnostic] = []
    /// All of it as it is written, for `config --explain`.
    private(set) var table = ConfigTable()

    static let tables: Set<String> = [
        "aliases", "providers", "presets", "timeout", "retry", "embeds", "trust", "log", "cache",
        "tools", "collections",
    ]

    /// What counts without a file.
    init() {}

    /// Reads the file in the configuration folder; none is no error.
    static func read(in folder: String?) throws(Failure) -> ConfigFile {
        guard let folder else { return ConfigFile() }
        let path = folder + "/config.toml"
        let bytes: [UInt8]
        do throws(ChatFileError) {
            bytes = try FileContents.bytes(at: path)
        } catch {
            if error.isMissing {
                var none = ConfigFile()
                none.path = path
                return none
            }
            throw Failure(.io, error.message, hint: error.hint, path: path)
        }
        do throws(ConfigError) {
            return try ConfigFile(parsing: bytes, path: path)
        } catch {
            throw Failure(error, code: .invalidConfig, path: path)
        }
    }

    init(parsing bytes: [UInt8], path: String? = nil) throws(ConfigError) {
        self.path = path
        exists = true
        table = try TOMLParser.parse(bytes)
        settings = try SettingsLayer(
            table, from: .config, path: path,
            ignoring: Self.tables, warnings: &warnings
        )
        for entry in try table.table(for: "aliases")?.entries ?? [] {
            aliases[entry.key] = try entry.value.string(for: entry.key)
        }
        for entry in try table.table(for: "providers")?.entries ?? [] {
            try setProvider(entry.key, from: try entry.value.table(for: entry.key), at: entry)
        }
        for entry in try table.table(for: "presets")?.entries ?? [] {
            presets[entry.key] = try Preset(
                entry.key, try entry.value.table(for: entry.key), path: path, warnings: &warnings)
        }
        try setTools()
        if let table = try table.table(for: "timeout") { try setTimeouts(from: table) }
        if let table = try table.table(for: "retry") { try setRetryPolicy(from: table) }
        if let table = try table.table(for: "embeds") {
            embeds = try EmbedRules(table, warnings: &warnings)
        }
        if let table = try table.table(for: "trust") {
            trust = try TrustRules(table, warnings: &warnings)
        }
        if let table = try table.table(for: "log") {
            log = try LogRules(table, warnings: &warnings)
        }
        if let table = try table.table(for: "cache") {
            cache = try CacheRules(table, warnings: &warnings)
        }
    }

    /// Whether an entry of another file is a table that only this file may hold.
    static func ownTable(_ entry: ConfigTable.Entry) -> Bool {
        // `tools` is also the key that chooses among them.
        if entry.key == "tools", case .table = entry.value.kind { return true }
        return entry.key != "tools" && tables.contains(entry.key)
    }
}

// MARK: - Timeouts

extension ConfigFile {
    static let timeoutKeys = ["connect_s", "first_byte_s", "between_bytes_s"]

    private mutating func setTimeouts(from table: ConfigTable) throws(ConfigError) {
        for entry in table.entries {
            guard Self.timeoutKeys.contains(entry.key) else {
                warnings.append(.unknownKey(entry, among: Self.timeoutKeys))
                continue
            }
            let seconds = try entry.value.double(for: entry.key)
            guard seconds > 0 else { throw entry.value.error("`\(entry.key)` must be above 0") }
            switch entry.key {
            case "connect_s": timeouts.connect = seconds
            case "first_byte_s": timeouts.firstByte = seconds
            default: timeouts.betweenBytes = seconds
            }
        }
    }
}

// MARK: - Retries

extension ConfigFile {
    static let retryKeys = [
        "max_retries", "initial_delay_ms", "max_delay_ms", "backoff_multiplier",
        "max_total_timeout_ms",
    ]

    private mutating func setRetryPolicy(from table: ConfigTable) throws(ConfigError) {
        for entry in table.entries {
            guard Self.retryKeys.contains(entry.key) else {
                warnings.append(.unknownKey(entry, among: Self.retryKeys))
                continue
            }
            if entry.key == "backoff_multiplier" {
                let factor = try entry.value.double(for: entry.key)
                guard (1...100).contains(factor) else {
                    throw entry.value.error("`\(entry.key)` must be between 1 and 100")
                }
                retryPolicy.backoffMultiplier = factor
                continue
            }
            let number = try entry.value.integer(for: entry.key)
            guard (0...86_400_000).contains(number) else {
                throw entry.value.error("`\(entry.key)` must be between 0 and 86400000")
            }
            switch entry.key {
            case "max_retries": retryPolicy.maxRetries = number
            case "initial_delay_ms": retryPolicy.initialDelay = number
            case "max_delay_ms": retryPolicy.maxDelay = number
            default: retryPolicy.maxTotalTime = number
            }
        }
    }
}
