/// One request, ready to be sent. It holds no key in the clear, so it may be printed.
public struct HTTPRequest: Sendable {
    public var method: String
    public var url: HTTPURL
    public var headers: HTTPHeaders
    /// The header that carries the key, filled in by the transport.
    public var credential: Credential?
    public var body: [UInt8]
    /// nil leaves them to the transport.
    public var timeouts: HTTPTimeouts?

    public init(
        method: String = "POST",
        url: HTTPURL,
        headers: HTTPHeaders = HTTPHeaders(),
        credential: Credential? = nil,
        body: [UInt8] = [],
        timeouts: HTTPTimeouts? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.credential = credential
        self.body = body
        self.timeouts = timeouts
    }

    /// A key and the header it travels in.
    public struct Credential: Sendable {
        public var header: String
        /// What stands before the key, as in `Bearer `.
        public var prefix: String
        public var secret: Secret

        public init(header: String, prefix: String, secret: Secret) {
            self.header = header
            self.prefix = prefix
            self.secret = secret
        }
    }
}
