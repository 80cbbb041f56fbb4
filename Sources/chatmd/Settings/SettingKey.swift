import MarkdownHistory

/// The keys that front matter, configuration and `-o` share: the one table of their names.
///
/// What their values may be is in `SettingForm.swift`; doc/file-format.md describes them in this order.
enum SettingKey: String, CaseIterable, Sendable {
    case model
    case provider
    case preset
    case fallback
    case system
    case messages
    case temperature
    case topP = "top_p"
    case topK = "top_k"
    case maxTokens = "max_tokens"
    case stop
    case seed
    case frequencyPenalty = "frequency_penalty"
    case presencePenalty = "presence_penalty"
    case repetitionPenalty = "repetition_penalty"
    case reasoningEffort = "reasoning_effort"
    case thinkingBudget = "thinking_budget"
    case responseFormat = "response_format"
    case tools
    case toolChoice = "tool_choice"
    case parallelToolCalls = "parallel_tool_calls"
    case maxToolRounds = "max_tool_rounds"
    case contentFormat = "content_format"
    case showReasoning = "show_reasoning"
    case comments
    case maxCost = "max_cost"
    case extra
    case userDelimiter = "user_delimiter"
    case assistantDelimiter = "assistant_delimiter"
    case systemDelimiter = "system_delimiter"
    case delimiterPrefix = "delimiter_prefix"
    case delimiterSuffix = "delimiter_suffix"
}

// MARK: - Names

extension SettingKey {
    /// The key of that name or synonym.
    init?(named name: String) {
        let key = Self(rawValue: name) ?? Self.allCases.first { $0.synonym == name }
        guard let key else { return nil }
        self = key
    }

    /// How chatvim.nvim spells it, where it has the key.
    var synonym: String? { delimiter?.camelCase }

    /// MarkdownHistory reads these while it parses the file; here they only pass.
    var delimiter: Delimiters.Key? { Delimiters.Key(rawValue: rawValue) }

    /// Every name that may stand in a file.
    static let names = allCases.map(\.rawValue) + allCases.compactMap(\.synonym)
}

// MARK: - Scope

extension SettingKey {
    /// Who may set a key.
    enum Scope {
        /// Everybody, a stranger's conversation too.
        case everywhere
        /// Only the conversation: what decides how a file is read stands in that file.
        case frontMatter
        /// Only the user, by their configuration or on the command line.
        case user
    }

    var scope: Scope {
        switch self {
        case .extra, .messages, .maxToolRounds: .user
        default: delimiter == nil ? .everywhere : .frontMatter
        }
    }
}

extension SettingKey {
    /// What `-o` and `--rpc` take.
    static let options = allCases.filter { $0.scope != .frontMatter }
}
