internal import CCurl

/// A failed transfer in words.
struct CurlError {
    var code: CURLcode
    /// libcurl's own words, where it had any.
    var detail: String
    var url: HTTPURL
    var connectTimeout: Double
    /// How many bytes of the answer's body had come; nil before its head.
    var bodyBytes: Int?

    var llmError: LLMError {
        let server = url.authority
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST:
            return LLMError(
                .network, "the host \(server) was not found",
                hint: "is the network up, and the name right?")
        case CURLE_COULDNT_RESOLVE_PROXY:
            return LLMError(.network, "the proxy for \(server) was not found")
        case CURLE_COULDNT_CONNECT:
            return LLMError(
                .network,
                "\(server) cannot be reached: \(reason("the connection was refused"))",
                hint: url.isLoopback ? "is a server running there?" : nil
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
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
            return LLMError(.protocol, "\(server) does not answer in HTTP")
        case CURLE_URL_MALFORMAT:
            return LLMError(.invalidConfig, "`\(url)` is not a usable base URL")
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

    private func reason(_ fallback: String) -> String {
        detail.isEmpty ? fallback : detail.visible
    }
}
