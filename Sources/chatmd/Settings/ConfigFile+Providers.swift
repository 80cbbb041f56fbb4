import ConfigText
import LLMCore
import MarkdownHistory
import Spelling

extension ConfigFile {
    mutating func setProvider(
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
        for entry in table.entries where !KeyCommand.keys.contains(entry.key) {
            try Self.set(entry, of: &provider, warnings: &warnings)
        }
        if let command = try KeyCommand(table) {
            keyCommands[id] = command
            provider.requiresKey = true
        }
        if let index { providers[index] = provider } else { providers.append(provider) }
    }

    static let providerKeys = [
        "base_url", "api_key_env", "wire_format", "content_format", "default_model", "allow_http",
        "headers", "rate_limit", "quirks", "api_key_cmd", "api_key_cmd_env",
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
            provider.keyVariable = try VariableName(value, of: entry.key).text
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
                let text = try header.value.string(for: header.key)
                guard HTTPHeaders.Field(name: header.key, value: text).isSendable else {
                    throw ConfigError(
                        line: header.keyPosition.line, column: header.keyPosition.column,
                        message: "the header `\(header.key.visible)` cannot be sent: a name holds "
                            + "no blank, and a value no line end")
                }
                provider.headers.append(header.key, text)
            }
        default:
            warnings.append(.unknownKey(entry, among: providerKeys))
        }
    }
}
