/// A reply as it arrives: pulled event by event, until `next` gives nil or throws.
///
/// What came before an error is always given out before the error is thrown.
public final class ReplyStream {
    /// The answer's status and header fields; status 0 where no network was needed.
    public let head: HTTPResponseHead
    private let provider: Provider
    private let key: Secret?
    private let requestedModel: String
    private var source: any ReplySource
    private var events: [StreamEvent] = []
    private var position = 0
    private var failure: LLMError?
    private var hasEnded = false

    init(
        from source: any ReplySource,
        head: HTTPResponseHead,
        model: String,
        provider: Provider,
        key: Secret?
    ) {
        self.source = source
        self.head = head
        self.requestedModel = model
        self.provider = provider
        self.key = key
    }

    /// The next event, waited for; nil after the last.
    public func next() throws(LLMError) -> StreamEvent? {
        while true {
            if position < events.count {
                defer { position += 1 }
                return events[position]
            }
            events.removeAll(keepingCapacity: true)
            position = 0
            if let failure { throw failure }
            if hasEnded { return nil }
            do {
                hasEnded = try !source.read(into: &events)
            } catch {
                failure = error.completed(from: provider, key: key, head: head)
            }
        }
    }

    /// Whether `next` will answer without waiting: the end of one network read is where output
    /// is best flushed.
    public var hasReadyEvents: Bool { position < events.count }

    /// The model that answers, as the provider names it; until it does, the one asked for.
    public var model: String { redacted(source.model) ?? requestedModel }
    public var responseID: String? { redacted(source.responseID) }
    public var requestID: String? { redacted(head.requestID) }
    public var status: Int { head.status }
    public var headers: HTTPHeaders { head.headers }

    /// A server may send the key back in any field.
    private func redacted(_ text: String?) -> String? {
        text.map { text in key?.redacted(in: text) ?? text }
    }
}

/// Where a reply's events come from.
protocol ReplySource {
    var model: String? { get }
    var responseID: String? { get }

    /// Appends what comes next, waiting for it; false when nothing comes any more.
    mutating func read(into events: inout [StreamEvent]) throws(LLMError) -> Bool
}

extension LLMError {
    /// Adds what only the client knows, and takes the key out of what a server said.
    func completed(from provider: Provider, key: Secret?, head: HTTPResponseHead? = nil) -> LLMError
    {
        var error = self
        error.provider = error.provider ?? provider.id
        if let head {
            if error.status == 0, error.code != .cancelled { error.status = head.status }
            error.requestID = error.requestID ?? head.requestID
        }
        if let key {
            error.message = key.redacted(in: error.message)
            error.hint = error.hint.map(key.redacted)
            error.requestID = error.requestID.map(key.redacted)
        }
        if error.code == .authentication, error.hint == nil, let variable = provider.keyVariable {
            error.hint = "look at the key in \(variable)"
        }
        return error
    }
}
