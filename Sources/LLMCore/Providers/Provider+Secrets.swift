import Spelling

extension Provider {
    /// The key, and what in the provider's own headers and in its base URL's query is one by name.
    func secrets(with key: Secret?) -> [Secret] {
        [key].compactMap(\.self) + headers.secrets + HTTPURL.secrets(inQueryOf: baseURL)
    }
}

extension [Secret] {
    /// The text with every occurrence of every one of them replaced.
    public func redacted(in text: String) -> String {
        reduce(text) { $1.redacted(in: $0) }
    }

    public func redacted(in bytes: [UInt8]) -> [UInt8] {
        reduce(bytes) { $1.redacted(in: $0) }
    }

    func redacted(in response: HTTPResponse) -> HTTPResponse {
        HTTPResponse(head: redacted(in: response.head), body: redacted(in: response.body))
    }

    func redacted(in head: HTTPResponseHead) -> HTTPResponseHead {
        var result = head
        result.headers = HTTPHeaders()
        for field in head.headers.fields {
            result.headers.append(redacted(in: field.name), redacted(in: field.value))
        }
        return result
    }
}

extension StringProtocol {
    /// Whether what goes by this name is a secret: `Authorization`, `x-api-key`, `token`, `Cookie`,
    /// but not `x-ratelimit-remaining-tokens`.
    var namesCredential: Bool {
        let name = lowercased()
        return ["auth", "key", "token", "secret", "password", "cookie"]
            .contains { name.mentions($0) } && !name.mentions("tokens")
    }
}
