import LLMCore

/// Which providers answer, and take their keys.
struct OnlineChecks {
    private let call: ProviderCall
    private let client: LLMClient

    /// Longer than any list of models takes, and shorter than anybody's patience.
    static let seconds = 10.0

    init(_ call: ProviderCall, _ client: LLMClient) {
        self.call = call
        self.client = client
    }

    /// Asks one provider after the other, and gives away what it said before it asks the next.
    func run(_ receive: (Finding) throws(Failure) -> Void) throws(Failure) {
        let providers = call.providers.filter(isAsked)
        if providers.isEmpty {
            try receive(Finding(.note, "providers", "there is none with a key to ask"))
        }
        for provider in providers {
            call.wait(for: provider.name)
            let finding = try ask(provider)
            call.stopWaiting()
            try receive(finding)
        }
    }

    /// Those with a key, and those without that the user gave an address: but for the servers on
    /// this machine, which may be off and have been asked before.
    private func isAsked(_ provider: Provider) -> Bool {
        if provider.wireFormat == .echo { return false }
        if call.keys.hasKey(provider) { return true }
        let isLocal = LocalServer.providers(among: [provider]).contains(where: LocalServer.isHere)
        let builtIn = BuiltInProviders.all.first { $0.id == provider.id }
        return !provider.requiresKey && provider.baseURL != builtIn?.baseURL && !isLocal
    }

    private func ask(_ provider: Provider) throws(Failure) -> Finding {
        let key: Secret?
        do throws(LLMError) {
            key = try call.keys.key(for: provider, loop: call.loop)
        } catch {
            if error.code == .cancelled { throw Failure(error) }
            return Finding(provider.id, Failure(error))
        }
        let start = MonotonicClock.now
        do throws(LLMError) {
            let what = try question(provider, key)
            let milliseconds = MonotonicClock.now - start
            return Finding(.ok, provider.id, "answers in \(milliseconds) ms, \(what)")
        } catch {
            if error.code == .cancelled { throw Failure(error) }
            return Finding(provider.id, Failure(error), as: Self.status(of: error))
        }
    }

    /// The smallest question that only a good key gets an answer to.
    private func question(_ provider: Provider, _ key: Secret?) throws(LLMError) -> String {
        let services = provider.services
        if services.models?.isPublic == true, services.account != nil {
            _ = try client.account(at: provider, key: key)
            return "and takes the key"
        }
        let count = try client.models(of: provider, key: key).count
        return count == 1 ? "with 1 model" : "with \(count) models"
    }

    /// A server that is busy, or that lists no models, may answer conversations all the same.
    private static func status(of error: LLMError) -> Finding.Status {
        // A redirect, which is followed nowhere.
        if (300...399).contains(error.status) { return .error }
        return switch error.code {
        case .rateLimited, .overloaded, .server, .modelNotFound, .invalidRequest, .unsupported:
            .warning
        default: .error
        }
    }
}
