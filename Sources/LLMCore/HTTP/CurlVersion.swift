internal import CCurl

/// What the libcurl that is loaded can do.
public struct CurlVersion: Equatable, Sendable {
    /// As in `7.88.1`.
    public var number: String
    /// The TLS library with its version, as in `OpenSSL/3.0.17`; nil where there is none.
    public var tls: String?
    public var hasHTTP2: Bool
    /// The encodings of answers that it can undo, by their names in HTTP.
    public var encodings: [String]

    /// The one that this process has loaded.
    public static var current: CurlVersion {
        guard let pointer = chatmd_curl_version_info() else {
            return CurlVersion(number: "?", tls: nil, hasHTTP2: false, encodings: [])
        }
        let info = pointer.pointee
        let encodings = [
            ("gzip", CURL_VERSION_LIBZ), ("br", CURL_VERSION_BROTLI), ("zstd", CURL_VERSION_ZSTD),
        ]
        return CurlVersion(
            number: info.version.map { String(cString: $0) } ?? "?",
            tls: info.features & CURL_VERSION_SSL == 0
                ? nil : info.ssl_version.map { String(cString: $0) },
            hasHTTP2: info.features & CURL_VERSION_HTTP2 != 0,
            encodings: encodings.filter { info.features & $0.1 != 0 }.map(\.0)
        )
    }
}
