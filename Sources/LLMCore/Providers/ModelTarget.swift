/// A model at a provider, with the key to ask it.
public struct ModelTarget: Sendable {
    public var provider: Provider
    /// The model's name as the provider spells it.
    public var model: String
    public var key: Secret?

    public init(provider: Provider, model: String, key: Secret?) {
        self.provider = provider
        self.model = model
        self.key = key
    }
}

extension ModelTarget {
    /// The model that a name means: `openai/gpt-5.5`, or only `gpt-5.5` where the name tells whose
    /// it is.
    ///
    /// - Parameter providers: those that may be meant; put providers of your own before the others.
    /// - Throws: `modelNotFound` with a hint where the name means nothing.
    public init(
        _ name: String,
        key: Secret? = nil,
        providers: [Provider] = BuiltInProviders.all
    ) throws(LLMError) {
        let (provider, model) = try ModelName.resolve(
            model: name, provider: nil, aliases: [:], providers: providers, hasKey: { _ in false })
        self.init(provider: provider, model: model, key: key)
    }
}
