/// By which setting a model is told how to think.
public enum ThinkingStyle: String, Hashable, Sendable {
    /// It does not think.
    case never
    /// It thinks, and nothing about that can be set.
    case fixed
    /// It is switched on or off.
    case toggle
    /// By a number of tokens.
    case budget
    /// By one of the words of `ReasoningEffort`.
    case effort
    /// Anthropic's: it thinks as it sees fit, within one of those words; may be switched off.
    case adaptive
}
