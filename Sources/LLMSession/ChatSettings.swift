import LLMCore

/// Which model is asked, and how: everything about a request but its messages.
///
/// A session has them, and any call may change them for itself alone.
public struct ChatSettings: Sendable {
    public var model: ModelTarget
    /// Models that are asked instead, one after the other, when one does not exist, is overloaded
    /// or over its limits.
    public var fallback: [ModelTarget] = []
    public var tools: [Tool] = []
    /// nil leaves it to the provider, which is `auto` everywhere.
    public var toolChoice: ToolChoice?
    public var options = GenerationOptions()
    /// Members of the request's body that replace what would be sent, or add to it.
    public var extra = JSONObject()
    /// Whether the provider is asked for piece by piece or all at once; the events are the same.
    public var isStreamed = true
    public var retryPolicy = RetryPolicy()
    /// nil leaves them to the transport.
    public var timeouts: HTTPTimeouts?
    /// Whether replies keep the bytes they were read from.
    public var keepsBody = false

    public init(_ model: ModelTarget) {
        self.model = model
    }

    /// Makes a client ask so.
    func open(_ messages: [Message], with client: LLMClient) -> ReplyStream {
        client.retryPolicy = retryPolicy
        client.timeouts = timeouts
        client.keepsBodies = keepsBody
        return client.reply(
            to: request(messages), from: model.provider, key: model.key, fallback: fallback)
    }

    func request(_ messages: [Message]) -> ChatRequest {
        ChatRequest(
            model: model.model,
            messages: messages,
            tools: tools,
            toolChoice: toolChoice,
            options: options,
            isStreamed: isStreamed,
            extra: extra
        )
    }
}
