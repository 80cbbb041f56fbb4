import ConfigText
import LLMCore
import Spelling

/// What the value of a setting may be.
enum SettingForm: Equatable, Sendable {
    case text
    /// One text or several.
    case texts
    case boolean
    case number(ClosedRange<Double>)
    /// At least 0.
    case amount
    case integer
    case count(atLeast: Int)
    case word([String])
    /// A word, or a table that holds a table of this name.
    case wordOrTable([String], holding: String)
    /// A text, or a table that holds a text of this name, and nothing else.
    case textOrTable(holding: String)
    case table
}

extension SettingKey {
    var form: SettingForm {
        switch self {
        case .model, .provider, .preset, .messages, .toolChoice: .text
        case .system: .textOrTable(holding: "file")
        case .fallback, .stop, .tools: .texts
        case .temperature, .repetitionPenalty: .number(0...2)
        case .topP: .number(0...1)
        case .frequencyPenalty, .presencePenalty: .number(-2...2)
        case .topK, .thinkingBudget: .count(atLeast: 0)
        case .maxTokens, .maxToolRounds: .count(atLeast: 1)
        case .seed: .integer
        case .reasoningEffort:
            .word(["none", "minimal", "low", "medium", "high", "xhigh", "max"])
        case .responseFormat: .wordOrTable(["text", "json"], holding: "schema")
        case .contentFormat: .word(["array", "string"])
        case .comments: .word(["send", "strip"])
        case .parallelToolCalls, .showReasoning: .boolean
        case .maxCost: .amount
        case .extra: .table
        case .userDelimiter, .assistantDelimiter, .systemDelimiter, .delimiterPrefix,
            .delimiterSuffix:
            .text
        }
    }
}

extension SettingForm {
    /// The same in a few words.
    var summary: String {
        switch self {
        case .text: "text"
        case .texts: "a text, or a list of them"
        case .boolean: "true or false"
        case .number(let range): "\(Int(range.lowerBound)) to \(Int(range.upperBound))"
        case .amount: "a number from 0 on"
        case .integer: "a whole number"
        case .count(let least): "a whole number from \(least) on"
        case .word(let words): words.joined(separator: "|")
        case .wordOrTable(let words, let member):
            words.joined(separator: "|") + ", or a table with `\(member)`"
        case .textOrTable(let member): "text, or { \(member) = … }"
        case .table: "a table"
        }
    }
}

// MARK: - Checking

extension SettingForm {
    /// Whether a bare word on the command line is the value as it stands, never TOML.
    var isWords: Bool {
        switch self {
        case .text, .word: true
        default: false
        }
    }

    /// Throws where a value is of another kind, or out of range. `key` names it in the error.
    func check(_ value: ConfigValue, of key: String) throws(ConfigError) {
        switch self {
        case .text: _ = try value.string(for: key)
        case .texts: _ = try value.strings(for: key)
        case .boolean: _ = try value.boolean(for: key)
        case .integer: _ = try value.integer(for: key)
        case .table: _ = try value.table(for: key)
        case .number(let range):
            let number = try value.double(for: key)
            guard range.contains(number) else {
                let (low, high) = (Int(range.lowerBound), Int(range.upperBound))
                throw value.error("`\(key)` must be between \(low) and \(high), not \(number)")
            }
        case .amount:
            let number = try value.double(for: key)
            guard number >= 0, number.isFinite else {
                throw value.error("`\(key)` must be at least 0, not \(number)")
            }
        case .count(let least):
            let number = try value.integer(for: key)
            guard number >= least else {
                throw value.error("`\(key)` must be at least \(least), not \(number)")
            }
        case .word(let words):
            try Self.check(value, of: key, isOneOf: words, or: nil)
        case .wordOrTable(let words, let member):
            guard case .table(let table) = value.kind else {
                return try Self.check(
                    value, of: key, isOneOf: words, or: "a table with `\(member)`")
            }
            guard try table.table(for: member) != nil else {
                throw value.error("`\(key)` must hold a table `\(member)`")
            }
        case .textOrTable(let member):
            guard case .table(let table) = value.kind else {
                _ = try value.string(for: key)
                return
            }
            guard try table.string(for: member) != nil, table.entries.count == 1 else {
                throw value.error("`\(key)` must be a string or { \(member) = \"…\" }")
            }
        }
    }

    static func check(
        _ value: ConfigValue, of key: String, isOneOf words: [String], or other: String? = nil
    ) throws(ConfigError) {
        let choice = (words.map { "\"\($0)\"" } + [other].compactMap(\.self)).listed
        guard case .string(let word) = value.kind else {
            throw value.error("`\(key)` must be \(choice), not \(value.kind.name)")
        }
        guard words.contains(word) else {
            let meant = nearest(to: word, in: words).map { "; did you mean \"\($0)\"?" } ?? ""
            throw value.error("`\(key)` must be \(choice), not \"\(word.visible)\"\(meant)")
        }
    }
}

extension [String] {
    /// `a, b or c`
    fileprivate var listed: String {
        guard count > 1, let last else { return joined() }
        return dropLast().joined(separator: ", ") + " or " + last
    }
}
