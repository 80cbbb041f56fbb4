import ConfigText
import LLMCore
import MarkdownHistory

/// The settings that one place makes: everything is optional.
struct SettingsLayer: Equatable {
    /// Where a value is written; without a path on the command line.
    struct Place: Equatable {
        var path: String?
        var position: SourcePosition?
    }

    /// A system message, or the file that holds it.
    enum SystemPrompt: Equatable {
        case text(String)
        case file(String)
    }

    var origin = Origin.commandLine
    /// Of a preset: who names it.
    var namedBy: Origin?
    /// The file it is written in.
    var path: String?
    /// The values as they are written.
    private(set) var written: [SettingKey: ConfigValue] = [:]

    private(set) var model: String?
    private(set) var provider: String?
    private(set) var preset: String?
    /// Models that are asked when the first one cannot answer.
    private(set) var fallback: [String]?
    private(set) var system: SystemPrompt?
    /// A conversation whose messages go before every other.
    private(set) var messages: String?
    private(set) var options = GenerationOptions()
    /// Whether HTML comments stay behind.
    private(set) var stripsComments: Bool?
    /// The most that an answer may cost, in US dollars.
    private(set) var maxCost: Double?
    /// Members of the request's body; never a conversation's.
    private(set) var extra: JSONObject?
    private(set) var contentFormat: ContentFormat?
    /// Names of tools and collections.
    private(set) var tools: [String]?
    private(set) var toolChoice: String?
    /// Whether what the model thinks is written into the file.
    private(set) var showsReasoning: Bool?
    private(set) var maximumRounds: Int?

    /// Tools that are used beside those of the highest layer; only the command line sets them.
    var addedTools: [String] = []
    /// Seconds without a byte from the server; only the command line sets it.
    var timeout: Double?
    /// How often a request is sent again; only the command line sets it here.
    var retries: Int?
    /// Whether the answer comes piece by piece; only the command line sets it.
    var isStreamed: Bool?

    init(_ origin: Origin = .commandLine, path: String? = nil) {
        self.origin = origin
        self.path = path
    }

    /// Where the key's value is written; nil where it is not.
    func place(of key: SettingKey) -> Place? {
        written[key].map { Place(path: path, position: path == nil ? nil : $0.position) }
    }

    /// Checks a value and keeps it. `name` is how the key was written.
    mutating func set(
        _ key: SettingKey, to value: ConfigValue, named name: String? = nil
    ) throws(ConfigError) {
        let name = name ?? key.rawValue
        try key.form.check(value, of: name)
        written[key] = value
        switch key {
        case .model: model = try value.string(for: name)
        case .provider: provider = try value.string(for: name)
        case .preset: preset = try value.string(for: name)
        case .fallback: fallback = try value.strings(for: name)
        case .system:
            if case .table(let table) = value.kind {
                system = try table.string(for: "file").map { .file($0) }
            } else {
                system = .text(try value.string(for: name))
            }
        case .messages: messages = try value.string(for: name)
        case .temperature: options.temperature = try value.double(for: name)
        case .topP: options.topP = try value.double(for: name)
        case .topK: options.topK = try value.integer(for: name)
        case .maxTokens: options.maxTokens = try value.integer(for: name)
        case .stop: options.stop = try value.strings(for: name)
        case .seed: options.seed = try value.integer(for: name)
        case .frequencyPenalty: options.frequencyPenalty = try value.double(for: name)
        case .presencePenalty: options.presencePenalty = try value.double(for: name)
        case .repetitionPenalty: options.repetitionPenalty = try value.double(for: name)
        case .reasoningEffort:
            options.reasoningEffort = ReasoningEffort(rawValue: try value.string(for: name))
        case .thinkingBudget: options.thinkingBudget = try value.integer(for: name)
        case .responseFormat: options.responseFormat = try ResponseFormat(value, of: name)
        case .contentFormat:
            contentFormat = ContentFormat(rawValue: try value.string(for: name))
        case .comments: stripsComments = try value.string(for: name) == "strip"
        case .maxCost: maxCost = try value.double(for: name)
        case .tools: tools = try value.strings(for: name)
        case .toolChoice: toolChoice = try value.string(for: name)
        case .parallelToolCalls: options.parallelToolCalls = try value.boolean(for: name)
        case .showReasoning: showsReasoning = try value.boolean(for: name)
        case .maxToolRounds: maximumRounds = try value.integer(for: name)
        case .extra:
            guard case .object(let members) = JSONValue(value) else { break }
            extra = members
        default: break
        }
    }
}

// MARK: - Origin

extension SettingsLayer {
    /// What kind of place a layer was read from, by rising rank.
    enum Origin: Equatable {
        /// The user's `config.toml`.
        case config
        /// A `.chatmd.toml` beside the conversation or above it.
        case project
        /// The front matter of the conversation.
        case conversation
        case commandLine
        /// Of that name; just below the layer that names it.
        case preset(String)

        /// Whether it travels with files, and so is a stranger's.
        var isForeign: Bool { self == .project || self == .conversation }
    }

    /// Whether a stranger chose what it says, by writing it or by naming the preset.
    var isStrangersChoice: Bool { author.isForeign }

    /// Whose word it is: a preset speaks for whoever names it.
    var author: Origin { namedBy ?? origin }

    /// Whether what a model refuses is left out with a warning: it was set for all models.
    var isGeneral: Bool { origin != .conversation && origin != .commandLine }
}
