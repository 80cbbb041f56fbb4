/// Asks models, over whatever transport it is given.
///
///     let client = LLMClient(transport: CurlTransport(loop: loop, userAgent: "chatmd/1.0"))
///     let reply = try client.reply(to: request, from: BuiltInProviders.xAI, key: key)
///     while let event = try reply.next() { … }
public struct LLMClient {
    private let transport: any HTTPTransport

    public init(transport: any HTTPTransport) {
        self.transport = transport
    }

    /// Sends the request and waits until the provider has accepted it.
    ///
    /// Everything that can be retried safely fails in here: no text has been given out yet.
    public func reply(to request: ChatRequest, from provider: Provider, key: Secret?)
        throws(LLMError) -> ReplyStream
    {
        guard let format = provider.wireFormat.format else {
            return ReplyStream(
                from: EchoReply(to: request),
                head: HTTPResponseHead(status: 0),
                model: request.model,
                provider: provider,
                key: nil
            )
        }
        do {
            return try send(request, to: provider, key: key, format: format)
        } catch {
            throw error.completed(from: provider, key: key)
        }
    }

    /// The request as it would be sent; nil for a provider without network.
    public func httpRequest(for request: ChatRequest, to provider: Provider, key: Secret?)
        throws(LLMError) -> HTTPRequest?
    {
        guard let format = provider.wireFormat.format else { return nil }
        let request = try format.httpRequest(
            for: request, to: provider, traits: ModelTraits(), key: key)
        for field in request.headers.fields where !field.isSendable {
            throw LLMError(
                .invalidConfig, "the header `\(field.name.visible)` cannot be sent")
        }
        if !request.url.isEncrypted, !request.url.isLoopback, !provider.allowsPlainHTTP {
            throw LLMError(
                .invalidConfig,
                "\(request.url.authority) would be asked without encryption",
                hint: "use https, or set allow_http = true under [providers.\(provider.id)]"
            )
        }
        return request
    }

    private func send(
        _ request: ChatRequest,
        to provider: Provider,
        key: Secret?,
        format: any WireFormat
    ) throws(LLMError) -> ReplyStream {
        if provider.requiresKey, key == nil { throw .noKey(for: provider) }
        guard let http = try httpRequest(for: request, to: provider, key: key) else {
            throw LLMError(.internal, "no request for \(provider.id)")
        }
        let exchange = try transport.send(http)
        let head = try exchange.head()
        switch head.status {
        case 200...299:
            let decoder = format.makeStreamDecoder()
            return ReplyStream(
                from: NetworkReply(exchange, head: head, from: http.url, decoder: decoder),
                head: head,
                model: request.model,
                provider: provider,
                key: key
            )
        case 300...399:
            throw redirect(head, from: http.url, provider)
                .completed(from: provider, key: key, head: head)
        default:
            throw format.error(head, body: try errorBody(exchange), from: http.url)
                .completed(from: provider, key: key, head: head)
        }
    }

    /// The body of an error: no more than anyone would read, and what came if it breaks off.
    private func errorBody(_ exchange: any HTTPExchange) throws(LLMError) -> [UInt8] {
        var body: [UInt8] = []
        do {
            while body.count < 1 << 20, let chunk = try exchange.next() { body += chunk }
        } catch {
            if error.code == .cancelled { throw error }
        }
        return body
    }

    private func redirect(_ head: HTTPResponseHead, from url: HTTPURL, _ provider: Provider)
        -> LLMError
    {
        guard let location = head.headers["location"], !location.isEmpty else {
            return LLMError(
                .invalidRequest, "\(url.authority) answered with status \(head.status)",
                status: head.status)
        }
        let isPath = location.hasPrefix("/") && !location.hasPrefix("//")
        let target = isPath ? "\(url.scheme)://\(url.authority)\(location)" : location
        var base = target
        for suffix in ["/", "/chat/completions"] where base.hasSuffix(suffix) {
            base.removeLast(suffix.count)
        }
        return LLMError(
            .invalidRequest,
            "\(url.authority) redirects to \(target.visible), and redirects are not followed",
            hint: "if that is meant, set base_url = \"\(base.visible)\" "
                + "under [providers.\(provider.id)] in config.toml",
            status: head.status
        )
    }
}

extension WireFormatName {
    /// The format behind the name; nil for the one without network.
    var format: (any WireFormat)? {
        switch self {
        case .openAIChat: OpenAIChat()
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

extension HTTPHeaders.Field {
    /// Whether name and value survive the way into one header line.
    var isSendable: Bool {
        !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
            && value.utf8.allSatisfy { ($0 >= 0x20 || $0 == 0x09) && $0 != 0x7F }
    }
}
