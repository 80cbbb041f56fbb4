/// How the reply is generated. What is not set is not sent: the provider's default holds.
public struct GenerationOptions: Hashable, Sendable {
    /// Randomness, from 0; most providers end at 2.
    public var temperature: Double?
    /// Only the likeliest tokens whose probabilities add up to this much, 0 to 1.
    public var topP: Double?
    /// Only that many of the likeliest tokens.
    public var topK: Int?
    /// The longest reply, in tokens, reasoning included.
    public var maxTokens: Int?
    /// Texts that end the reply where they would appear.
    public var stop: [String]?
    /// The same seed gives the same reply, as far as the provider can.
    public var seed: Int?
    /// Against repeating what was said often, -2 to 2.
    public var frequencyPenalty: Double?
    /// Against repeating what was said at all, -2 to 2.
    public var presencePenalty: Double?
    /// Against repetition as open models count it; 1 is none.
    public var repetitionPenalty: Double?
    public var reasoningEffort: ReasoningEffort?
    /// The most tokens to think in; 0 for no thinking, where the model can do without.
    public var thinkingBudget: Int?
    public var responseFormat: ResponseFormat?
    /// Whether one reply may call several tools.
    public var parallelToolCalls: Bool?

    public init(
        temperature: Double? = nil,
        topP: Double? = nil,
        topK: Int? = nil,
        maxTokens: Int? = nil,
        stop: [String]? = nil,
        seed: Int? = nil,
        frequencyPenalty: Double? = nil,
        presencePenalty: Double? = nil,
        repetitionPenalty: Double? = nil,
        reasoningEffort: ReasoningEffort? = nil,
        thinkingBudget: Int? = nil,
        responseFormat: ResponseFormat? = nil,
        parallelToolCalls: Bool? = nil
    ) {
        self.temperature = temperature
        self.topP = topP
        self.topK = topK
        self.maxTokens = maxTokens
        self.stop = stop
        self.seed = seed
        self.frequencyPenalty = frequencyPenalty
        self.presencePenalty = presencePenalty
        self.repetitionPenalty = repetitionPenalty
        self.reasoningEffort = reasoningEffort
        self.thinkingBudget = thinkingBudget
        self.responseFormat = responseFormat
        self.parallelToolCalls = parallelToolCalls
    }
}

/// What the reply's text has to be.
public enum ResponseFormat: Hashable, Sendable {
    case text
    /// Any JSON object.
    case json
    /// JSON that a JSON Schema describes; the name is for the model to read.
    case schema(JSONValue, name: String)
}
