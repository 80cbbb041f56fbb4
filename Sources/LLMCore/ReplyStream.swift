/// A reply as it arrives: pulled event by event, until `next` gives nil or throws.
///
/// What came before an error is always given out before the error is thrown. As long as nothing of
/// the reply was given out, a failed request is sent again, or to the next model; an event says so.
public final class ReplyStream {
    /// The answer's status and header fields, without the key; status 0 before it came, or where no
    /// network is needed.
    public private(set) var head = HTTPResponseHead(status: 0)

    private let client: LLMClient
    private var request: any ReplyRequest
    private var target: ModelTarget
    private var fallback: ArraySlice<ModelTarget>
    private var retries = 0
    private var began: Int?
    /// When the first of all attempts began, and what the reply used.
    private var firstBegan: Int?
    private var usage: Usage?
    private var pause = 0

    private var source: (any ReplySource)?
    private var recording: RecordingExchange?
    private var events: [StreamEvent] = []
    private var position = 0
    private var hasGivenOut = false
    private var failure: LLMError?
    private var hasEnded = false

    init(to request: any ReplyRequest, from targets: [ModelTarget], client: LLMClient) {
        self.request = request
        self.client = client
        target = targets[0]
        fallback = targets.dropFirst()
    }

    /// The next event, waited for; nil after the last.
    public func next() throws(LLMError) -> StreamEvent? {
        while true {
            if position < events.count {
                defer { position += 1 }
                let event = priced(events[position])
                if client.logger != nil { tell(event) }
                return event
            }
            events.removeAll(keepingCapacity: true)
            position = 0
            if let failure { throw failure }
            if hasEnded { return nil }
            do {
                try read()
            } catch {
                handle(error.completed(from: target.provider, key: target.key, head: head))
            }
            if !hasGivenOut { hasGivenOut = events.contains(where: \.isPartOfReply) }
        }
    }

    /// Whether `next` will answer without waiting: the end of one network read is where output
    /// is best flushed.
    public var hasReadyEvents: Bool { position < events.count }

    /// The event with what it cost, where the provider does not say so itself. What was kept from
    /// before costs nothing now.
    private func priced(_ event: StreamEvent) -> StreamEvent {
        guard case .usage(var usage) = event else { return event }
        if isCached {
            usage.cost = 0
        } else if usage.cost == nil {
            let info = ModelCatalogue.model(target.model, of: target.provider.id)
            usage.cost = info?.price?.cost(of: usage)
        }
        return .usage(usage)
    }

    private func tell(_ event: StreamEvent) {
        switch event {
        case .retry(let retry): client.tell(retry)
        case .usage(let usage): self.usage = usage
        case .finish(let reason):
            client.tellEnd(
                reason, of: provider, model: model, usage: usage, requestID: requestID,
                since: firstBegan ?? client.transport.now)
        case .text, .refusal, .reasoning, .block, .toolCall: break
        }
    }

    // MARK: What is known of the answer

    /// The model that answers, as the provider names it; until it does, the one asked for.
    public var model: String { redacted(source?.model) ?? target.model }
    /// Who was asked last, with the key that was found.
    public var answering: ModelTarget { target }
    /// The provider that was asked last.
    public var provider: Provider { target.provider }
    public var responseID: String? { redacted(source?.responseID) }
    public var requestID: String? { redacted(head.requestID) }
    public var status: Int { head.status }
    /// Whether the reply was given before, and kept by the transport.
    public var isCached: Bool { head.isFromCache }
    public var headers: HTTPHeaders { head.headers }
    /// The bytes that the reply was read from so far, without the key, where the client keeps them.
    public var body: [UInt8]? {
        recording.map { secrets.redacted(in: $0.body) }
    }

    /// A server may send the key back in any field. What the model says stays as it is: nobody
    /// could rely on a text in which words are missing, and a dummy key may be any word.
    private func redacted(_ text: String?) -> String? {
        text.map { secrets.redacted(in: $0) }
    }

    private var secrets: [Secret] { target.provider.secrets(with: target.key) }

    // MARK: Attempts

