import LLMCore

/// Where each provider's key is: never what it is.
struct KeyChecks {
    private let keys: KeyRing

    init(_ keys: KeyRing) {
        self.keys = keys
    }

    /// One for every provider that is asked over the network.
    func all(_ providers: [Provider]) -> [Finding] {
        providers.filter { $0.wireFormat != .echo }.map(finding)
    }

    private func finding(_ provider: Provider) -> Finding {
        switch keys.source(for: provider) {
        case .command(let command)?: finding(command, of: provider)
        case let source?: finding(source, of: provider)
        case nil: missing(provider)
        }
    }

    /// The program is looked for, and not run: it may ask for a password.
    private func finding(_ command: KeyCommand, of provider: Provider) -> Finding {
        let program = command.words[0]
        guard Executable.path(of: program, in: keys.environment) != nil else {
            return Finding(
                .error, provider.id, "api_key_cmd: there is no program `\(program)`",
                hint: "look at PATH, and at api_key_cmd under [providers.\(provider.id)]")
        }
        return Finding(.ok, provider.id, "api_key_cmd (\(program)), run only when it is needed")
    }

    private func finding(_ source: KeyRing.Source, of provider: Provider) -> Finding {
        do throws(LLMError) {
            _ = try keys.key(for: provider)
            return Finding(.ok, provider.id, source.description)
        } catch {
            return Finding(provider.id, Failure(error))
        }
    }

    private func missing(_ provider: Provider) -> Finding {
        guard let variable = provider.keyVariable else {
            return Finding(.note, provider.id, "needs no key")
        }
        let isEmpty = provider.keyVariables.contains { keys.environment.lookUp($0) == "" }
        let state = isEmpty ? "is empty" : "is not set"
        return Finding(
            .note, provider.id,
            provider.requiresKey ? "\(variable) \(state)" : "\(variable) \(state), and not needed",
            hint: keys.refusedFile(for: provider))
    }
}
