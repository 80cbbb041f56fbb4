/// Effort in tokens, for models that are told a number, and back for those that are told a word.
///
/// `medium` and `xhigh` are the budgets that Google gives the words `medium` and `high` in its
/// OpenAI-compatible API; 1024 is the least that Anthropic takes, 32 768 the most that any of
/// Gemini 2.5 does.
extension ReasoningEffort {
    var thinkingBudget: Int {
        switch self {
        case .off: 0
        case .minimal: 1024
        case .low: 2048
        case .medium: 8192
        case .high: 16_384
        case .xhigh: 24_576
        case .max: 32_768
        }
    }

    /// The word for the most thinking that a budget allows, at least `minimal` unless it is 0.
    init(thinkingBudget budget: Int) {
        self = budget <= 0 ? .off : .minimal
        for effort in Self.allCases where effort != .off && effort.thinkingBudget <= budget {
            self = effort
        }
    }
}
