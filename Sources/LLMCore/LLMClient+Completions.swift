extension LLMClient {
    /// The continuation of a text; nothing is sent before its first event is asked for.
    ///
    /// It streams, fails and is retried as the reply to a conversation is.
    public func completion(
        of request: CompletionRequest, from provider: Provider, key: Secret?
    ) -> ReplyStream {
        let target = ModelTarget(provider: provider, model: request.model, key: key)
        return ReplyStream(to: request, from: [target], client: self)
    }

    /// The request as it would be sent.
    public func httpRequest(
        for request: CompletionRequest, to provider: Provider, key: Secret?
    ) throws(LLMError) -> HTTPRequest {
        let provider = provider.asCompatible
        guard provider.services.completions != nil else {
            throw .unsupported("text completions", by: provider) { $0.completions != nil }
        }
        let http = try OpenAICompletions().httpRequest(for: request, to: provider, key: key)
        try http.check(against: provider)
        return http
    }
}

extension CompletionRequest: ReplyRequest {
    func isTaken(by target: ModelTarget) -> Bool { true }

    mutating func move(to target: ModelTarget) { model = target.model }

    func open(at target: ModelTarget, by client: LLMClient) throws(LLMError) -> OpenReply {
        let provider = target.provider.asCompatible
        let http = try client.httpRequest(for: self, to: provider, key: target.key)
        if provider.requiresKey, target.key == nil { throw .noKey(for: provider) }
        let (exchange, head) = try client.send(
            http, to: provider, model: target.model
        ) { (head, body) in
            OpenAIChat().error(head, body: body, from: http.url)
        }
        let recording = client.keepsBodies ? RecordingExchange(exchange) : nil
        return OpenReply(
            source: NetworkReply(
                recording ?? exchange, head: head, from: http.url,
                decoder: OpenAICompletions().makeStreamDecoder()),
            head: head,
            recording: recording
        )
    }
}
