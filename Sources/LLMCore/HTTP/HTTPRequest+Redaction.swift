extension HTTPRequest {
    /// What must not be seen of it: the key, and what in its headers and in its URL's query is a
    /// secret by its name.
    public var secrets: [Secret] {
        [credential?.secret].compactMap(\.self) + headers.secrets
            + HTTPURL.secrets(inQueryOf: url.description)
    }

    /// The request as it may be kept and shown: the key's header stands among the others, and
    /// wherever a secret was, `[redacted]`.
    public var redacted: HTTPRequest {
        let secrets = secrets
        var request = self
        request.url = url.redacted(secrets)
        request.headers = headers.redacted(secrets)
        if let credential {
            request.headers.append(credential.header, credential.prefix + Secret.replacement)
        }
        request.credential = nil
        request.body = secrets.redacted(in: body)
        return request
    }
}

extension HTTPHeaders {
    /// What in the fields is a secret by their names.
    var secrets: [Secret] {
        // Without the scheme before it: `Bearer KEY` may be quoted without its first word.
        fields.filter(\.isCredential).compactMap { field in
            field.value.split(separator: " ").last.flatMap { try? Secret(String($0)) }
        }
    }

    /// The fields without these secrets, and without values that are secrets by their names.
    public func redacted(_ secrets: [Secret]) -> HTTPHeaders {
        var headers = HTTPHeaders()
        for field in fields {
            headers.append(
                secrets.redacted(in: field.name),
                field.isCredential ? Secret.replacement : secrets.redacted(in: field.value))
        }
        return headers
    }
}

extension HTTPURL {
    /// What in the query of a URL, usable or not, is a secret by its name.
    static func secrets(inQueryOf url: String) -> [Secret] {
        url.drop { $0 != "?" }.dropFirst().split(separator: "&").compactMap { item in
            let parts = item.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].namesCredential else { return nil }
            return try? Secret(String(parts[1]))
        }
    }

    /// The URL without these secrets, and without values that are secrets by their names.
    func redacted(_ secrets: [Secret]) -> HTTPURL {
        var parts = path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
            .map { String($0) }
        guard parts.count == 2 else {
            return HTTPURL(base: self, path: secrets.redacted(in: path))
        }
        parts[1] = parts[1].split(separator: "&", omittingEmptySubsequences: false).map { item in
            let name = item.prefix { $0 != "=" }
            return name.count < item.count && name.namesCredential
                ? "\(name)=\(Secret.replacement)" : String(item)
        }.joined(separator: "&")
        return HTTPURL(base: self, path: secrets.redacted(in: parts.joined(separator: "?")))
    }
}

// MARK: - Header fields

extension HTTPHeaders.Field: CustomStringConvertible, CustomReflectable {
    /// Whether the value is a secret, to judge by the name.
    public var isCredential: Bool { name.namesCredential }

    /// `name: value`, without a value that is a secret.
    public var description: String { "\(name): \(isCredential ? Secret.replacement : value)" }

    public var customMirror: Mirror { Mirror(self, children: []) }
}
