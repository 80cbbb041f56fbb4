import Spelling

extension Provider {
    /// The key, and what in the provider's own headers and in its base URL's query is one by name.
    func secrets(with key: Secret?) -> [Secret] {
        var secrets = [key].compactMap(\.self)
        for field in headers.fields where field.isCredential {
            // Without the scheme before it: `Bearer KEY` may be quoted without its first word.
            if let word = field.value.split(separator: " ").last { secrets.append(word) }
        }
        for item in baseURL.drop(while: { $0 != "?" }).dropFirst().split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1)
            if parts.count == 2, parts[0].namesCredential { secrets.append(parts[1]) }
        }
        return secrets
    }
}

extension [Secret] {
    fileprivate mutating func append(_ text: Substring) {
        if let secret = try? Secret(String(text)) { append(secret) }
    }

    func redacted(in text: String) -> String {
        reduce(text) { $1.redacted(in: $0) }
    }

    func redacted(in bytes: [UInt8]) -> [UInt8] {
        reduce(bytes) { $1.redacted(in: $0) }
    }

    func redacted(in response: HTTPResponse) -> HTTPResponse {
        HTTPResponse(head: redacted(in: response.head), body: redacted(in: response.body))
    }

    func redacted(in head: HTTPResponseHead) -> HTTPResponseHead {
        var headers = HTTPHeaders()
        for field in head.headers.fields {
            headers.append(redacted(in: field.name), redacted(in: field.value))
        }
        return HTTPResponseHead(status: head.status, headers: headers)
    }
}

// MARK: - Header fields

extension HTTPHeaders.Field: CustomStringConvertible, CustomReflectable {
    /// Whether the value is a secret, to judge by the name.
    public var isCredential: Bool { name.namesCredential }

    /// `name: value`, without a value that is a secret.
    public var description: String { "\(name): \(isCredential ? "[redacted]" : value)" }

    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension StringProtocol {
    /// Whether what goes by this name is a secret: `Authorization`, `x-api-key`, `token`, `Cookie`,
    /// but not `x-ratelimit-remaining-tokens`.
    fileprivate var namesCredential: Bool {
        let name = lowercased()
        return ["auth", "key", "token", "secret", "password", "cookie"]
            .contains { name.mentions($0) } && !name.mentions("tokens")
    }
}
