import Spelling

/// What a provider says when it refuses or fails, out of the several shapes in use.
///
/// Seen: `{"error": {message, type, code}}` (OpenAI and most), `{"error": "…", "code": "…"}` (xAI),
/// `{"detail": "…"}`, `{"detail": [{loc, msg}]}` and `{"object": "error", message}` (Mistral),
/// `[{"error": …}]` (gateways).
struct ProviderFault {
    /// The provider's words, if it had any.
    var message: String?
    /// The names it gives the error: code, type and the like, in lower case.
    var names: Set<String> = []
    /// The status it gives inside the body, which in a stream is the only one.
    var status: Int?

    init(text: String) {
        message = text.trimmed
    }

    init(_ value: JSONValue) {
        let body = value[0] ?? value
        let error = body["error"] ?? body
        message = Self.message(in: error) ?? Self.message(in: body)
        for object in [error, body] {
            for key in ["code", "type", "status"] {
                if let name = object[key]?.string { names.insert(name.lowercased()) }
            }
            status =
                status ?? object["status_code"]?.int ?? object["code"]?.int
                ?? object["raw_status_code"]?.int
        }
        for detail in error["details"]?.array ?? [] {
            if let reason = detail["reason"]?.string { names.insert(reason.lowercased()) }
        }
    }

    /// The JSON of a failure's body; nil where it is none.
    ///
    /// Asked for a stream, gateways may answer with one that is a single event.
    static func value(in body: [UInt8]) -> JSONValue? {
        if let value = try? JSONParser.parse(body) { return value }
        var parser = ServerSentEventParser()
        guard let event = (try? parser.consume(body))?.first ?? parser.finish() else { return nil }
        return try? JSONParser.parse(event.data)
    }

    private static func message(in value: JSONValue) -> String? {
        if let text = value.string { return text.trimmed }
        if let text = value["message"]?.string {
            // OpenRouter's own sentence says nothing; the upstream's is in the metadata.
            guard let raw = value["metadata"]?["raw"]?.string, !raw.isEmpty else {
                return text.trimmed
            }
            return "\(text.trimmed): \(raw.trimmed)"
        }
        if let text = value["detail"]?.string { return text.trimmed }
        let details = value["detail"]?.array ?? value["message"]?["detail"]?.array ?? []
        let sentences = details.compactMap { detail -> String? in
            guard let text = detail["msg"]?.string else { return nil }
            let place = (detail["loc"]?.array ?? []).compactMap { step in
                step.string ?? step.int.map(String.init)
            }
            return place.isEmpty ? text : "\(place.joined(separator: ".")): \(text)"
        }
        return sentences.isEmpty ? nil : sentences.joined(separator: "; ")
    }

    /// The error of a reply that had begun with status 200.
    func llmError() -> LLMError {
        LLMError(
            code(status: status ?? 0),
            message.map(Self.limited) ?? "the provider reported an error without saying which",
            status: 200
        )
    }

    /// The message without what a terminal line cannot take: it ends after 2000 characters.
    static func limited(_ message: String) -> String {
        message.count > 2000 ? message.prefix(2000) + "…" : message
    }

    // MARK: Classification

    /// Names and words before the status: several providers answer 400 or 429 to everything.
    func code(status: Int) -> LLMError.Code {
        for (name, code) in Self.codesByName where names.contains(name) { return code }
        let words = message?.lowercased() ?? ""
        if status == 400 || status == 0 || status == 413 || status == 422 {
            if Self.contextPhrases.contains(where: words.mentions) { return .contextLengthExceeded }
            if words.mentions("api key"), Self.refusals.contains(where: words.mentions) {
                return .authentication
            }
            if words.hasPrefix("unsupported ") { return .unsupported }
        }
        switch status {
        case 401: return .authentication
        case 402: return .quotaExceeded
        case 403, 451: return .permission
        case 404: return namesNoModel(words) ? .invalidRequest : .modelNotFound
        case 408: return .timeout
        case 429: return .rateLimited
        case 498, 503, 529: return .overloaded
        case 400...499: return .invalidRequest
        default:
            if words.mentions("overloaded") || names.contains("overloaded_error") {
                return .overloaded
            }
            return names.contains("invalid_request_error") ? .invalidRequest : .server
        }
    }

