/// What a model is asked: a history to continue, and how.
public struct ChatRequest: Hashable, Sendable {
    /// The model's name as the provider spells it.
    public var model: String
    public var messages: [Message]
    public var options: GenerationOptions

    public init(
        model: String,
        messages: [Message],
        options: GenerationOptions = GenerationOptions()
    ) {
        self.model = model
        self.messages = messages
        self.options = options
    }
}
