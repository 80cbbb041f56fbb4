/// What a provider has besides chats, as data.
public struct ProviderServices: Sendable {
    public var embeddings: EmbeddingService?
    public var completions: CompletionService?
    public var models: ModelListService? = ModelListService()
    public var account: AccountService?
    public var tokenCount: TokenCountService?
}

/// How a provider turns texts into vectors.
public struct EmbeddingService: Sendable {
    public enum Format: Sendable {
        /// `POST /embeddings`
        case openAI
        /// `POST /models/NAME:batchEmbedContents`
        case gemini
    }

    public var format = Format.openAI
    public var defaultModel: String?
    /// The most texts in one request.
    var maxInputs = 64
    /// The most bytes of text in one request, at two bytes a token: providers count tokens.
    var maxBytes = 250_000
    /// What the wished length of the vectors is called.
    var dimensionsField = "dimensions"
}

/// Text completions, OpenAI's legacy endpoint.
public struct CompletionService: Sendable {
    public var defaultModel: String?
}

/// Where a provider lists its models.
public struct ModelListService: Sendable {
    /// Below the base URL and the format's version; with a query for long pages, where the list comes in pages.
    var path = "models"
    var isPaged: Bool { path.utf8.contains(UInt8(ascii: "?")) }
    var headers = HTTPHeaders()
    /// Whether the list is to be had without a key.
    public var isPublic = false
}

/// Where a provider tells what was used and what is left.
public enum AccountService: Sendable {
    case openRouter
    case deepSeek
}

extension Provider {
    /// What there is besides chats: a built-in provider's own row, or else what servers of its wire
    /// format usually have.
    public var services: ProviderServices {
        ProviderServices.byProvider[id] ?? ProviderServices.byFormat[wireFormat]
            ?? ProviderServices.ofCompatibleServers
    }

    /// As the endpoints are asked that servers share with OpenAI's, whatever chats are held in.
    public var asCompatible: Provider {
        var provider = self
        switch wireFormat {
        case .openAIResponses: provider.setWireFormat(.openAIChat)
        case .ollama:
            provider.setWireFormat(.openAIChat)
            // Ollama's own protocol has its base URL without that.
            while provider.baseURL.hasSuffix("/") { provider.baseURL.removeLast() }
            if !provider.baseURL.hasSuffix("/v1") { provider.baseURL += "/v1" }
        case .openAIChat, .anthropic, .gemini, .echo: break
        }
        return provider
    }
}

extension Provider {
    /// A path with the version before it that the wire format has, where the base URL lacks it.
    func versioned(_ path: String) -> String {
        switch wireFormat {
        case .anthropic: Anthropic.path(path, below: baseURL)
        case .gemini: Gemini.path(path, below: baseURL)
        case .openAIChat, .openAIResponses, .ollama, .echo: path
        }
    }
}

extension ProviderServices {
    static let byProvider: [String: ProviderServices] = [
        // At most 2048 texts and 300,000 tokens.
        "openai": ProviderServices(
            embeddings: EmbeddingService(
                defaultModel: "text-embedding-3-small", maxInputs: 2048, maxBytes: 600_000),
            completions: CompletionService(defaultModel: "gpt-3.5-turbo-instruct"),
            tokenCount: .openAIResponses
        ),
        "azure": ProviderServices(
            embeddings: EmbeddingService(maxInputs: 2048, maxBytes: 600_000),
            completions: CompletionService()
        ),
        // At most 512 texts and 16,384 tokens.
        "mistral": ProviderServices(
            embeddings: EmbeddingService(
                defaultModel: "mistral-embed", maxInputs: 512, maxBytes: 32_000,
                dimensionsField: "output_dimension")
        ),
        "openrouter": ProviderServices(
            embeddings: EmbeddingService(defaultModel: "openai/text-embedding-3-small"),
            completions: CompletionService(),
            models: ModelListService(isPublic: true),
            account: .openRouter
        ),
        "ollama": ProviderServices(
            embeddings: EmbeddingService(defaultModel: "nomic-embed-text"),
            completions: CompletionService()
        ),
        // Its server has one model, whatever it is asked for.
        "llamacpp": ProviderServices(
            embeddings: EmbeddingService(defaultModel: "default"),
            completions: CompletionService(defaultModel: "default"),
            tokenCount: .llamaCpp
        ),
        "deepseek": ProviderServices(account: .deepSeek),
        "xai": ProviderServices(),
        "groq": ProviderServices(),
        "moonshot": ProviderServices(),
        "echo": ProviderServices(models: nil),
    ]

    static let byFormat: [WireFormatName: ProviderServices] = [
        .gemini: ProviderServices(
            embeddings: EmbeddingService(
                format: .gemini, defaultModel: "gemini-embedding-001", maxInputs: 100),
            models: ModelListService(path: "models?pageSize=1000"),
            tokenCount: .gemini
        ),
        .anthropic: ProviderServices(
            models: ModelListService(path: "models?limit=1000", headers: Anthropic.headers),
            tokenCount: .anthropic
        ),
    ]

    /// Servers of one's own: what they lack they say.
    static let ofCompatibleServers = ProviderServices(
        embeddings: EmbeddingService(), completions: CompletionService())
}

extension LLMError {
    /// The provider has nothing of the kind; `service` picks out who has.
    public static func unsupported(
        _ what: String, by provider: Provider, servedBy hasService: (ProviderServices) -> Bool
    ) -> LLMError {
        let others = BuiltInProviders.all.filter { hasService($0.services) }.map(\.id)
        return LLMError(
            .unsupported, "\(provider.name) has no \(what)",
            hint: others.isEmpty ? nil : "these have: \(others.joined(separator: ", "))",
            provider: provider.id
        )
    }
}
