/// What the client tells of its requests. Errors and retries come here without the key.
extension LLMClient {
    /// Sends the request, and tells of it and of its answer.
    func begin(
        _ request: HTTPRequest, to provider: Provider, model: String
    ) throws(LLMError) -> any HTTPExchange {
        guard let logger else { return try transport.send(request) }
        let secrets = request.secrets
        var fields = JSONObject([("provider", .string(provider.id))])
        if !model.isEmpty { fields.append("model", .string(model)) }
        fields.append("method", .string(request.method))
        fields.append("url", .string(request.url.redacted(secrets).description))
        fields.append("bytes", JSONValue(request.body.count))
        if request.credential != nil, let source = keySource(provider) {
            fields.append("key", .string(source))
        }
        logger.log(.info, "request", fields)
        logger.log(.debug, "request headers", request.redacted.headers.fieldsOfLog)
        logger.log(
            .debug, "request body", ["body": .string(text(secrets.redacted(in: request.body)))])
        let began = transport.now
        return LoggedExchange(try transport.send(request), logger, secrets) { [transport] in
            transport.now - began
        }
    }

    func tell(_ retry: Retry) {
        guard let logger else { return }
        var fields = JSONObject([
            ("provider", .string(retry.provider)), ("model", .string(retry.model)),
        ])
        if !retry.isFallback {
            fields.append("attempt", JSONValue(retry.attempt))
            fields.append("max_attempts", JSONValue(retry.maxAttempts))
            fields.append("delay_ms", JSONValue(retry.delay))
        }
        fields.append(retry.error)
        logger.log(.warn, retry.isFallback ? "fallback" : "retry", fields)
    }

    /// - Parameters:
    ///   - model: the one that answered; empty where none was asked.
    ///   - began: when the first attempt did.
    func tellEnd(
        _ reason: FinishReason? = nil, of provider: Provider, model: String = "",
        usage: Usage? = nil, requestID: String? = nil, since began: Int
    ) {
        guard let logger else { return }
        var fields = JSONObject([("provider", .string(provider.id))])
        if !model.isEmpty { fields.append("model", .string(model)) }
        if let reason { fields.append("finish_reason", .string(reason.rawValue)) }
        if let requestID { fields.append("request_id", .string(requestID)) }
        if let usage {
            fields.append("input_tokens", JSONValue(usage.inputTokens))
            fields.append("output_tokens", JSONValue(usage.outputTokens))
            if let cost = usage.cost { fields.append("cost_usd", JSONValue(cost)) }
        }
        fields.append("ms", JSONValue(transport.now - began))
        logger.log(.info, "done", fields)
    }

    /// Tells of what cannot be helped any more, and hands it on.
    func failing(_ error: LLMError) -> LLMError {
        guard let logger else { return error }
        var fields = JSONObject()
        if let provider = error.provider { fields.append("provider", .string(provider)) }
        if error.code == .cancelled {
            logger.log(.info, "cancelled", fields)
        } else {
            fields.append(error)
            logger.log(.error, "failed", fields)
        }
        return error
    }
}

extension JSONObject {
    fileprivate mutating func append(_ error: LLMError) {
        append("code", .string(error.code.rawValue))
        if error.status != 0 { append("status", JSONValue(error.status)) }
        append("reason", .string(error.messageWithoutQuote))
        if let requestID = error.requestID { append("request_id", .string(requestID)) }
    }
}

extension LLMError {
    /// What is wrong with an answer, without the piece of it that the message quotes.
    fileprivate var messageWithoutQuote: String {
        guard code == .protocol, let quote = message.utf8.firstIndex(of: UInt8(ascii: "`")) else {
            return message
        }
        var text = message[..<quote]
        while text.hasSuffix(" ") || text.hasSuffix(":") { text.removeLast() }
        return String(text)
    }
}

extension HTTPHeaders {
    fileprivate var fieldsOfLog: JSONObject {
        JSONObject(fields.map { ($0.name, .string($0.value)) })
    }
}

private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// An exchange that tells of its answer while it is read.
private final class LoggedExchange: HTTPExchange {
    private let exchange: any HTTPExchange
    private let logger: Logger
    private let secrets: [Secret]
    private let elapsed: () -> Int
    private var filter: SecretFilter

    /// - Parameter elapsed: the milliseconds since the request was sent.
    init(
        _ exchange: any HTTPExchange, _ logger: Logger, _ secrets: [Secret],
        elapsed: @escaping () -> Int
    ) {
        self.exchange = exchange
        self.logger = logger
        self.secrets = secrets
        self.elapsed = elapsed
        filter = SecretFilter(secrets)
    }

    deinit {
        if logger.level == .debug { tell(filter.finish()) }
    }

    func head() throws(LLMError) -> HTTPResponseHead {
        let head = try exchange.head()
        var fields = JSONObject([("status", JSONValue(head.status))])
        if let id = head.requestID {
            fields.append("request_id", .string(secrets.redacted(in: id)))
        }
        if head.isFromCache { fields.append("cached", true) }
        fields.append("ms", JSONValue(elapsed()))
        logger.log(.info, "response", fields)
        logger.log(.debug, "response headers", head.headers.redacted(secrets).fieldsOfLog)
        return head
    }

    func next() throws(LLMError) -> [UInt8]? {
        let chunk = try exchange.next()
        if logger.level == .debug { tell(chunk.map { filter.consume($0) } ?? filter.finish()) }
        return chunk
    }

    private func tell(_ bytes: [UInt8]) {
        if !bytes.isEmpty { logger.log(.debug, "response body", ["body": .string(text(bytes))]) }
    }
}
