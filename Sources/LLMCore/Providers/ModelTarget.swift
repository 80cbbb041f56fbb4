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
