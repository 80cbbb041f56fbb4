/// Asks models, over whatever transport it is given.
///
///     let client = LLMClient(transport: CurlTransport(loop: loop, userAgent: "chatmd/1.0"))
///     let reply = client.reply(to: request, from: BuiltInProviders.xAI, key: key)
///     while let event = try reply.next() { … }
public final class LLMClient {
    public var retryPolicy: RetryPolicy
    /// How long requests wait for a silent server; nil leaves it to the transport.
    public var timeouts: HTTPTimeouts?
    /// Whether replies keep the bytes they were read from.
    public var keepsBodies = false
    /// Told of every request, its answer, retries and its end.
    public var logger: Logger?
    /// Takes the turn of a request at that time, and says how many milliseconds to wait for it.
    /// To be set where several clients keep one limit together.
    public var takeTurn: (_ provider: Provider, _ now: Int) -> Int
    /// Gives the key of a provider whose target has none. It may take its time: it is asked when the
    /// first request is about to be sent.
    public var findKey: (_ provider: Provider) throws(LLMError) -> Secret? = { _ in nil }

    /// Says where a provider's key comes from, for the log; never the key itself.
    public var keySource: (_ provider: Provider) -> String? = { _ in nil }

    let transport: any HTTPTransport
    private let chance: () -> Double

    /// - Parameter chance: gives numbers from 0 up to 1, by which waits differ.
    public init(
        transport: any HTTPTransport,
        retryPolicy: RetryPolicy = RetryPolicy(),
        chance: @escaping () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.transport = transport
        self.retryPolicy = retryPolicy
        self.chance = chance
        var limits = RateLimits()
        takeTurn = { limits.takeTurn(at: $0, now: $1) }
    }

    /// The reply to a request; nothing is sent before its first event is asked for.
    ///
    /// - Parameter fallback: models that are asked instead, one after the other, when one does
    ///   not exist, is overloaded or over its limits.
    public func reply(
        to request: ChatRequest,
        from provider: Provider,
        key: Secret?,
        fallback: [ModelTarget] = []
    ) -> ReplyStream {
        let target = ModelTarget(provider: provider, model: request.model, key: key)
        return ReplyStream(to: request, from: [target] + fallback, client: self)
    }

    /// The request as it would be sent; nil for a provider without network.
    ///
    /// What the model would refuse is refused here, in words that say which setting is meant.
    public func httpRequest(for request: ChatRequest, to provider: Provider, key: Secret?)
        throws(LLMError) -> HTTPRequest?
    {
        guard let format = provider.wireFormat.format else { return nil }
        if let refusal = request.refusals(at: provider).first {
            throw LLMError(.unsupported, refusal.message, hint: refusal.hint)
        }
        if let refusal = request.attachmentRefusals(at: provider).first {
            throw LLMError(.unsupported, refusal.message, hint: refusal.hint)
        }
        let info = ModelCatalogue.info(request.model, of: provider.id)
        var request = request.normalized.withoutToolChoice(at: provider)
            .tellingFormat(to: provider, info)
        // One word for all: each model is given the one of its own that comes nearest.
        if let effort = request.options.reasoningEffort {
            request.options.reasoningEffort = info.effort(nearestTo: effort) ?? effort
        }
        let http = try format.httpRequest(
            for: request, to: provider, traits: info.traits, key: key)
        try http.check(against: provider)
        return http
    }

    // MARK: Attempts

    /// One attempt: it has succeeded when the provider has accepted the request.
    func open(_ request: ChatRequest, at target: ModelTarget) throws(LLMError) -> OpenReply {
        guard let format = target.provider.wireFormat.format else {
            return OpenReply(source: EchoReply(to: request), head: HTTPResponseHead(status: 0))
        }
        let provider = target.provider
        if provider.requiresKey, target.key == nil { throw .noKey(for: provider) }
        guard let http = try httpRequest(for: request, to: provider, key: target.key) else {
            throw LLMError(.internal, "no request for \(provider.id)")
        }
        let (exchange, head) = try send(http, to: provider, model: target.model) { (head, body) in
            format.error(head, body: body, from: http.url)
        }
        let recording = keepsBodies ? RecordingExchange(exchange) : nil
        return OpenReply(
            source: NetworkReply(
                recording ?? exchange, head: head, from: http.url,
                decoder: format.makeStreamDecoder()),
            head: head,
            recording: recording
        )
    }

    /// Sends a request when the provider's rate allows it; what is not a success is thrown.
    func send(
        _ request: HTTPRequest,
        to provider: Provider,
        model: String,
        error: (HTTPResponseHead, [UInt8]) -> LLMError
    ) throws(LLMError) -> (any HTTPExchange, HTTPResponseHead) {
        let wait = transport.hasAnswer(to: request) ? 0 : takeTurn(provider, transport.now)
        if wait > 0 { try transport.pause(milliseconds: wait) }
        var request = request
        request.timeouts = request.timeouts ?? timeouts
        let exchange = try begin(request, to: provider, model: model)
        let head = try exchange.head()
        if (200...299).contains(head.status) { return (exchange, head) }
        let body = try exchange.errorBody()
        var error =
            (300...399).contains(head.status)
            ? head.redirect(from: request.url, provider) : error(head, body)
        error.response = HTTPResponse(head: head, body: body)
        error.shouldRetry = head.shouldRetry ?? error.shouldRetry
        throw error
    }

    func delay(after error: LLMError, retries: Int, since began: Int) -> Int? {
        retryPolicy.delay(
            after: error, retries: retries, elapsed: transport.now - began, chance: chance())
    }
}

/// A reply that the provider has begun.
struct OpenReply {
    var source: any ReplySource
    var head: HTTPResponseHead
    var recording: RecordingExchange?
}

extension WireFormatName {
    /// The format behind the name; nil for the one without network.
    var format: (any WireFormat)? {
        switch self {
        case .openAIChat: OpenAIChat()
        case .openAIResponses: OpenAIResponses()
        case .ollama: Ollama()
        case .anthropic: Anthropic()
        case .gemini: Gemini()
        case .echo: nil
        }
    }
}

extension LLMError {
    /// No key was found for a provider that needs one.
    public static func noKey(for provider: Provider) -> LLMError {
        let variable = provider.keyVariable
        return LLMError(
            .authentication,
            "no key for \(provider.name)" + (variable.map { ": \($0) is not set" } ?? ""),
            hint: (variable.map { "export \($0)=…, or " } ?? "")
                + "name a variable that holds the key as api_key_env under "
                + "[providers.\(provider.id)] in config.toml; the model `echo` needs none",
            provider: provider.id
        )
    }
}
