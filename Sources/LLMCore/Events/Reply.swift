/// A whole reply, or what came of one that broke off.
public struct Reply: Sendable {
    /// The assistant's message, as it goes into the history.
    public var message: Message
    /// The part of the text that was a refusal; empty where there was none.
    public var refusal: String
    /// nil where the provider did not say.
    public var usage: Usage?
    /// nil where the reply broke off.
    public var finishReason: FinishReason?
    /// The attempts that failed before it began.
    public var retries: [Retry]
    public var origin: ReplyOrigin
    /// The bytes it was read from, where they were to be kept; the key is taken out of them.
    public var body: [UInt8]?

    public init(_ builder: ReplyBuilder, from origin: ReplyOrigin, body: [UInt8]? = nil) {
        message = builder.message
        refusal = builder.refusal
        usage = builder.usage
        finishReason = builder.finishReason
        retries = builder.retries
        self.origin = origin
        self.body = body
    }

    public var text: String { message.text }

    /// What the model thought before it answered, as far as it is shown.
    public var reasoning: String {
        var text = ""
        for case .reasoning(let piece) in message.parts { text += piece.text }
        return text
    }

    /// What the model wants run before it goes on.
    public var toolCalls: [ToolCall] {
        var calls: [ToolCall] = []
        for case .toolCall(let call) in message.parts { calls.append(call) }
        return calls
    }
}

/// Where a reply came from: the facts a provider's support asks for.
public struct ReplyOrigin: Sendable {
    /// The id of the provider that was asked last.
    public var provider: String
    /// The model as the provider names it; until it does, the one asked for.
    public var model: String
    public var requestID: String?
    public var responseID: String?
    /// Status and header fields; status 0 before they came, or where no network is needed. The
    /// key is taken out of them.
    public var head: HTTPResponseHead

    public init(
        provider: String,
        model: String,
        requestID: String? = nil,
        responseID: String? = nil,
        head: HTTPResponseHead = HTTPResponseHead(status: 0)
    ) {
        self.provider = provider
        self.model = model
        self.requestID = requestID
        self.responseID = responseID
        self.head = head
    }
}

extension ReplyStream {
    public var origin: ReplyOrigin {
        ReplyOrigin(
            provider: provider.id,
            model: model,
            requestID: requestID,
            responseID: responseID,
            head: head
        )
    }

    /// Reads on to the end, and gives the rest of the reply as one value.
    public func collect() throws(LLMError) -> Reply {
        var builder = ReplyBuilder()
        while let event = try next() { builder.add(event) }
        return Reply(builder, from: origin, body: body)
    }
}
