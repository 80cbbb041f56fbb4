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
}

extension CompletionRequest: ReplyRequest {
    mutating func move(to target: ModelTarget) { model = target.model }

    func open(at target: ModelTarget, by client: LLMClient) throws(LLMError) -> OpenReply {
        let provider = target.provider.asCompatible
        guard provider.services.completions != nil else {
            throw .unsupported("text completions", by: provider) { $0.completions != nil }
        }
        if provider.requiresKey, target.key == nil { throw .noKey(for: provider) }
        let format = OpenAICompletions()
        let http = try format.httpRequest(for: self, to: provider, key: target.key)
        try http.check(against: provider)
        let (exchange, head) = try client.send(
            http, to: provider, model: target.model
        ) { (head, body) in
            OpenAIChat().error(head, body: body, from: http.url)
        }
        let recording = client.keepsBodies ? RecordingExchange(exchange) : nil
        return OpenReply(
            source: NetworkReply(
                recording ?? exchange, head: head, from: http.url,
                decoder: format.makeStreamDecoder()),
            head: head,
            recording: recording
        )
    }
}
