/// What has to be known about a model to ask it.
public struct ModelTraits: Hashable, Sendable {
    /// The longest reply, in tokens; nil where unknown.
    public var maxOutputTokens: Int?
    public var thinking: Thinking
    /// Whether thinking cannot be switched off.
    public var alwaysThinks: Bool
    /// The words that `reasoning_effort` may be; nil where unknown.
    public var reasoningEfforts: [ReasoningEffort]?
    /// Whether a last message of the assistant is continued; nil where unknown.
    public var takesPrefill: Bool?

    /// How the model's thinking is steered.
    public enum Thinking: Hashable, Sendable {
        case unknown
        /// It cannot think.
        case none
        /// It is switched on or off.
        case toggle
        /// By a number of tokens.
        case budget
        /// By a word, with the model deciding when to think.
        case effort
    }

    public init(
        maxOutputTokens: Int? = nil,
        thinking: Thinking = .unknown,
        alwaysThinks: Bool = false,
        reasoningEfforts: [ReasoningEffort]? = nil,
        takesPrefill: Bool? = nil
    ) {
        self.maxOutputTokens = maxOutputTokens
        self.thinking = thinking
        self.alwaysThinks = alwaysThinks
        self.reasoningEfforts = reasoningEfforts
        self.takesPrefill = takesPrefill
    }
}
