internal import CCurl
import Spelling

/// A failed transfer in words.
struct CurlError {
    var code: CURLcode
    /// libcurl's own words, where it had any.
    var detail: String
    var url: HTTPURL
    var connectTimeout: Double
    /// What a proxy answered to the request for a tunnel; 0 where none was asked.
    var tunnelStatus: Int
    /// How many bytes of the answer's body had come; nil before its head.
    var bodyBytes: Int?

    var llmError: LLMError {
        var error = inWords
        if isLasting { error.shouldRetry = false }
        return error
    }

    /// Whether another attempt would only meet the same: nobody listens on this machine, or a
    /// certificate is not trusted.
    private var isLasting: Bool {
        switch code {
        case CURLE_COULDNT_CONNECT: url.isLoopback
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_CACERT_BADFILE:
            true
        default: false
        }
    }

    private var inWords: LLMError {
        let server = url.authority
        if bodyBytes == nil, tunnelStatus != 0, !(200...299).contains(tunnelStatus) {
            return Self.proxyRefusal(tunnelStatus, url: url)
        }
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST:
            return LLMError(
                .network, "the host \(server) was not found",
                hint: "is the network up, and the name right?")
        case CURLE_COULDNT_RESOLVE_PROXY:
            return LLMError(
                .network, "the proxy for \(server) was not found", hint: Self.proxyVariables)
        case CURLE_PROXY:
            return LLMError(
                .network, "the proxy refused a connection to \(server): \(words)",
                hint: Self.proxyVariables)
        case CURLE_COULDNT_CONNECT:
            return LLMError(
                .network,
                "\(server) cannot be reached: \(reason("the connection was refused"))",
                hint: url.isLoopback
                    ? "is a server running there?"
                    // libcurl names what it tried to reach.
                    : detail.isEmpty || detail.mentions(url.host) ? nil : Self.proxyVariables
            )
        case CURLE_OPERATION_TIMEDOUT:
            let seconds = HTTPTimeouts.text(connectTimeout)
            return LLMError(.timeout, "no connection to \(server) within \(seconds) s")
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CACERT_BADFILE:
            return LLMError(
                .network,
                "no secure connection to \(server): \(reason("TLS failed"))",
                hint: code == CURLE_SSL_CONNECT_ERROR
                    ? nil : "SSL_CERT_FILE names the file of trusted certificates"
            )
        case CURLE_BAD_CONTENT_ENCODING:
            return LLMError(
                .protocol, "the answer of \(server) cannot be decompressed: \(words)")
        case _ where bodyBytes == nil && chatmd_curl_is_too_large(code) != 0:
            return LLMError(.protocol, "\(server) sent a header line of more than 100 kB")
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
            return LLMError(.protocol, "\(server) does not answer in HTTP")
        case CURLE_URL_MALFORMAT:
            return LLMError(.invalidConfig, "`\(url.shown)` is not a usable base URL")
        case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT, CURLE_BAD_FUNCTION_ARGUMENT,
            CURLE_UNKNOWN_OPTION, CURLE_ABORTED_BY_CALLBACK:
            return LLMError(.internal, "libcurl: \(words)")
        default:
            return LLMError(.network, brokenConnection)
        }
    }

    private var brokenConnection: String {
        switch bodyBytes {
        case nil where code == CURLE_GOT_NOTHING:
            "\(url.authority) closed the connection without an answer"
        // Old versions of libcurl take an end inside the header for a success.
        case nil where code == CURLE_OK:
            "\(url.authority) closed the connection inside the header of its answer"
        case nil:
            "the connection to \(url.authority) broke before an answer came: \(words)"
        case 0?:
            "the connection to \(url.authority) broke before the reply began"
        case let count?:
            "the connection to \(url.authority) broke in the middle of the reply, "
                + "after \(count) bytes"
        }
    }

    private var words: String { reason(String(cString: curl_easy_strerror(code))) }

    /// Where an `@` is in it, libcurl quotes a proxy's URL, password included.
    private func reason(_ fallback: String) -> String {
        detail.isEmpty || detail.utf8.contains(UInt8(ascii: "@")) ? fallback : detail.visible
    }

    // MARK: Proxies

    /// A proxy that answers for itself.
    static func proxyRefusal(_ status: Int, url: HTTPURL) -> LLMError {
        var error = LLMError(
            .network,
            status == 407
                ? "the proxy for \(url.authority) wants a user name and a password"
                : "the proxy refused a connection to \(url.authority) with status \(status)",
            hint: status == 407
                ? "they go into the proxy's variable: https_proxy=http://user:password@host:port"
                : proxyVariables,
            status: status
        )
        if status < 500 { error.shouldRetry = false }
        return error
    }

    private static let proxyVariables =
        "https_proxy, http_proxy and all_proxy name the proxy, no_proxy hosts that need none"
}
