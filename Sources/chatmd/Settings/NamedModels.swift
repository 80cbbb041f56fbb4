import LLMCore

/// What the user's own configuration says of models: those that it names and that no catalogue
/// lists, and its short names for models.
struct NamedModels {
    struct Alias: Equatable {
        var name: String
        var model: String
        /// Whose model it is; nil where nobody knows.
        var provider: String?
    }

    /// By their names.
    let aliases: [Alias]
    private let models: [(provider: String, name: String)]

    init(_ config: ConfigFile) {
        func resolved(_ name: String) -> (Provider, model: String)? {
            try? ModelName.resolve(
                model: name, provider: nil, aliases: config.aliases, providers: config.providers,
                hasKey: { _ in false })
        }
        aliases = config.aliases.sorted { $0.key < $1.key }.map { name, model in
            Alias(name: name, model: model, provider: resolved(name)?.0.id)
        }
        let layers = [config.settings] + config.presets.values.map(\.settings)
        let named = layers.flatMap { layer in
            let own = layer.provider == nil ? [layer.model].compactMap(\.self) : []
            return own + (layer.fallback ?? [])
        }
        var models = (named + config.aliases.keys).compactMap(resolved).map { ($0.id, $1) }
        for layer in layers {
            if let provider = layer.provider, let model = layer.model {
                models.append((provider, model))
            }
        }
        let builtIn = BuiltInProviders.all.filter { $0.wireFormat != .echo }.map(\.id)
        for provider in config.providers where !builtIn.contains(provider.id) {
            if let model = provider.defaultModel { models.append((provider.id, model)) }
        }
        self.models = models
    }

    /// The models of one provider, by their names.
    func models(of provider: Provider) -> [ModelInfo] {
        Set(models.filter { $0.provider == provider.id }.map(\.name)).sorted()
            .filter { ModelCatalogue.model($0, of: provider.id) == nil }
            .map { ModelCatalogue.info($0, of: provider.id) }
    }
}
