import LLMCore

/// What comes of a question while tools are run for it.
public enum ToolEvent: Sendable {
    /// Of the reply that is under way.
    case reply(StreamEvent)
    /// A tool that the reply has called was run.
    case result(ToolResult)
}

extension ChatSession {
    /// Asks, runs the tools that the model calls, and asks again with what they gave, until it calls
    /// none.
    ///
    /// Question, calls, results and the last reply enter the history together, at the end. The tools
    /// of a reply are run side by side, each on a thread of its own, and nobody is asked before.
    ///
    /// - Parameters:
    ///   - registry: the tools that are offered, in place of those of the settings.
    ///   - rounds: how many requests are sent at most. A reply that calls tools still is given back
    ///     as it is then, and can be answered by `send(results)`.
    ///   - receive: given every event as it arrives; the model waits for it.
    /// - Returns: the last reply, with the usage and the retries of all requests.
    @discardableResult
    public func send(
        _ text: String, running registry: ToolRegistry, rounds: Int = 16,
        isolation: isolated (any Actor)? = #isolation,
        changing: (inout ChatSettings) -> Void = { _ in },
        receiving receive: (ToolEvent) async throws -> Void = { _ in }
    ) async throws -> Reply {
        try await send(
            [.user(text)], running: registry, rounds: rounds, changing: changing,
            receiving: receive)
    }

    /// The same with further messages, or with the history as it is.
    @discardableResult
    public func send(
        _ messages: [Message] = [], running registry: ToolRegistry, rounds: Int = 16,
        isolation: isolated (any Actor)? = #isolation,
        changing: (inout ChatSettings) -> Void = { _ in },
        receiving receive: (ToolEvent) async throws -> Void = { _ in }
    ) async throws -> Reply {
        var settings = settings
        settings.tools = registry.tools
        changing(&settings)
        let asked = self.messages + messages
        var loop = ToolLoop(
            settings.request(asked), at: settings.model, maximumRounds: rounds)
        var retries: [Retry] = []
        while true {
            let stream = open(loop.request.messages, settings, .reply)
            for try await event in stream { try await receive(.reply(event)) }
            var reply = stream.reply
            retries += reply.retries
            loop.add(reply, from: settings.target(answering: reply))
            if loop.calls.isEmpty || loop.isExhausted {
                var added = loop.request.messages.dropFirst(asked.count)
                if loop.calls.isEmpty, !reply.message.parts.isEmpty { added.append(reply.message) }
                if !added.isEmpty { append(messages + added) }
                reply.usage = loop.usage
                reply.retries = retries
                return reply
            }
            let results = await Self.results(of: loop.calls, from: registry)
            for result in results { try await receive(.result(result)) }
            loop.add(results)
            settings.follow(loop)
        }
    }

    /// How many tools run at the same time; a model may call a thousand.
    private static let maximumThreads = 16

    private static func results(
        of calls: [ToolCall], from registry: ToolRegistry
    ) async -> [ToolResult] {
        await withTaskGroup(of: (Int, ToolResult).self) { group in
            var results: [ToolResult?] = calls.map { _ in nil }
            for (index, call) in calls.enumerated() {
                if index >= maximumThreads, let (index, result) = await group.next() {
                    results[index] = result
                }
                group.addTask { (index, await result(of: call, from: registry)) }
            }
            for await (index, result) in group { results[index] = result }
            return results.compactMap(\.self)
        }
    }

    /// A tool may wait for long, and tasks share few threads.
    private static func result(
        of call: ToolCall, from registry: ToolRegistry
    ) async -> ToolResult {
        await withCheckedContinuation { continuation in
            let work: @Sendable () -> Void = {
                continuation.resume(returning: registry.result(of: call))
            }
            do throws(LLMError) {
                try startThread(work)
            } catch {
                work()
            }
        }
    }
}

extension ChatSettings {
    /// Who gave a reply: after a fallback another model than the one that was asked.
    fileprivate func target(answering reply: Reply) -> ModelTarget {
        guard let retry = reply.retries.last(where: \.isFallback) else { return model }
        return fallback.first {
            $0.provider.id == retry.provider && $0.model == retry.model
        } ?? model
    }

    /// Asks next as the loop wants it: whoever has answered once answers to the end.
    fileprivate mutating func follow(_ loop: ToolLoop) {
        model = loop.target
        fallback = []
        tools = loop.request.tools
        toolChoice = loop.request.toolChoice
        options = loop.request.options
    }
}
