internal import CCurl

/// HTTP over libcurl's multi interface: one thread, pulled, ended at once by the event loop.
///
/// Only http and https, no redirects. Compressed answers are taken, HTTP/2 where the server offers
/// it over TLS, and a proxy where the environment names one, never for this machine. Connections
/// are kept for the next request.
public final class CurlTransport: HTTPTransport {
    private let loop: EventLoop
    private let timeouts: HTTPTimeouts
    private let userAgent: String
    private let certificateFile: String?
    private var multi: CurlMultiHandle?

    /// - Parameters:
    ///   - timeouts: for requests that have none of their own.
    ///   - userAgent: as in `chatmd/1.0`.
    ///   - certificateFile: trusted certificates (PEM) instead of the system's, for proxies too.
    public init(
        loop: EventLoop,
        timeouts: HTTPTimeouts = HTTPTimeouts(),
        userAgent: String,
        certificateFile: String? = nil
    ) {
        self.loop = loop
        self.timeouts = timeouts
        self.userAgent = userAgent
        self.certificateFile = certificateFile
    }

    public func send(_ request: HTTPRequest) throws(LLMError) -> any HTTPExchange {
        let multi = try openMulti()
        let handle = try CurlEasyHandle()
        let url = request.url
        let timeouts = request.timeouts ?? timeouts
        handle.set(CURLOPT_URL, url.description)
        if !request.body.isEmpty || request.method == "POST" {
            handle.setBody(request.body)
        }
        handle.set(CURLOPT_CUSTOMREQUEST, request.method)
        handle.setHeaders(lines(of: request))
        handle.set(CURLOPT_USERAGENT, userAgent)
        handle.set(CURLOPT_NOSIGNAL, 1)
        handle.set(CURLOPT_TCP_NODELAY, 1)
        // Models think for minutes, and routers forget connections that say nothing.
        handle.set(CURLOPT_TCP_KEEPALIVE, 1)
        handle.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        handle.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
        // Empty: whatever this libcurl can decompress.
        handle.set(CURLOPT_ACCEPT_ENCODING, "")
        handle.set(CURLOPT_BUFFERSIZE, 64 << 10)
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, max(1, HTTPTimeouts.milliseconds(timeouts.connect)))
        if let certificateFile {
            handle.set(CURLOPT_CAINFO, certificateFile)
            handle.set(CURLOPT_PROXY_CAINFO, certificateFile)
        }
        if url.isLoopback { handle.set(CURLOPT_PROXY, "") }
        return try CurlExchange(
            request: request, handle: handle, multi: multi, loop: loop, timeouts: timeouts)
    }

    public func pause(milliseconds: Int) throws(LLMError) {
        try loop.wait(milliseconds: milliseconds)
    }

    public var now: Int { Clock.milliseconds() }

    private func openMulti() throws(LLMError) -> CurlMultiHandle {
        if let multi { return multi }
        let multi = try CurlMultiHandle()
        self.multi = multi
        return multi
    }

    /// The header lines. An empty `Expect:` keeps libcurl from waiting for a `100 Continue`.
    private func lines(of request: HTTPRequest) -> [String] {
        var lines = request.headers.fields.map { "\($0.name): \($0.value)" }
        if let credential = request.credential {
            lines.append("\(credential.header): \(credential.prefix)\(credential.secret.value)")
        }
        lines.append("Expect:")
        return lines
    }
}
