/// A text to go on with: what models were asked before they knew messages.
public struct CompletionRequest: Hashable, Sendable {
    /// The model's name as the provider spells it.
    public var model: String
    public var prompt: String
    /// What comes after the gap to fill.
    public var suffix: String?
    /// Only what has a field here is sent: sampling, the token limit, stop, seed and penalties.
    public var options: GenerationOptions
    /// Whether the text comes piece by piece or all at once; the events are the same.
    public var isStreamed: Bool
    /// Members of the request's body that replace what chatmd would send, or add to it.
    public var extra: JSONObject

    public init(
        model: String,
        prompt: String,
        suffix: String? = nil,
        options: GenerationOptions = GenerationOptions(),
        isStreamed: Bool = true,
        extra: JSONObject = JSONObject()
    ) {
        self.model = model
        self.prompt = prompt
        self.suffix = suffix
        self.options = options
        self.isStreamed = isStreamed
        self.extra = extra
    }
}
