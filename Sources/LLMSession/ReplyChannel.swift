import LLMCore

/// Hands a reply from the thread that reads it to the task that wants it.
///
/// A batch is what one read from the network gave. One batch is offered at a time, and at most one
/// more has been read by then: until the reader has taken the first, the thread stands still, and
/// with it the transfer.
final class ReplyChannel: Sendable {
    struct Batch: Sendable {
        var events: [StreamEvent] = []
        /// Whether the reply is whole with these.
        var isLast = false
    }

    /// How the reading ended, and what the reader has not been offered by then.
    struct Ending: Sendable {
        var batch = Batch()
        var failure: LLMError?
        var origin: ReplyOrigin
        var body: [UInt8]?
    }

    fileprivate typealias Reader = CheckedContinuation<Batch?, any Error>

    fileprivate struct State: Sendable {
        var offered: Batch?
        var failure: LLMError?
        var isCancelled = false
        /// The last batch, the failure or the cancellation has been taken.
        var isOver = false
        var readers: [Reader] = []
        /// Set while a thread may be waiting for the network.
        var interrupt: Interrupt?

        var builder = ReplyBuilder()
        var origin: ReplyOrigin
        var body: [UInt8]?
    }

    private let state: Guarded<State>
    private let keepsMessage: Bool

    /// - Parameter keepsMessage: whether `reply` is to hold the message itself.
    init(origin: ReplyOrigin, keepsMessage: Bool) {
        state = Guarded(State(origin: origin))
        self.keepsMessage = keepsMessage
    }

    /// Made of what the reader has taken so far.
    var reply: Reply {
        state.with { Reply($0.builder, from: $0.origin, body: $0.body) }
    }

    // MARK: The thread

    /// Reads a reply to its end, or until nobody wants it any more.
    func fill(from reply: ReplyStream, interruptedBy interrupt: Interrupt) -> Ending {
        state.with { $0.interrupt = interrupt }
        defer { state.with { $0.interrupt = nil } }
        var batch = Batch()
        var failure: LLMError?
        do throws(LLMError) {
            while !state.with({ $0.isCancelled }) {
                try read(from: reply, into: &batch)
                if batch.isLast { break }
                offer(batch, from: reply.origin)
                batch = Batch()
            }
        } catch {
            failure = error
        }
        return Ending(batch: batch, failure: failure, origin: reply.origin, body: reply.body)
    }

    /// The end is looked for right behind `finish`, so that the reader learns of both together.
    private func read(from reply: ReplyStream, into batch: inout Batch) throws(LLMError) {
        var hasFinished = false
        repeat {
            guard let event = try reply.next() else {
                batch.isLast = true
                return
            }
            batch.events.append(event)
            if case .finish = event { hasFinished = true }
        } while hasFinished || reply.hasReadyEvents
    }

    private func offer(_ batch: Batch, from origin: ReplyOrigin) {
        state.wait(until: { $0.offered == nil || $0.isCancelled }, then: { _ in })
        change { state in
            state.offered = batch
            state.origin = origin
        }
    }

    /// Waits for nobody: what has not been taken yet is offered together with the rest.
    func finish(_ ending: Ending) {
        change { state in
            state.failure = ending.failure
            state.origin = ending.origin
            state.body = ending.body
            if ending.batch.events.isEmpty && !ending.batch.isLast { return }
            let events = state.offered?.events ?? []
            state.offered = Batch(
                events: events + ending.batch.events, isLast: ending.batch.isLast)
        }
    }

    // MARK: The reader

    /// The next batch, waited for; nil after the end.
    func next(isolation: isolated (any Actor)?) async throws -> Batch? {
        try await withTaskCancellationHandler(
            operation: {
                try await withCheckedThrowingContinuation(isolation: isolation) { reader in
                    change { $0.readers.append(reader) }
                }
            },
            onCancel: { cancel() },
            isolation: isolation
        )
    }

    /// Ends the transfer at once; readers get a `CancellationError`.
    func cancel() {
        change { state in
            state.isCancelled = true
            state.interrupt?.raise()
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let served = state.with { state in
            body(&state)
            var served: [(Reader, Result<Batch?, any Error>)] = []
            while !state.readers.isEmpty, let outcome = state.take(keepsMessage) {
                served.append((state.readers.removeFirst(), outcome))
            }
            return served
        }
        for (reader, outcome) in served { reader.resume(with: outcome) }
    }
}

extension ReplyChannel.State {
    /// What the next reader gets; nil where it has to wait.
    fileprivate mutating func take(_ keepsMessage: Bool)
        -> Result<ReplyChannel.Batch?, any Error>?
    {
        if isOver { return .success(nil) }
        if isCancelled {
            isOver = true
            return .failure(CancellationError())
        }
        if let batch = offered {
            offered = nil
            isOver = batch.isLast
            for event in batch.events where keepsMessage || !event.isContent { builder.add(event) }
            return .success(batch)
        }
        guard let failure else { return nil }
        isOver = true
        return .failure(failure)
    }
}

extension StreamEvent {
    /// Whether it becomes a part of the message.
    fileprivate var isContent: Bool {
        switch self {
        case .text, .refusal, .reasoning, .block, .toolCall: true
        case .retry, .usage, .finish: false
        }
    }
}
