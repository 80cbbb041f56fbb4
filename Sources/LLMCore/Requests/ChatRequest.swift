/// What a model is asked: a history to continue, and how.
public struct ChatRequest: Hashable, Sendable {
    /// The model's name as the provider spells it.
    public var model: String
    /// Where the last one is the assistant's, the reply goes on with it.
    public var messages: [Message]
    public var tools: [Tool]
    /// nil leaves it to the provider, which is `auto` everywhere.
    public var toolChoice: ToolChoice?
    public var options: GenerationOptions
    /// Whether the reply comes piece by piece or all at once; the events are the same.
    public var isStreamed: Bool
    /// Members of the request's body that replace what chatmd would send, or add to it.
    public var extra: JSONObject

    public init(
        model: String,
        messages: [Message],
        tools: [Tool] = [],
        toolChoice: ToolChoice? = nil,
        options: GenerationOptions = GenerationOptions(),
        isStreamed: Bool = true,
        extra: JSONObject = JSONObject()
    ) {
        self.model = model
        self.messages = messages
        self.tools = tools
        self.toolChoice = toolChoice
        self.options = options
        self.isStreamed = isStreamed
        self.extra = extra
    }
}

extension ChatRequest {
    /// Whether there is anything to choose from: without tools a choice is refused everywhere.
    var hasTools: Bool { !tools.isEmpty || extra["tools"] != nil }
}
