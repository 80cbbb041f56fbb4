/// Why a request to a model did not succeed.
///
/// `message` is one sentence without a final full stop; where the provider said something, it is in
/// the provider's words and may hold any character, so whoever prints it to a terminal escapes it.
public struct LLMError: Error, Hashable, Sendable {
    public var code: Code
    public var message: String
    /// What the user can do about it.
    public var hint: String?
    /// The provider's id, where one was already chosen.
    public var provider: String?
    /// The HTTP status; 0 without an HTTP answer.
    public var status: Int
    public var requestID: String?
    /// How long the provider asks to wait, in milliseconds.
    public var retryAfter: Int?
    /// The answer that said so, where it was one with an error status; the key is taken out of it.
    public var response: HTTPResponse?
    /// What is known about sending the same request again; nil leaves it to the code.
    public var shouldRetry: Bool?

    public init(
        _ code: Code,
        _ message: String,
        hint: String? = nil,
        provider: String? = nil,
        status: Int = 0,
        requestID: String? = nil,
        retryAfter: Int? = nil
    ) {
        self.code = code
        self.message = message
        self.hint = hint
        self.provider = provider
        self.status = status
        self.requestID = requestID
        self.retryAfter = retryAfter
    }

    /// The user ended the request.
    public static var cancelled: LLMError { LLMError(.cancelled, "cancelled") }
}

extension LLMError {
    /// The kind of an error, spelled as in the event protocol.
    public struct Code: RawRepresentable, Hashable, Sendable {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public static let authentication = Code(rawValue: "authentication")
        public static let permission = Code(rawValue: "permission")
        public static let rateLimited = Code(rawValue: "rate_limited")
        public static let quotaExceeded = Code(rawValue: "quota_exceeded")
        public static let network = Code(rawValue: "network")
        public static let timeout = Code(rawValue: "timeout")
        public static let invalidConfig = Code(rawValue: "invalid_config")
        public static let invalidRequest = Code(rawValue: "invalid_request")
        public static let modelNotFound = Code(rawValue: "model_not_found")
        public static let contextLengthExceeded = Code(rawValue: "context_length_exceeded")
        public static let unsupported = Code(rawValue: "unsupported")
        public static let server = Code(rawValue: "server")
        public static let overloaded = Code(rawValue: "overloaded")
        public static let `protocol` = Code(rawValue: "protocol")
        public static let contentFilter = Code(rawValue: "content_filter")
        public static let cancelled = Code(rawValue: "cancelled")
        public static let `internal` = Code(rawValue: "internal")
    }
}