    private func read() throws(LLMError) {
        if source == nil {
            if pause > 0 { try client.transport.pause(milliseconds: pause) }
            pause = 0
            if target.key == nil { target.key = try client.findKey(target.provider) }
            began = began ?? client.transport.now
            firstBegan = firstBegan ?? began
            head = HTTPResponseHead(status: 0)
            let reply = try request.open(at: target, by: client)
            source = reply.source
            head = secrets.redacted(in: reply.head)
            recording = reply.recording
        }
        hasEnded = try source?.read(into: &events) != true
    }

    /// Prepares the next attempt where one is worth it; otherwise the reply has failed.
    private func handle(_ error: LLMError) {
        let isLost = hasGivenOut || events.contains(where: \.isPartOfReply)
        if isLost || !prepareRetry(after: error) && !prepareFallback(after: error) {
            failure = client.failing(error.suggesting(insteadOf: target.model, of: target.provider))
        }
    }

    private func prepareRetry(after error: LLMError) -> Bool {
        guard let delay = client.delay(after: error, retries: retries, since: began ?? 0) else {
            return false
        }
        retries += 1
        restart(after: error, delay: delay, isFallback: false)
        return true
    }

    private func prepareFallback(after error: LLMError) -> Bool {
        guard error.isWorthAnotherModel else { return false }
        fallback = fallback.drop { !request.isTaken(by: $0) }
        guard let next = fallback.popFirst() else { return false }
        target = next
        request.move(to: next)
        retries = 0
        began = nil
        restart(after: error, delay: 0, isFallback: true)
        return true
    }

    private func restart(after error: LLMError, delay: Int, isFallback: Bool) {
        source = nil
        pause = delay
        let retry = Retry(
            attempt: retries + 1,
            maxAttempts: client.retryPolicy.maxRetries + 1,
            delay: delay,
            error: error,
            provider: target.provider.id,
            model: target.model,
            isFallback: isFallback
        )
        // Usage of an attempt that gave nothing is the provider's affair.
        events = [.retry(retry)]
        position = 0
    }
}

extension ReplyStream: CustomReflectable {
    /// Without what came from the network, which may hold the key.
    public var customMirror: Mirror {
        Mirror(self, children: ["provider": provider.id, "model": model, "head": head])
    }
}

extension StreamEvent {
    /// Whether a reader has seen something of the reply once it has seen this.
    fileprivate var isPartOfReply: Bool {
        switch self {
        case .text, .refusal, .reasoning, .block, .toolCall, .finish: true
        case .usage, .retry: false
        }
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
    /// Where the provider does not know the model, names listed ones that may have been meant.
    func suggesting(insteadOf model: String, of provider: Provider) -> LLMError {
        guard code == .modelNotFound, hint == nil else { return self }
        let names = ModelCatalogue.names(near: model, of: provider.id).map {
            "`\(provider.id)/\($0)`"
        }
        guard let last = names.last else { return self }
        let others = names.dropLast().joined(separator: ", ")
        var error = self
        error.hint = "did you mean \(others.isEmpty ? last : "\(others) or \(last)")?"
        return error
    }

    /// Adds what only the client knows, and takes the key out of what a server said, together with
    /// whatever else only that server should see.
    func completed(from provider: Provider, key: Secret?, head: HTTPResponseHead? = nil) -> LLMError
    {
        var error = self
        error.provider = error.provider ?? provider.id
        if let head = error.response?.head ?? head, head.status != 0 {
            if error.status == 0, error.code != .cancelled { error.status = head.status }
            error.requestID = error.requestID ?? head.requestID
        }
        let secrets = provider.secrets(with: key)
        error.message = secrets.redacted(in: error.message)
        error.hint = error.hint.map { secrets.redacted(in: $0) }
        error.requestID = error.requestID.map { secrets.redacted(in: $0) }
        error.response = error.response.map { secrets.redacted(in: $0) }
        if error.code == .authentication, error.hint == nil, let variable = provider.keyVariable {
            error.hint = "look at the key in \(variable)"
        }
        return error
    }
}
