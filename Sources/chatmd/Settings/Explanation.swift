import ConfigText
import LLMCore

/// Which place decides each setting of a conversation, and what it overrides there.
struct Explanation {
    /// A value and who says it.
    struct Statement {
        var value: ConfigValue
        var source: Source
    }

    enum Source: Equatable {
        case builtIn
        case commandLine
        case environment(String)
        case file(path: String, line: Int, column: Int)
        case builtInPreset(String)
        case preset(String, path: String, line: Int, column: Int)
    }

    struct Row {
        var key: String
        /// nil where what is said has no effect.
        var winner: Statement?
        /// From high to low.
        var overridden: [Statement]
    }

    private(set) var rows: [Row] = []

    init(_ stack: SettingsStack, _ config: ConfigFile, _ environment: Environment) {
        for key in SettingKey.allCases where key != .extra { add(key, stack) }
        addExtra(stack)
        addDefaults(config)
        for entry in config.table.entries
        where SettingKey(named: entry.key) == nil || ConfigFile.ownTable(entry) {
            add(entry, named: entry.key, config)
        }
        for provider in config.providers {
            guard let variable = provider.baseURLVariable, environment[variable] != nil else {
                continue
            }
            let url = HTTPURL.shown(provider.withBaseURL(from: environment).baseURL)
            let statement = Statement(value: .text(url), source: .environment(variable))
            rows.append(
                Row(key: "providers.\(provider.id).base_url", winner: statement, overridden: []))
        }
    }

    // MARK: Settings

    private mutating func add(_ key: SettingKey, _ stack: SettingsStack) {
        var statements: [Statement] = []
        var winner: Statement?
        // Everything below the model that counts was said about another one.
        let model = stack.layers.lastIndex { $0.model != nil } ?? 0
        for (index, layer) in stack.layers.enumerated().reversed() {
            guard let value = layer.written[key] else { continue }
            let statement = Statement(value: value, source: Source(layer, value))
            if winner == nil, key != .provider || index >= model {
                winner = statement
            } else {
                statements.append(statement)
            }
        }
        if winner == nil, key == .comments {
            winner = Statement(value: .text("send"), source: .builtIn)
        }
        guard winner != nil || !statements.isEmpty else { return }
        rows.append(Row(key: key.rawValue, winner: winner, overridden: statements))
    }

    /// Tables are merged, so each member has a winner of its own.
    private mutating func addExtra(_ stack: SettingsStack) {
        var members: [(name: String, statements: [Statement])] = []
        for layer in stack.layers.reversed() {
            guard case .table(let table)? = layer.written[.extra]?.kind else { continue }
            for entry in table.entries {
                let statement = Statement(
                    value: entry.value.redacted(under: entry.key),
                    source: Source(layer, entry.value))
                if let index = members.firstIndex(where: { $0.name == entry.key }) {
                    members[index].statements.append(statement)
                } else {
                    members.append((entry.key, [statement]))
                }
            }
        }
        for (name, statements) in members {
            rows.append(
                Row(
                    key: "extra.\(name)", winner: statements[0],
                    overridden: Array(statements.dropFirst())))
        }
    }

    // MARK: Tables of the configuration

    private mutating func addDefaults(_ config: ConfigFile) {
        let (retry, timeout) = (RetryPolicy(), HTTPTimeouts())
        let defaults: [(table: String, key: String, value: ConfigValue.Kind)] = [
            ("retry", "max_retries", .integer(retry.maxRetries)),
            ("retry", "initial_delay_ms", .integer(retry.initialDelay)),
            ("retry", "max_delay_ms", .integer(retry.maxDelay)),
            ("retry", "backoff_multiplier", .number(retry.backoffMultiplier)),
            ("retry", "max_total_timeout_ms", .integer(retry.maxTotalTime)),
            ("timeout", "connect_s", .number(timeout.connect)),
            ("timeout", "first_byte_s", .number(timeout.firstByte)),
            ("timeout", "between_bytes_s", .number(timeout.betweenBytes)),
        ]
        for (table, key, value) in defaults {
            if case .table(let written)? = config.table[table]?.kind, written[key] != nil {
                continue
            }
            let value = ConfigValue(value, at: SourcePosition(line: 1, column: 1))
            rows.append(
                Row(
                    key: "\(table).\(key)", winner: Statement(value: value, source: .builtIn),
                    overridden: []))
        }
    }

    private mutating func add(_ entry: ConfigTable.Entry, named name: String, _ config: ConfigFile)
    {
        if case .table(let table) = entry.value.kind, !table.entries.isEmpty {
            for member in table.entries {
                let path = "\(name).\(member.key)"
                // That one is the key `tools`.
                if path != "tools.use" { add(member, named: path, config) }
            }
            return
        }
        let statement = Statement(
            value: entry.value.redacted(under: name),
            source: .file(
                path: config.path ?? "config.toml", line: entry.keyPosition.line,
                column: entry.keyPosition.column))
        rows.append(Row(key: name, winner: statement, overridden: []))
    }
}

extension Explanation.Source {
    fileprivate init(_ layer: SettingsLayer, _ value: ConfigValue) {
        let (line, column) = (value.position.line, value.position.column)
        switch (layer.origin, layer.path) {
        case (.preset(let name), let path?):
            self = .preset(name, path: path, line: line, column: column)
        case (.preset(let name), nil): self = .builtInPreset(name)
        case (.commandLine, _): self = .commandLine
        case (_, let path): self = .file(path: path ?? "-", line: line, column: column)
        }
    }
}

extension ConfigValue.Kind {
    /// As somebody would write it: `10`, not `10.0`.
    fileprivate static func number(_ number: Double) -> Self {
        Int(exactly: number).map(Self.integer) ?? .float(number)
    }
}

extension ConfigValue {
    fileprivate static func text(_ text: String) -> ConfigValue {
        ConfigValue(.string(text), at: SourcePosition(line: 1, column: 1))
    }

    /// The value without what may be a secret: a header that carries one, what a command is told.
    fileprivate func redacted(under key: String) -> ConfigValue {
        let names = key.split(separator: ".").map(String.init)
        let name = names.last ?? key
        // A table of keys is unknown here, and so may be tried.
        let isSecret =
            name != "api_key_env"
            && [names.first ?? key, name].contains {
                HTTPHeaders.Field(name: $0, value: "").isCredential
            }
        switch kind {
        case .array(let words) where name == "api_key_cmd":
            return ConfigValue(
                .array(words.prefix(1) + (words.count > 1 ? [.text("…")] : [])), at: position)
        case .string(let url) where name == "base_url":
            return .text(HTTPURL.shown(url))
        case .string where isSecret, .array where isSecret:
            return .text("[redacted]")
        case .table(let table):
            let entries = table.entries.map { entry in
                var entry = entry
                entry.value = entry.value.redacted(under: entry.key)
                return entry
            }
            return ConfigValue(.table(ConfigTable(entries: entries)), at: position)
        default: return self
        }
    }
}
