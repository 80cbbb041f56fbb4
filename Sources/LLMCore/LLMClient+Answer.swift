/// Requests that are answered in one piece of JSON: everything that is no reply of a model.
extension LLMClient {
    private static let answerLimit = 64 << 20

    /// The answer to a request, which is sent again as one for a reply is; the key is taken out of it.
    ///
    /// - Parameters:
    ///   - model: named in retries only.
    ///   - onRetry: told of every further attempt before the wait for it.
    func answer(
        to request: HTTPRequest, from provider: Provider, model: String = "",
        onRetry: (Retry) -> Void
    ) throws(LLMError) -> JSONValue {
        try request.check(against: provider)
        let began = transport.now
        var retries = 0
        while true {
            var head = HTTPResponseHead(status: 0)
            do {
                return try attempt(request, at: provider, model, &head)
            } catch {
                let error = error.completed(
                    from: provider, key: request.credential?.secret, head: head)
                guard let delay = delay(after: error, retries: retries, since: began) else {
                    throw error
                }
                retries += 1
                let retry = Retry(
                    attempt: retries + 1, maxAttempts: retryPolicy.maxRetries + 1,
                    delay: delay, error: error, provider: provider.id, model: model,
                    isFallback: false)
                tell(retry)
                onRetry(retry)
                if delay > 0 { try transport.pause(milliseconds: delay) }
            }
        }
    }

    private func attempt(
        _ request: HTTPRequest, at provider: Provider, _ model: String,
        _ head: inout HTTPResponseHead
    ) throws(LLMError) -> JSONValue {
        let format = provider.wireFormat.format ?? OpenAIChat()
        let url = request.url
        let exchange: any HTTPExchange
        (exchange, head) = try send(request, to: provider, model: model) { (head, body) in
            format.error(head, body: body, from: url)
        }
        var body: [UInt8] = []
        while let chunk = try exchange.next() {
            body += chunk
            if body.count > Self.answerLimit {
                throw LLMError(
                    .protocol, "the answer is larger than \(Self.answerLimit >> 20) MB")
            }
        }
        if body.isEmpty { throw LLMError(.protocol, "\(url.authority) sent an empty answer") }
        let secrets = provider.secrets(with: request.credential?.secret)
        body = secrets.redacted(in: body)
        let value: JSONValue
        do {
            // The numbers of 512 embeddings are more than a reply would hold.
            value = try JSONParser.parse(body, atMost: 4_000_000)
        } catch {
            guard head.mediaType == "text/html" || body.first == UInt8(ascii: "<") else {
                throw LLMError.notJSON("the answer", body, error)
            }
            throw LLMError(
                .protocol, "\(url.authority) answered with a web page",
                hint: "is base_url right? \(url.shown) was asked")
        }
        // Gateways report errors with status 200 too, and some wrap them into an array.
        if (value[0] ?? value).reportedError != nil { throw ProviderFault(value).llmError() }
        return value
    }
}

extension Provider {
    /// A request that only asks, below the base URL; `path` may end with a query.
    func query(
        _ path: String, headers: HTTPHeaders = HTTPHeaders(), key: Secret?
    ) throws(LLMError) -> HTTPRequest {
        var request = try request(
            path, body: JSONObject(), accept: "application/json", headers: headers, key: key)
        request.method = "GET"
        request.headers["Content-Type"] = nil
        request.body = []
        return request
    }
}