    /// Whether the words of a 404 are those of a server that knows no such address: no model was
    /// looked for. A bare "Not Found" is a web framework's, the others OpenAI's, llama.cpp's, Azure's.
    private func namesNoModel(_ words: String) -> Bool {
        ["", "not found", "file not found", "resource not found"].contains(words)
            || words.hasPrefix("invalid url")
    }

    private static let codesByName: [(String, LLMError.Code)] = [
        ("context_length_exceeded", .contextLengthExceeded),
        ("insufficient_quota", .quotaExceeded),
        ("exceeded_current_quota_error", .quotaExceeded),
        ("billing_error", .quotaExceeded),
        ("invalid_api_key", .authentication),
        ("api_key_invalid", .authentication),
        ("authentication_error", .authentication),
        ("invalid_authentication_error", .authentication),
        ("incorrect_api_key_error", .authentication),
        ("permission_error", .permission),
        ("permission_denied", .permission),
        ("model_not_found", .modelNotFound),
        ("rate_limit_exceeded", .rateLimited),
        ("rate_limit_error", .rateLimited),
        ("ratelimitreached", .rateLimited),
        ("rate_limit_reached_error", .rateLimited),
        ("overloaded_error", .overloaded),
        ("server_is_overloaded", .overloaded),
        ("engine_overloaded_error", .overloaded),
        ("content_filter", .contentFilter),
        ("content_policy_violation", .contentFilter),
        ("unsupported_parameter", .unsupported),
        ("unsupported_value", .unsupported),
    ]

    private static let contextPhrases = [
        "context length", "context window", "context size", "prompt is too long",
        "prompt too long", "too many tokens", "maximum prompt length", "model token limit",
    ]

    private static let refusals = ["incorrect", "invalid", "not valid", "missing"]
}

extension WireFormat {
    func error(_ head: HTTPResponseHead, body: [UInt8], from url: HTTPURL) -> LLMError {
        commonError(head, body: body, from: url)
    }

    /// What holds for all formats; one that knows more of its provider's errors adds to it.
    func commonError(_ head: HTTPResponseHead, body: [UInt8], from url: HTTPURL) -> LLMError {
        let fault: ProviderFault?
        if let value = ProviderFault.value(in: body) {
            fault = ProviderFault(value)
        } else if head.mediaType == "text/plain", (1...300).contains(body.count) {
            fault = ProviderFault(text: String(decoding: body, as: UTF8.self))
        } else {
            fault = nil
        }
        let isJSON = head.mediaType.hasSuffix("json")
        let code =
            head.status == 404 && !isJSON && fault?.names.isEmpty ?? true
            ? LLMError.Code.invalidRequest
            : (fault ?? ProviderFault(text: "")).code(status: head.status)

        let words = fault?.message ?? ""
        let kind =
            head.mediaType.isEmpty ? "without a content type" : "with \(head.mediaType.visible)"
        return LLMError(
            code,
            words.isEmpty
                ? "\(url.authority) answered with status \(head.status) \(kind)"
                : ProviderFault.limited(words),
            hint: code == .invalidRequest && head.status == 404
                ? "nothing answers at \(url.shown): is base_url right?" : nil,
            status: head.status,
            retryAfter: head.retryAfter
        )
    }
}

extension JSONValue {
    /// The member `error`, unless it says that there is none, as some gateways do in every answer.
    var reportedError: JSONValue? {
        guard let error = self[present: "error"], error != false, error != "" else { return nil }
        return error
    }

    /// The member of that name, unless it is `null`.
    subscript(present key: String) -> JSONValue? {
        guard let value = self[key], !value.isNull else { return nil }
        return value
    }
}

extension HTTPResponseHead {
    /// What the provider calls this request, for its support.
    var requestID: String? {
        headers["x-request-id"] ?? headers["request-id"] ?? headers["cf-ray"]
    }
}
