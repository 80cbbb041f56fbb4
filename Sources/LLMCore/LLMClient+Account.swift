import Spelling

extension LLMClient {
    /// What the key's account has used, and what it has left.
    ///
    /// - Parameter onRetry: told of every further attempt before the wait for it.
    public func account(
        at provider: Provider, key: Secret?, onRetry: (Retry) -> Void = { _ in }
    ) throws(LLMError) -> Account {
        guard let service = provider.services.account else {
            throw .unsupported("account endpoint", by: provider) { $0.account != nil }
        }
        if provider.requiresKey, key == nil { throw .noKey(for: provider) }
        let began = transport.now
        do {
            let account = try ask(service, provider, key, onRetry)
            tellEnd(of: provider, since: began)
            return account
        } catch {
            throw failing(error.completed(from: provider, key: key))
        }
    }

    private func ask(
        _ service: AccountService, _ provider: Provider, _ key: Secret?, _ onRetry: (Retry) -> Void
    ) throws(LLMError) -> Account {
        func get(_ path: String) throws(LLMError) -> JSONValue {
            try answer(to: provider.query(path, key: key), from: provider, onRetry: onRetry)
        }
        var account: Account
        switch service {
        case .openRouter:
            account = try Account(openRouterKey: try get("key"))
            do throws(LLMError) {
                account.add(openRouterCredits: try get("credits"))
            } catch {
                // Only management keys may see the whole account.
                guard error.code == .permission else { throw error }
            }
        case .deepSeek:
            account = try Account(deepSeekBalance: try get("user/balance"))
        }
        // OpenRouter's label of a key without a name is the key's beginning.
        if let label = account.label, let key, label.mentions(key.description) {
            account.label = nil
        }
        return account
    }
}
