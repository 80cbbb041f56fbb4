extension LLMClient {
    /// More pages than any provider has; each has up to a thousand models.
    private static let maximumPages = 50

    /// The models that a provider offers now, in its own order, as its own list has them.
    ///
    /// - Parameter onRetry: told of every further attempt before the wait for it.
    public func models(
        of provider: Provider, key: Secret?, onRetry: (Retry) -> Void = { _ in }
    ) throws(LLMError) -> [ListedModel] {
        guard let service = provider.services.models else {
            throw .unsupported("list of models", by: provider) { $0.models != nil }
        }
        if provider.requiresKey, !service.isPublic, key == nil { throw .noKey(for: provider) }
        let began = transport.now
        do {
            let models = try pages(of: service, at: provider.asCompatible, key, onRetry)
            tellEnd(of: provider, since: began)
            return models
        } catch {
            throw failing(error.completed(from: provider, key: key))
        }
    }

    func pages(
        of service: ModelListService, at provider: Provider, _ key: Secret?,
        _ onRetry: (Retry) -> Void
    ) throws(LLMError) -> [ListedModel] {
        var models: [ListedModel] = []
        var seen: Set<String> = []
        var path = service.path
        for _ in 0..<Self.maximumPages {
            let request = try provider.query(
                provider.versioned(path), headers: service.headers, key: key)
            let answer = try answer(to: request, from: provider, onRetry: onRetry)
            // Some gateways leave the envelope away.
            guard let entries = (answer["data"] ?? answer["models"] ?? answer).array else {
                throw LLMError(
                    .protocol,
                    "the answer is JSON, but no list of models: "
                        + "`\(String(excerptOf: JSONWriter.bytes(of: answer)))`")
            }
            let count = models.count
            for entry in entries {
                guard let model = ListedModel(entry), seen.insert(model.id).inserted else {
                    continue
                }
                models.append(model)
            }
            guard service.isPaged, let next = Self.nextPage(after: answer) else { return models }
            if models.count == count { break }
            path = service.path + next
        }
        // The same page again and again, or pages without end.
        throw LLMError(.protocol, "the list of models does not end")
    }

    /// What asks for the page that follows: Anthropic's way, and Google's; nil after the last.
    private static func nextPage(after answer: JSONValue) -> String? {
        if answer["has_more"]?.bool == true, let last = answer["last_id"]?.string {
            return "&after_id=\(last.percentEncoded)"
        }
        if let token = answer["nextPageToken"]?.string, !token.isEmpty {
            return "&pageToken=\(token.percentEncoded)"
        }
        return nil
    }
}
