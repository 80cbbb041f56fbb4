/// How the reply is generated. What is not set is not sent: the provider's default holds.
public struct GenerationOptions: Hashable, Sendable {
    /// Randomness, from 0; most providers end at 2.
    public var temperature: Double?
    /// Only the likeliest tokens whose probabilities add up to this much, 0 to 1.
    public var topP: Double?
    /// The longest reply, in tokens, reasoning included.
    public var maxTokens: Int?
    /// Texts that end the reply where they would appear.
    public var stop: [String]?
    /// The same seed gives the same reply, as far as the provider can.
    public var seed: Int?

    public init(
        temperature: Double? = nil,
        topP: Double? = nil,
        maxTokens: Int? = nil,
        stop: [String]? = nil,
        seed: Int? = nil
    ) {
        self.temperature = temperature
        self.topP = topP
        self.maxTokens = maxTokens
        self.stop = stop
        self.seed = seed
    }
}
