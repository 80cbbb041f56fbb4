import LLMCore

/// A reply as it arrives: `for try await event in stream`.
///
/// The request is sent when the first event is asked for. A slow reader makes the provider wait:
/// no more than three reads from the network are held. A reply that breaks off throws after all
/// that came of it was given out; an `LLMError`, or a `CancellationError` where the task was
/// cancelled. Cancelling the task, or letting go of stream and iterators, ends the transfer at
/// once. The events are given out once, to whichever iterator asks.
public struct ChatStream: AsyncSequence, Sendable {
    public typealias Element = StreamEvent

    private let reading: Reading

    init(
        into channel: ReplyChannel,
        start: @escaping @Sendable () -> Void,
        whenWhole: @escaping @Sendable (Reply) -> Void
    ) {
        reading = Reading(channel, start: start, whenWhole: whenWhole)
    }

    /// The reply as far as it was read, at any time: whole when the stream has ended, a part
    /// where it has failed.
    public var reply: Reply { reading.channel.reply }

    /// Ends the transfer at once; whoever waits for an event gets a `CancellationError`.
    public func cancel() {
        reading.channel.cancel()
    }

    public func makeAsyncIterator() -> Iterator {
        Iterator(reading)
    }

    /// Reads on to the end.
    func collect() async throws -> Reply {
        for try await _ in self {}
        return reply
    }

    public struct Iterator: AsyncIteratorProtocol, Sendable {
        private let reading: Reading
        private var batch = ReplyChannel.Batch()
        private var position = 0

        fileprivate init(_ reading: Reading) {
            self.reading = reading
        }

        public mutating func next() async throws -> StreamEvent? {
            try await next(isolation: nil)
        }

        public mutating func next(isolation actor: isolated (any Actor)?) async throws
            -> StreamEvent?
        {
            if position == batch.events.count {
                guard let next = try await reading.next(isolation: actor) else { return nil }
                batch = next
                position = 0
            }
            defer { position += 1 }
            // The end comes with the last event: nobody has to ask for another one to get there.
            if batch.isLast, position + 1 >= batch.events.count { reading.end() }
            return position < batch.events.count ? batch.events[position] : nil
        }
    }
}

/// What a stream and its iterators share; the transfer ends with the last of them.
private final class Reading: Sendable {
    let channel: ReplyChannel
    private let start: Guarded<(@Sendable () -> Void)?>
    private let whenWhole: Guarded<(@Sendable (Reply) -> Void)?>

    init(
        _ channel: ReplyChannel,
        start: @escaping @Sendable () -> Void,
        whenWhole: @escaping @Sendable (Reply) -> Void
    ) {
        self.channel = channel
        self.start = Guarded(start)
        self.whenWhole = Guarded(whenWhole)
    }

    deinit {
        channel.cancel()
    }

    func next(isolation: isolated (any Actor)?) async throws -> ReplyChannel.Batch? {
        start.takeOnce()?()
        return try await channel.next(isolation: isolation)
    }

    func end() {
        whenWhole.takeOnce()?(channel.reply)
    }
}

extension Guarded {
    fileprivate func takeOnce<Wrapped: Sendable>() -> Wrapped? where Value == Wrapped? {
        with { value in
            defer { value = nil }
            return value
        }
    }
}
