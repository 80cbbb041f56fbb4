/// How much a Claude model is to think, and the room its reply has for it.
///
/// Models up to 4.5 are told a budget, which is part of `max_tokens`. Those from 4.6 on decide
/// themselves (`adaptive`) and are told an effort; the newest refuse a budget. What is set in the
/// other's terms is translated (`ReasoningEffort.thinkingBudget`).
struct AnthropicThinking {
    /// The field `thinking`; nil where nothing was set, or nothing can be.
    private(set) var value: JSONValue?
    /// The word for `output_config`.
    private(set) var effort: String?
    private(set) var isOn = false
    /// What was set; else as much as the model can write, or as an unknown model surely can.
    private(set) var maxTokens: Int

    /// Every Claude since 3.5 can write as much, and it fits into the context of the small models
    /// behind compatible servers. It is also the room that is left beside a budget.
    private static let modestReply = 8192
    /// Without a stream a longer reply may take more than the ten minutes after which Anthropic's
    /// own libraries, and many networks, give up waiting.
    private static let longestWholeReply = 21_333
    private static let smallestBudget = 1024

    init(_ options: GenerationOptions, model: String, traits: ModelTraits, isStreamed: Bool) {
        maxTokens =
            options.maxTokens
            ?? min(
                traits.maxOutputTokens ?? Self.modestReply,
                isStreamed ? .max : Self.longestWholeReply)
        switch traits.thinking {
        case .none: break
        case .budget: setBudget(options, traits)
        case .effort: setEffort(options, traits)
        case .unknown, .toggle:
            if Self.takesEffort(model) {
                setEffort(options, traits)
            } else {
                setBudget(options, traits)
            }
        }
    }

    /// Leaves thinking by a budget to the next turn where calls are being answered whose thoughts are
    /// not known any more: a turn that thinks must begin with its thoughts, signed. Models that are
    /// told an effort do not mind.
    mutating func yield(to turns: [AnthropicTurn]) {
        guard value?["type"] == "enabled", turns.lacksThoughts else { return }
        (value, isOn) = (nil, false)
    }

    private mutating func setBudget(_ options: GenerationOptions, _ traits: ModelTraits) {
        guard var budget = options.thinkingBudget ?? options.reasoningEffort?.thinkingBudget else {
            return
        }
        if budget <= 0 { return value = ["type": "disabled"] }
        if options.maxTokens == nil, budget >= maxTokens {
            maxTokens = min(
                budget.addingClamped(Self.modestReply), traits.maxOutputTokens ?? .max)
        }
        // A number is the user's own, and sent as it is; a word gives way.
        if options.thinkingBudget == nil, budget >= maxTokens {
            budget = max(maxTokens / 2, Self.smallestBudget)
            if budget >= maxTokens { return }
        }
        isOn = true
        value = ["type": "enabled", "budget_tokens": JSONValue(budget)]
    }

    private mutating func setEffort(_ options: GenerationOptions, _ traits: ModelTraits) {
        guard
            let wish = options.reasoningEffort
                ?? options.thinkingBudget.map(ReasoningEffort.init(thinkingBudget:))
        else { return }
        if wish == .off {
            // Some of the newest always think, and refuse to be told not to.
            if traits.reasoningEfforts?.contains(.off) ?? true { value = ["type": "disabled"] }
            return
        }
        isOn = true
        value = ["type": "adaptive"]
        effort = wish == .minimal ? "low" : wish.rawValue
    }

    /// From Claude 4.6 on, and where a Claude's name has no number in it; not the models of others
    /// that speak Anthropic's protocol, as they imitate what is older.
    private static func takesEffort(_ model: String) -> Bool {
        guard model.hasPrefix("claude-") else { return false }
        // A longer number is a date: claude-sonnet-4-20250514.
        let numbers = model.split(separator: "-").filter { $0.utf8.count <= 2 }.compactMap {
            Int($0)
        }
        guard let major = numbers.first else { return true }
        return major > 4 || major == 4 && numbers.count > 1 && numbers[1] >= 6
    }
}
