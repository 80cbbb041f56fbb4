import ConfigText
import LLMCore
import MarkdownHistory
import Spelling

/// The user's own `config.toml`.
struct ConfigFile {
    var path: String?
    var settings = SettingsLayer()
    /// Short names for models.
    var aliases: [String: String] = [:]
    /// The built-in providers with the user's overrides, and the user's own.
    var providers = BuiltInProviders.all
    var timeouts = HTTPTimeouts()
    var retryPolicy = RetryPolicy()
    var embeds = EmbedRules()
    var warnings: [Diagnostic] = []

    private static let tables: Set<String> = ["aliases", "providers", "timeout", "retry", "embeds"]
    /// Tables of the configuration format that this version reads past, with a warning.
    private static let reservedTables: Set<String> = [
        "presets", "tools", "trust", "log", "cache",
    ]

    private init() {}

    /// Reads the file in the configuration folder; none is no error.
    static func read(in folder: String?) throws(Failure) -> ConfigFile {
        guard let folder else { return ConfigFile() }
        let path = folder + "/config.toml"
        let bytes: [UInt8]
        do throws(ChatFileError) {
            bytes = try FileContents.bytes(at: path)
        } catch {
            if error.isMissing { return ConfigFile() }
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
        let table = try TOMLParser.parse(bytes)
        settings = try SettingsLayer(
            table, from: .config, path: path,
            ignoring: Self.tables.union(Self.reservedTables), warnings: &warnings
        )
        settings.isGeneral = true
        for entry in table.entries where Self.reservedTables.contains(entry.key) {
            warnings.append(
                Diagnostic(
                    .warning, line: entry.keyPosition.line, column: entry.keyPosition.column,
                    message: "[\(entry.key)] is not supported yet and has no effect"
                )
            )
        }
        for entry in try table.table(for: "aliases")?.entries ?? [] {
            aliases[entry.key] = try entry.value.string(for: entry.key)
        }
        for entry in try table.table(for: "providers")?.entries ?? [] {
            try setProvider(entry.key, from: try entry.value.table(for: entry.key), at: entry)
        }
        if let table = try table.table(for: "timeout") { try setTimeouts(from: table) }
        if let table = try table.table(for: "retry") { try setRetryPolicy(from: table) }
        if let table = try table.table(for: "embeds") {
            embeds = try EmbedRules(table, warnings: &warnings)
        }
    }
}

// MARK: - Providers

extension ConfigFile {
    private mutating func setProvider(
        _ id: String, from table: ConfigTable, at entry: ConfigTable.Entry
    ) throws(ConfigError) {
        let index = providers.firstIndex { $0.id == id }
        var provider: Provider
        if let index {
            provider = providers[index]
        } else {
            guard let baseURL = try table.string(for: "base_url") else {
                throw ConfigError(
                    line: entry.keyPosition.line, column: entry.keyPosition.column,
                    message: "provider `\(id)` is not built in, so it needs a `base_url`"
                )
            }
            // Many servers of one's own ask for no key; one that does has its variable named.
            provider = Provider(id: id, baseURL: baseURL, requiresKey: false)
        }
        for entry in table.entries {
            try Self.set(entry, of: &provider, warnings: &warnings)
        }
        if let index { providers[index] = provider } else { providers.append(provider) }
    }

    private static let providerKeys = [
        "base_url", "api_key_env", "wire_format", "content_format", "default_model", "allow_http",
        "headers", "rate_limit", "quirks",
    ]

    private static func set(
        _ entry: ConfigTable.Entry, of provider: inout Provider, warnings: inout [Diagnostic]
    ) throws(ConfigError) {
        let value = entry.value
        switch entry.key {
        case "base_url":
            let url = try value.string(for: entry.key)
            guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
                throw value.error("`base_url` must start with https:// or http://")
            }
            provider.replaceBaseURL(with: url)
            // What the user's file says beats the variable that the built-in row names.
            provider.baseURLVariable = nil
        case "api_key_env":
            provider.keyVariable = try value.string(for: entry.key)
            provider.otherKeyVariables = []
            provider.requiresKey = true
        case "wire_format":
            let formats = WireFormatName.allCases.filter { $0 != .echo }
            try SettingForm.check(value, of: entry.key, isOneOf: formats.map(\.rawValue))
            let name = try value.string(for: entry.key)
            if let format = WireFormatName(rawValue: name) { provider.setWireFormat(format) }
        case "content_format":
            let formats = ContentFormat.allCases.map(\.rawValue)
            try SettingForm.check(value, of: entry.key, isOneOf: formats)
            provider.contentFormat = ContentFormat(rawValue: try value.string(for: entry.key))
        case "default_model":
            provider.defaultModel = try value.string(for: entry.key)
        case "allow_http":
            provider.allowsPlainHTTP = try value.boolean(for: entry.key)
        case "quirks":
            // The two that say how a variable is read belong to built-in rows.
            let names = Quirk.allCases.map(\.rawValue).filter { !$0.hasSuffix("-variable") }
            for name in try value.strings(for: entry.key) {
                guard names.contains(name), let quirk = Quirk(rawValue: name) else {
                    let meant = nearest(to: name, in: names).map { "; did you mean \"\($0)\"?" }
                    throw value.error("`quirks` knows no \"\(name)\"" + (meant ?? ""))
                }
                provider.quirks.insert(quirk)
            }
        case "rate_limit":
            let table = try value.table(for: entry.key)
            for entry in table.entries where entry.key != "requests_per_minute" {
                warnings.append(.unknownKey(entry, among: ["requests_per_minute"]))
            }
            guard let limit = table["requests_per_minute"] else { break }
            let requests = try limit.double(for: "requests_per_minute")
            guard requests > 0, requests.isFinite else {
                throw limit.error("`requests_per_minute` must be above 0")
            }
            provider.requestsPerMinute = requests
        case "headers":
            for header in try value.table(for: entry.key).entries {
                provider.headers.append(header.key, try header.value.string(for: header.key))
            }
        default:
            warnings.append(.unknownKey(entry, among: providerKeys))
        }
    }
}

// MARK: - Timeouts

extension ConfigFile {
    private mutating func setTimeouts(from table: ConfigTable) throws(ConfigError) {
        for entry in table.entries {
            guard ["connect_s", "first_byte_s", "between_bytes_s"].contains(entry.key) else {
                warnings.append(
                    .unknownKey(entry, among: ["connect_s", "first_byte_s", "between_bytes_s"])
                )
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
    private static let retryKeys = [
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
