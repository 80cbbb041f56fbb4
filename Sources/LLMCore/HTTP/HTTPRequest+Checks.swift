extension HTTPRequest {
    /// Throws where sending would break a header or carry secrets over an open line.
    func check(against provider: Provider) throws(LLMError) {
        for field in headers.fields where !field.isSendable {
            throw LLMError(
                .invalidConfig, "the header `\(field.name.visible)` cannot be sent")
        }
        try provider.checkEncryption(of: url)
    }
}

extension Provider {
    /// Throws where nothing could be sent to the base URL as it stands.
    public func checkBaseURL() throws(LLMError) {
        if baseURL.isEmpty { throw .noBaseURL(for: self) }
        try checkEncryption(of: try HTTPURL(baseURL))
    }

    fileprivate func checkEncryption(of url: HTTPURL) throws(LLMError) {
        if url.isEncrypted || url.isLoopback || allowsPlainHTTP { return }
        throw LLMError(
            .invalidConfig,
            "\(url.authority) would be asked without encryption",
            hint: "use https, or set allow_http = true under [providers.\(id)]"
        )
    }
}

extension HTTPHeaders.Field {
    /// Whether name and value survive the way into one header line.
    public var isSendable: Bool {
        !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
            && value.utf8.allSatisfy { ($0 >= 0x20 || $0 == 0x09) && $0 != 0x7F }
    }
}
