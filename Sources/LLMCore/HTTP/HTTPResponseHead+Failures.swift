extension HTTPExchange {
    /// The body of an error: no more than anyone would read, and what came if it breaks off.
    func errorBody() throws(LLMError) -> [UInt8] {
        var body: [UInt8] = []
        do {
            while body.count < 1 << 20, let chunk = try next() { body += chunk }
        } catch {
            if error.code == .cancelled { throw error }
        }
        return body
    }
}

extension HTTPResponseHead {
    /// What the server itself says about sending the request again.
    var shouldRetry: Bool? {
        switch headers["x-should-retry"] {
        case "true": true
        case "false": false
        default: nil
        }
    }

    func redirect(from url: HTTPURL, _ provider: Provider) -> LLMError {
        guard let location = headers["location"], !location.isEmpty else {
            return LLMError(
                .invalidRequest, "\(url.authority) answered with status \(status)",
                status: status)
        }
        let isPath = location.hasPrefix("/") && !location.hasPrefix("//")
        let target = isPath ? "\(url.scheme)://\(url.authority)\(location)" : location
        var base = String(target.prefix { $0 != "?" && $0 != "#" })
        // What the wire format added to the base URL was added by the server's redirect as well.
        // Ollama's own asks beside the base URL: then that is all of the path.
        let asked = url.description.prefix { $0 != "?" }
        let start =
            asked.hasPrefix(provider.baseURL)
            ? provider.baseURL : "\(url.scheme)://\(url.authority)"
        let added = asked.dropFirst(start.count)
        while base.hasSuffix("/") { base.removeLast() }
        if base.hasSuffix(added) { base.removeLast(added.count) }
        return LLMError(
            .invalidRequest,
            "\(url.authority) redirects to \(target.visible), and redirects are not followed",
            hint: "if that is meant, set base_url = \"\(base.visible)\" "
                + "under [providers.\(provider.id)] in config.toml",
            status: status
        )
    }
}
