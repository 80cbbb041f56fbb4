import LLMCore

extension Command {
    static let providers = Command(
        name: "providers",
        summary: "list providers, and which keys are set",
        usage: "chatmd providers [options]",
        details: """
            Lists who can be asked, the ones of your config.toml included: the name that stands before
            the model, as in xai/grok-4.7, where the key is (never what it is), the model that answers
            where none is named, the protocol, and the address.
            """,
        options: [.format, .help],
        formats: ["text", "json"],
        examples: [
            "chatmd providers",
            "chatmd providers --format json | jq -r '.providers[] | select(.key_is_set).id'",
        ],
        words: .nothing,
        group: .offers,
        run: { invocation throws(Failure) in try runProviders(invocation) }
    )

    private static func runProviders(_ invocation: Invocation) throws(Failure) -> Int32 {
        guard invocation.arguments.words.isEmpty else {
            throw Failure.usage(
                "`providers` lists them all and takes no name",
                hint: "chatmd models --provider \(invocation.arguments.words[0])"
            )
        }
        let configuration = try invocation.configuration()
        let keys = configuration.keys
        let providers = configuration.config.providers.map {
            $0.withBaseURL(from: invocation.environment)
        }
        if invocation.arguments.value(.format) == "json" {
            try print(["providers": .array(providers.map { json($0, keys) })])
        } else {
            try StandardStream.output().write(table(of: providers, keys))
        }
        return ExitCode.answered
    }

    private static func table(of providers: [Provider], _ keys: KeyRing) -> String {
        var table = TextTable([
            ("ID", .left), ("NAME", .left), ("KEY", .left), ("DEFAULT MODEL", .left),
            ("PROTOCOL", .left), ("ADDRESS", .left),
        ])
        for provider in providers {
            table.append([
                provider.id, provider.name, key(of: provider, keys),
                provider.defaultModel ?? "", provider.wireFormat.rawValue,
                HTTPURL.shown(provider.baseURL),
            ])
        }
        return table.text
    }

    private static func key(of provider: Provider, _ keys: KeyRing) -> String {
        switch keys.source(for: provider) {
        case .environment(let variable): return "\(variable) is set"
        case let source?: return source.description
        case nil: break
        }
        guard let variable = provider.keyVariable else { return "none needed" }
        return provider.requiresKey ? "\(variable) is not set" : "\(variable), not needed"
    }

    private static func json(_ provider: Provider, _ keys: KeyRing) -> JSONValue {
        var json = JSONObject([
            ("id", .string(provider.id)),
            ("name", .string(provider.name)),
            ("wire_format", .string(provider.wireFormat.rawValue)),
        ])
        json["base_url"] = provider.baseURL.isEmpty ? nil : .string(HTTPURL.shown(provider.baseURL))
        json["key_variable"] = provider.keyVariable.map { .string($0) }
        let source = keys.source(for: provider)
        json["key_is_set"] =
            source == nil && provider.keyVariable == nil ? nil : .bool(source != nil)
        json["key_source"] = source.map { .string($0.description) }
        json["requires_key"] = .bool(provider.requiresKey)
        json["default_model"] = provider.defaultModel.map { .string($0) }
        return .object(json)
    }
}
