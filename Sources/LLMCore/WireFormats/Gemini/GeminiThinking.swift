import Spelling

/// How much a Gemini model is to think.
///
/// Gemini 2.5 is told a budget, from 3 on a level; both together are refused. What is set in the
/// other's terms is translated (`ReasoningEffort.thinkingBudget`). Where anything is set, the
/// thoughts are asked for too, in the summary that Google gives of them.
struct GeminiThinking {
    enum Scale {
        case none, budget, levels
    }

    let scale: Scale
    /// `thinkingConfig`; nil where nothing was set, or nothing can be.
    private(set) var value: JSONValue?

    /// The most that all models of 2.5 take; Pro alone takes more.
    private static let largestBudget = 24_576
    /// The least that Pro takes, which always thinks.
    private static let smallestBudget = 128

    init(_ options: GenerationOptions, model: String, traits: ModelTraits) {
        scale = Self.scale(of: model, traits)
        switch scale {
        case .none: break
        case .budget: setBudget(options, traits)
        case .levels: setLevel(options, traits)
        }
    }

    private mutating func setBudget(_ options: GenerationOptions, _ traits: ModelTraits) {
        let wish = options.reasoningEffort.map { min($0.thinkingBudget, Self.largestBudget) }
        guard var budget = options.thinkingBudget ?? wish else { return }
        if budget == 0, traits.alwaysThinks { budget = Self.smallestBudget }
        // Thoughts may not be asked for where there are none.
        value =
            budget == 0
            ? ["thinkingBudget": 0]
            : ["includeThoughts": true, "thinkingBudget": JSONValue(budget)]
    }

    private mutating func setLevel(_ options: GenerationOptions, _ traits: ModelTraits) {
        guard
            let wish = options.reasoningEffort
                ?? options.thinkingBudget.map(ReasoningEffort.init(thinkingBudget:))
        else { return }
        let known = traits.reasoningEfforts
        let level =
            switch wish {
            // It cannot be switched off.
            case .off, .minimal: known?.contains(.minimal) ?? true ? "minimal" : "low"
            case .low, .medium, .high: wish.rawValue
            case .xhigh, .max: known?.contains(.xhigh) ?? false ? "xhigh" : "high"
            }
        value = ["includeThoughts": true, "thinkingLevel": .string(level)]
    }

    private static func scale(of model: String, _ traits: ModelTraits) -> Scale {
        switch traits.thinking {
        case .none: return .none
        case .budget: return .budget
        case .effort: return .levels
        case .unknown, .toggle: break
        }
        if model.mentions("gemini-2.5") { return .budget }
        for old in ["gemini-1", "gemini-2.0", "gemma-"] where model.mentions(old) { return .none }
        return .levels
    }
}
