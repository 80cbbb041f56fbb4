import ConfigText
import LLMCore
import MarkdownHistory
import Spelling

extension SettingsLayer {
    /// Reads the keys of a table; what is unknown or has no effect becomes a warning. `ignoring`
    /// names the keys that somebody else reads.
    init(
        _ table: ConfigTable, from origin: Origin = .conversation, path: String?,
        ignoring others: Set<String> = [], warnings: inout [Diagnostic]
    ) throws(ConfigError) {
        self.init(origin, path: path)
        var names: [SettingKey: String] = [:]
        for entry in table.entries where !others.contains(entry.key) {
            if let warning = try read(entry, names: &names, known: others) {
                warnings.append(warning)
            }
        }
    }

    /// Everything that is wrong or remarkable in the settings of a conversation, in source order.
    static func diagnostics(of table: ConfigTable) -> [Diagnostic] {
        var layer = SettingsLayer(.conversation)
        var names: [SettingKey: String] = [:]
        return table.entries.compactMap { entry in
            do throws(ConfigError) {
                return try layer.read(entry, names: &names, known: [])
            } catch {
                return Diagnostic(
                    .error, line: error.line, column: error.column, message: error.message
                )
            }
        }
    }

    /// Reads one entry; answers with a warning where it has no effect. `names` are the keys read so
    /// far, as they were written.
    private mutating func read(
        _ entry: ConfigTable.Entry, names: inout [SettingKey: String], known others: Set<String>
    ) throws(ConfigError) -> Diagnostic? {
        if origin.isForeign, ConfigFile.ownTable(entry) { return .countsOnlyInConfig(entry) }
        guard let key = SettingKey(named: entry.key) else {
            return ConfigFile.misplacedKey(entry)
                ?? .unknownKey(entry, among: SettingKey.names + others)
        }
        if let name = names.updateValue(entry.key, forKey: key) {
            throw ConfigError(
                line: entry.keyPosition.line, column: entry.keyPosition.column,
                message: "`\(entry.key)` means `\(name)`, which is already defined"
            )
        }
        if entry.value.isNull {
            return .warning(at: entry, "has no value and counts as not set")
        }
        switch key.scope {
        case .everywhere: break
        case .frontMatter where origin != .conversation:
            return .warning(at: entry, "has an effect only in the front matter of a conversation")
        case .frontMatter: break
        case .user where origin.isForeign:
            try key.form.check(entry.value, of: entry.key)
            return .countsOnlyInConfig(entry)
        case .user: break
        }
        if key == .preset, case .preset = origin {
            return .warning(
                at: entry, "has no effect in a preset", hint: "`extends` names the one to build on")
        }
        try set(key, to: entry.value, named: entry.key)
        return nil
    }
}

// MARK: - Options

extension SettingsLayer {
    /// Sets a text that an option of its own brings, as `-m` does.
    mutating func set(_ key: SettingKey, to text: String) {
        let value = ConfigValue(.string(text), at: SourcePosition(line: 1, column: 1))
        // Every key that has an option takes any text.
        try? set(key, to: value)
    }

    /// Sets what `-o KEY=VALUE` says. The value is read as TOML, or where it is an object as JSON;
    /// a bare word is a string.
    mutating func set(_ pair: String) throws(Failure) {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let (name, text) = (String(parts[0]), String(parts[1]))
        let names = SettingKey.options.map(\.rawValue)
        guard let key = SettingKey(named: name) else {
            throw Failure.usage(
                "-o: unknown setting `\(name)`",
                hint: nearest(to: name, in: names).map { "did you mean \($0)?" }
                    ?? "there are " + names.joined(separator: ", ")
            )
        }
        guard key.scope != .frontMatter else {
            throw Failure.usage("-o: `\(name)` has an effect only in front matter")
        }
        do {
            try set(key, to: Self.value(text, of: key))
        } catch {
            throw Failure.usage("-o \(name): \(error.message)")
        }
    }

    private static func value(_ text: String, of key: SettingKey) -> ConfigValue {
        let word = ConfigValue(.string(text), at: SourcePosition(line: 1, column: 1))
        // Only a table needs to be told from a text that looks like anything.
        if case .textOrTable = key.form, !text.hasPrefix("{") { return word }
        if key.form.isWords { return word }
        if let value = try? TOMLParser.parse(Array("value = \(text)".utf8))["value"] {
            return value
        }
        guard text.hasPrefix("{"), let json = try? JSONParser.parse(Array(text.utf8)) else {
            return word
        }
        return ConfigValue(allowingNull: json)
    }
}

extension Diagnostic {
    /// A warning about a key that nothing reads.
    static func unknownKey(_ entry: ConfigTable.Entry, among known: some Sequence<String>) -> Self {
        Diagnostic(
            .warning, line: entry.keyPosition.line, column: entry.keyPosition.column,
            message: "unknown key `\(entry.key.visible)`",
            hint: SettingKey(named: entry.key).map { _ in "it belongs above the first [table]" }
                ?? nearest(to: entry.key, in: known).map { "did you mean `\($0)`?" }
                ?? placeOfKey(entry)
        )
    }

    /// Where a provider's key belongs, for one that is written among the settings.
    private static func placeOfKey(_ entry: ConfigTable.Entry) -> String? {
        guard HTTPHeaders.Field(name: entry.key, value: "").isCredential,
            case .string = entry.value.kind
        else { return nil }
        return "a key belongs in the environment or in .env beside config.toml; `api_key_env` or "
            + "`api_key_cmd` under [providers.NAME] says where it is"
    }

    /// A warning about what a stranger's file may not decide.
    fileprivate static func countsOnlyInConfig(_ entry: ConfigTable.Entry) -> Self {
        .warning(
            at: entry, "counts only in your own config.toml or as an option, and is ignored",
            hint: "if you want it, copy it there: `chatmd config edit`")
    }

    static func warning(
        at entry: ConfigTable.Entry, _ message: String, hint: String? = nil
    ) -> Self {
        Diagnostic(
            .warning, line: entry.keyPosition.line, column: entry.keyPosition.column,
            message: "`\(entry.key.visible)` \(message)", hint: hint
        )
    }
}
