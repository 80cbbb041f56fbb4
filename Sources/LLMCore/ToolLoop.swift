/// Ask, run the tools that are called, ask again: what one answer's requests add up to.
///
///     var loop = ToolLoop(request, at: target)
///     while true {
///         let reply = try client.reply(to: loop.request, from: loop.target…).collect()
///         loop.add(reply.message, usage: reply.usage, from: …)
///         guard loop.wantsTools else { break }
///         loop.add(results of loop.calls)
///     }
///
/// A value that decides; whoever owns it asks and runs. Messages keep what a provider wants to see
/// again while its calls are answered: signatures, encrypted reasoning.
public struct ToolLoop: Sendable {
    /// What is to be asked next.
    public private(set) var request: ChatRequest
    /// Where: the model that answered first answers to the end, since nobody else can read what it
    /// wants echoed.
    public private(set) var target: ModelTarget
    /// How many requests have been answered.
    public private(set) var rounds = 0
    /// Of all rounds.
    public private(set) var usage: Usage?
    /// The calls of the last reply that have no results yet.
    public private(set) var calls: [ToolCall] = []
    private let maximumRounds: Int

    /// - Parameter maximumRounds: how many requests are answered at most.
    public init(_ request: ChatRequest, at target: ModelTarget, maximumRounds: Int = 16) {
        self.request = request
        self.target = target
        self.maximumRounds = maximumRounds
    }

    /// Whether the calls would lead to no further request, because there were enough.
    public var isExhausted: Bool { rounds >= maximumRounds }

    /// Takes in a reply.
    ///
    /// - Parameters:
    ///   - reply: what came of it.
    ///   - answering: who gave it, which after a fallback is another than was asked.
    public mutating func add(_ reply: ReplyBuilder, from answering: ModelTarget) {
        add(reply.message, reply.usage, reply.finishReason, from: answering)
    }

    /// Takes in a reply that is whole already.
    public mutating func add(_ reply: Reply, from answering: ModelTarget) {
        add(reply.message, reply.usage, reply.finishReason, from: answering)
    }

    private mutating func add(
        _ message: Message, _ newUsage: Usage?, _ finishReason: FinishReason?,
        from answering: ModelTarget
    ) {
        rounds += 1
        usage = usage.map { $0.adding(newUsage) } ?? newUsage
        if answering.provider.id != target.provider.id || answering.model != target.model {
            target = answering
            request.move(to: answering)
        }
        calls = finishReason == .toolCalls ? message.toolCalls : []
        if !calls.isEmpty { request.messages.append(message) }
    }

    /// Asks once more, after a reply that will not do.
    ///
    /// - Parameter messages: the reply, and what is wrong with it.
    public mutating func askAgain(adding messages: [Message]) {
        request.messages += messages
    }

    /// Takes in what the calls gave, in their order.
    public mutating func add(_ results: [ToolResult]) {
        request.messages.append(.results(results))
        calls = []
        // What had to be called has been: a model held to it would call for ever.
        switch request.toolChoice {
        case .required, .tool: request.toolChoice = nil
        case .auto, .none?, nil: break
        }
    }
}

extension Message {
    /// What an assistant wants run.
    public var toolCalls: [ToolCall] {
        var calls: [ToolCall] = []
        for case .toolCall(let call) in parts { calls.append(call) }
        return calls
    }
}

extension Usage {
    /// Both together. What only one of them knows is taken from that one.
    public func adding(_ other: Usage?) -> Usage {
        guard let other else { return self }
        return Usage(
            inputTokens: inputTokens.addingClamped(other.inputTokens),
            outputTokens: outputTokens.addingClamped(other.outputTokens),
            cachedInputTokens: Self.sum(cachedInputTokens, other.cachedInputTokens),
            cacheWriteTokens: Self.sum(cacheWriteTokens, other.cacheWriteTokens),
            reasoningTokens: Self.sum(reasoningTokens, other.reasoningTokens),
            // A sum that leaves out what one round cost would be wrong.
            cost: cost.flatMap { cost in other.cost.map { cost + $0 } }
        )
    }

    private static func sum(_ one: Int?, _ other: Int?) -> Int? {
        guard let one, let other else { return one ?? other }
        return one.addingClamped(other)
    }
}
