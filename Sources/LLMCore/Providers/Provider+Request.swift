extension Provider {
    /// A request that posts JSON below the base URL: what all wire formats have in common.
    ///
    /// - Parameters:
    ///   - accept: the media type of the answer that is hoped for.
    ///   - own: headers of the wire format; the provider's own replace them.
    func request(
        _ path: String, body: JSONObject, accept: String, headers own: HTTPHeaders = HTTPHeaders(),
        key: Secret?
    ) throws(LLMError) -> HTTPRequest {
        if baseURL.isEmpty { throw LLMError.noBaseURL(for: self) }
        var headers: HTTPHeaders = ["Content-Type": "application/json", "Accept": accept]
        for field in own.fields { headers[field.name] = field.value }
        for field in self.headers.fields { headers[field.name] = field.value }
        return HTTPRequest(
            url: try HTTPURL(baseURL).appending(path: path),
            headers: headers,
            // A header of the user's own takes the key's place: two of a name would contradict.
            credential: headers[authentication.header] != nil
                ? nil
                : key.map { key in
                    HTTPRequest.Credential(
                        header: authentication.header, prefix: authentication.prefix, secret: key)
                },
            body: JSONWriter.bytes(of: .object(body))
        )
    }
}

/// The header in which a provider wants its key.
public enum Authentication: Hashable, Sendable {
    /// `Authorization: Bearer KEY`
    case bearer
    /// `NAME: KEY`
    case header(String)

    var header: String {
        switch self {
        case .bearer: "Authorization"
        case .header(let name): name
        }
    }

    var prefix: String { self == .bearer ? "Bearer " : "" }
}

extension LLMError {
    /// The provider has no address of its own, and none was set.
    static func noBaseURL(for provider: Provider) -> LLMError {
        let variable = provider.baseURLVariable
        return LLMError(
            .invalidConfig,
            "no base URL for \(provider.name)" + (variable.map { ": \($0) is not set" } ?? ""),
            hint: (variable.map { "export \($0)=https://…, or " } ?? "")
                + "set base_url under [providers.\(provider.id)] in config.toml"
        )
    }
}
