extension LLMClient {
    /// How many tokens the provider itself counts in a request, which is not answered.
    ///
    /// What is counted is the body that a chat would have, without what only says how to answer.
    ///
    /// - Parameter onRetry: told of every further attempt before the wait for it.
    public func tokenCount(
        of request: ChatRequest, at provider: Provider, key: Secret?,
        onRetry: (Retry) -> Void = { _ in }
    ) throws(LLMError) -> Int {
        guard let service = provider.tokenCounter else {
            throw .unsupported("way to count tokens", by: provider) { $0.tokenCount != nil }
        }
        if provider.requiresKey, key == nil { throw .noKey(for: provider) }
        let began = transport.now
        do {
            let chat = try body(of: request, at: provider, key)
            let count = try service.count(chat, model: request.model, at: provider) {
                (path, body) throws(LLMError) in
                let question = try provider.question(path, body: body, key: key)
                return try answer(
                    to: question, from: provider, model: request.model, onRetry: onRetry)
            }
            tellEnd(of: provider, model: request.model, since: began)
            return count
        } catch {
            throw failing(error.completed(from: provider, key: key))
        }
    }

    private func body(
        of request: ChatRequest, at provider: Provider, _ key: Secret?
    ) throws(LLMError) -> JSONObject {
        let http = try httpRequest(for: request, to: provider, key: key)
        guard let body = try? JSONParser.parse(http?.body ?? []).object else {
            throw LLMError(.internal, "the request is no JSON object")
        }
        return body
    }
}

extension Provider {
    /// How requests are counted, in the format that chats are held in.
    public var tokenCounter: TokenCountService? {
        guard let service = services.tokenCount, service.wireFormat == wireFormat else {
            return nil
        }
        return service
    }

    /// A request that is answered in one piece. A path with a slash before it stands beside `/v1`.
    fileprivate func question(
        _ path: String, body: JSONObject, key: Secret?
    ) throws(LLMError) -> HTTPRequest {
        var provider = self
        var path = path[...]
        if path.hasPrefix("/") {
            path.removeFirst()
            while provider.baseURL.hasSuffix("/") { provider.baseURL.removeLast() }
            if provider.baseURL.hasSuffix("/v1") { provider.baseURL.removeLast(3) }
        }
        return try provider.request(
            String(path), body: body, accept: "application/json",
            headers: wireFormat == .anthropic ? Anthropic.headers : HTTPHeaders(), key: key)
    }
}
