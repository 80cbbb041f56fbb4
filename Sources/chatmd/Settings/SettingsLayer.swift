import ConfigText
import LLMCore
import MarkdownHistory
import Spelling

/// The settings that one place makes: everything is optional.
struct SettingsLayer: Equatable {
    /// A value and where it is written, for errors that point at it.
    struct Entry<Value: Equatable & Sendable>: Equatable {
        var value: Value
        var path: String?
        var position: SourcePosition?
    }

    /// Where a value is written.
    struct Place: Equatable {
        var path: String?
        var position: SourcePosition?
    }

    /// Whether what a model refuses is left out with a warning: it was set for all models.
    var isGeneral = false
    /// Where the keys stand that were read.
    var places: [SettingKey: Place] = [:]
    var model: Entry<String>?
    var provider: Entry<String>?
    /// Models that are asked when the first one cannot answer.
    var fallback: Entry<[String]>?
    var system: String?
    var options = GenerationOptions()
    /// Whether HTML comments stay behind.
    var stripsComments: Bool?
    /// Members of the request's body; never a conversation's.
    var extra: JSONObject?
    var contentFormat: ContentFormat?
    /// Seconds without a byte from the server; only the command line sets it.
    var timeout: Double?
    /// How often a request is sent again; only the command line sets it here.
    var retries: Int?
    /// Whether the answer comes piece by piece; only the command line sets it.
    var isStreamed: Bool?

    init() {}
}

// MARK: - Reading

extension SettingsLayer {
    /// Which file a table was read from.
    enum Origin {
        case conversation
        case config
    }

    /// Reads the keys of a table; what is unknown or has no effect becomes a warning. `ignoring`
    /// names the keys that somebody else reads.
    init(
        _ table: ConfigTable, from origin: Origin = .conversation, path: String?,
        ignoring others: Set<String> = [], warnings: inout [Diagnostic]
    ) throws(ConfigError) {
        var names: [SettingKey: String] = [:]
        for entry in table.entries where !others.contains(entry.key) {
            if let warning = try read(entry, origin, path, names: &names, known: others) {
                warnings.append(warning)
            }
        }
    }

    /// Everything that is wrong or remarkable in the settings of a conversation, in source order.
    static func diagnostics(of table: ConfigTable) -> [Diagnostic] {
        var layer = SettingsLayer()
        var names: [SettingKey: String] = [:]
        return table.entries.compactMap { entry in
            do throws(ConfigError) {
                return try layer.read(entry, .conversation, nil, names: &names, known: [])
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
        _ entry: ConfigTable.Entry, _ origin: Origin, _ path: String?,
        names: inout [SettingKey: String], known others: Set<String>
    ) throws(ConfigError) -> Diagnostic? {
        guard let key = SettingKey(named: entry.key) else {
            return .unknownKey(entry, among: SettingKey.names + others)
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
        if origin == .config, !key.isForEveryFile {
            return .warning(at: entry, "has an effect only in the front matter of a conversation")
        }
        if origin == .conversation, key == .extra {
            try key.form.check(entry.value, of: entry.key)
            return .warning(
                at: entry, "counts only in your own config.toml or as -o, and is left out")
        }
        try set(key, to: entry.value, named: entry.key, path: path)
        return key.hasEffect ? nil : .warning(at: entry, "is not supported yet and has no effect")
    }

    /// Checks a value and keeps it where it has an effect. `name` is how the key was written.
    mutating func set(
        _ key: SettingKey, to value: ConfigValue, named name: String? = nil, path: String?
    ) throws(ConfigError) {
        let name = name ?? key.rawValue
        if key.hasEffect { places[key] = Place(path: path, position: value.position) }
        try key.form.check(value, of: name)
        switch key {
        case .model:
            let text = try value.string(for: name)
            model = Entry(value: text, path: path, position: value.position)
        case .provider:
            let text = try value.string(for: name)
            provider = Entry(value: text, path: path, position: value.position)
        case .system: system = try value.string(for: name)
        case .temperature: options.temperature = try value.double(for: name)
        case .fallback:
            let models = try value.strings(for: name)
            fallback = Entry(value: models, path: path, position: value.position)
        case .topP: options.topP = try value.double(for: name)
        case .topK: options.topK = try value.integer(for: name)
        case .frequencyPenalty: options.frequencyPenalty = try value.double(for: name)
        case .presencePenalty: options.presencePenalty = try value.double(for: name)
        case .repetitionPenalty: options.repetitionPenalty = try value.double(for: name)
        case .reasoningEffort:
            options.reasoningEffort = ReasoningEffort(rawValue: try value.string(for: name))
        case .thinkingBudget: options.thinkingBudget = try value.integer(for: name)
        case .responseFormat: options.responseFormat = try ResponseFormat(value, of: name)
        case .contentFormat:
            contentFormat = ContentFormat(rawValue: try value.string(for: name))
        case .extra:
            guard case .object(let members) = JSONValue(value) else { break }
            extra = members
        case .maxTokens: options.maxTokens = try value.integer(for: name)
        case .stop: options.stop = try value.strings(for: name)
        case .seed: options.seed = try value.integer(for: name)
        case .comments: stripsComments = try value.string(for: name) == "strip"
        default: break
        }
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
        guard key.isForEveryFile else {
            throw Failure.usage("-o: `\(name)` has an effect only in front matter")
        }
        guard key.hasEffect else { throw Failure.usage("-o \(name) is not supported yet") }
        let word = ConfigValue(.string(text), at: SourcePosition(line: 1, column: 1))
        var parsed =
            key.form.isWords ? nil : try? TOMLParser.parse(Array("value = \(text)".utf8))["value"]
        if parsed == nil, text.hasPrefix("{") {
            parsed = (try? JSONParser.parse(Array(text.utf8))).map { ConfigValue(allowingNull: $0) }
        }
        do {
            try set(key, to: parsed ?? word, path: nil)
        } catch {
            throw Failure.usage("-o \(name): \(error.message)")
        }
    }
}

extension Diagnostic {
    /// A warning about a key that nothing reads.
    static func unknownKey(_ entry: ConfigTable.Entry, among known: some Sequence<String>) -> Self {
        Diagnostic(
            .warning, line: entry.keyPosition.line, column: entry.keyPosition.column,
            message: "unknown key `\(entry.key)`",
            hint: nearest(to: entry.key, in: known).map { "did you mean `\($0)`?" }
        )
    }

    fileprivate static func warning(at entry: ConfigTable.Entry, _ message: String) -> Self {
        Diagnostic(
            .warning, line: entry.keyPosition.line, column: entry.keyPosition.column,
            message: "`\(entry.key)` \(message)"
        )
    }
}
