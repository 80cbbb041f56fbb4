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

    var model: Entry<String>?
    var provider: Entry<String>?
    var system: String?
    var options = GenerationOptions()
    /// Seconds without a byte from the server; only the command line sets it.
    var timeout: Double?

    init() {}
}

// MARK: - Reading

extension SettingsLayer {
    /// Reads the keys of a table; what is unknown becomes a warning. `ignoring` names the keys that
    /// somebody else reads.
    init(
        _ table: ConfigTable, path: String?, ignoring others: Set<String> = [],
        warnings: inout [Diagnostic]
    ) throws(ConfigError) {
        for entry in table.entries where !others.contains(entry.key) {
            if let key = SettingKey(rawValue: entry.key) {
                try set(key, to: entry.value, path: path)
            } else {
                let known = SettingKey.allCases.map(\.rawValue) + SettingKey.reserved + others
                warnings.append(.unknownKey(entry, among: known))
            }
        }
    }

    mutating func set(
        _ key: SettingKey, to value: ConfigValue, path: String?
    ) throws(ConfigError) {
        let name = key.rawValue
        switch key {
        case .model:
            let text = try value.string(for: name)
            model = Entry(value: text, path: path, position: value.position)
        case .provider:
            let text = try value.string(for: name)
            provider = Entry(value: text, path: path, position: value.position)
        case .system:
            system = try value.string(for: name)
        case .temperature:
            options.temperature = try value.double(for: name, in: 0...2)
        case .topP:
            options.topP = try value.double(for: name, in: 0...1)
        case .maxTokens:
            options.maxTokens = try value.integer(for: name, atLeast: 1)
        case .stop:
            options.stop = try value.strings(for: name)
        case .seed:
            options.seed = try value.integer(for: name)
        }
    }

    /// Sets what `-o KEY=VALUE` says. The value is read as TOML; a bare word is a string.
    mutating func set(_ pair: String) throws(Failure) {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let (name, text) = (String(parts[0]), String(parts[1]))
        guard let key = SettingKey(rawValue: name) else {
            let isReserved = SettingKey.reserved.contains(name)
            throw Failure.usage(
                isReserved ? "-o \(name) is not supported yet" : "-o: unknown setting `\(name)`",
                hint: nearest(to: name, in: SettingKey.allCases.map(\.rawValue))
                    .map { "did you mean \($0)?" }
                    ?? "there are " + SettingKey.allCases.map(\.rawValue).joined(separator: ", ")
            )
        }
        let isText = key == .model || key == .provider || key == .system
        let word = ConfigValue(.string(text), at: SourcePosition(line: 1, column: 1))
        let parsed = isText ? nil : try? TOMLParser.parse(Array("value = \(text)".utf8))["value"]
        do {
            try set(key, to: parsed ?? word, path: nil)
        } catch {
            throw Failure.usage("-o \(name): \(error.message)")
        }
    }
}

extension ConfigValue {
    fileprivate func double(
        for key: String, in range: ClosedRange<Double>
    ) throws(ConfigError) -> Double {
        let number = try double(for: key)
        guard range.contains(number) else {
            let (low, high) = (Int(range.lowerBound), Int(range.upperBound))
            throw error("`\(key)` must be between \(low) and \(high), not \(number)")
        }
        return number
    }

    fileprivate func integer(for key: String, atLeast least: Int) throws(ConfigError) -> Int {
        let number = try integer(for: key)
        guard number >= least else {
            throw error("`\(key)` must be at least \(least), not \(number)")
        }
        return number
    }
}

extension Diagnostic {
    /// A warning about a key that nothing reads.
    static func unknownKey(_ entry: ConfigTable.Entry, among known: some Sequence<String>) -> Self {
        let isReserved = SettingKey.reserved.contains(entry.key)
        return Diagnostic(
            .warning, line: entry.keyPosition.line, column: entry.keyPosition.column,
            message: isReserved
                ? "`\(entry.key)` is not supported yet and has no effect"
                : "unknown key `\(entry.key)`",
            hint: isReserved
                ? nil : nearest(to: entry.key, in: known).map { "did you mean `\($0)`?" }
        )
    }
}
