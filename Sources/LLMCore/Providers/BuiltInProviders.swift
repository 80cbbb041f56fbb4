/// The providers known without configuration, in the order they are tried when no model is named.
public enum BuiltInProviders {
    public static let all: [Provider] = [
        openAI, anthropic, gemini, xAI, groq, mistral, deepSeek, moonshot, openRouter, azure,
        ollama, llamaCpp, echo,
    ]

    public static let openAI = Provider(
        id: "openai",
        name: "OpenAI",
        baseURL: "https://api.openai.com/v1",
        baseURLVariable: "OPENAI_BASE_URL",
        keyVariable: "OPENAI_API_KEY",
        wireFormat: .openAIResponses,
        compatibleWireFormat: .openAIChat,
        quirks: [.maxCompletionTokens, .standardSampling],
        modelPatterns: ["gpt-*", "o1*", "o3*", "o4*", "chatgpt-*"],
        defaultModel: "gpt-5.5"
    )

    public static let anthropic = Provider(
        id: "anthropic",
        name: "Anthropic",
        baseURL: "https://api.anthropic.com",
        baseURLVariable: "ANTHROPIC_BASE_URL",
        keyVariable: "ANTHROPIC_API_KEY",
        wireFormat: .anthropic,
        modelPatterns: ["claude-*"],
        defaultModel: "claude-sonnet-5-5"
    )

    public static let gemini = Provider(
        id: "gemini",
        name: "Gemini",
        baseURL: "https://generativelanguage.googleapis.com/v1beta",
        baseURLVariable: "GOOGLE_GEMINI_BASE_URL",
        keyVariable: "GEMINI_API_KEY",
        otherKeyVariables: ["GOOGLE_API_KEY"],
        wireFormat: .gemini,
        modelPatterns: ["gemini-*"],
        defaultModel: "gemini-3.8-flash"
    )

    // xAI recommends its Responses API, which alone shows reasoning: wire_format =
    // "openai-responses" under [providers.xai]. Stop sequences, seed and penalties are chat's alone.
    // Documents are to be uploaded, or fetched by xAI.
    public static let xAI = Provider(
        id: "xai",
        name: "xAI",
        baseURL: "https://api.x.ai/v1",
        keyVariable: "XAI_API_KEY",
        quirks: [.standardSampling, .encryptedReasoning, .noDocuments, .noAudio],
        modelPatterns: ["grok-*"],
        defaultModel: "grok-4.7"
    )

    public static let groq = Provider(
        id: "groq",
        name: "Groq",
        baseURL: "https://api.groq.com/openai/v1",
        keyVariable: "GROQ_API_KEY",
        quirks: [
            .maxCompletionTokens, .standardSampling, .formatOrTools, .noNames, .prefill,
            .defaultEffort, .noDocuments, .noAudio,
        ],
        defaultModel: "openai/gpt-oss-120b"
    )

    // Mistral refuses fields that it does not know.
    public static let mistral = Provider(
        id: "mistral",
        name: "Mistral",
        baseURL: "https://api.mistral.ai/v1",
        keyVariable: "MISTRAL_API_KEY",
        quirks: [
            .noStreamOptions, .randomSeed, .noNames, .shortCallIDs, .documentURLs, .prefillPrefix,
            .promptMode,
        ],
        modelPatterns: [
            "mistral-*", "ministral-*", "magistral-*", "codestral-*", "devstral-*", "pixtral-*",
            "voxtral-*", "open-mistral-*", "open-mixtral-*",
        ],
        defaultModel: "mistral-large-latest"
    )

    public static let deepSeek = Provider(
        id: "deepseek",
        name: "DeepSeek",
        baseURL: "https://api.deepseek.com",
        keyVariable: "DEEPSEEK_API_KEY",
        quirks: [
            .standardSampling, .noSchemas, .thinkingSwitch, .reasoningContent, .prefillPrefixOnBeta,
            .noDocuments, .noAudio,
        ],
        modelPatterns: ["deepseek-*"],
        defaultModel: "deepseek-v4-pro"
    )

    // Keys of api.moonshot.cn are not good here: its users set base_url.
    public static let moonshot = Provider(
        id: "moonshot",
        name: "Moonshot",
        baseURL: "https://api.moonshot.ai/v1",
        keyVariable: "MOONSHOT_API_KEY",
        quirks: [
            .maxCompletionTokens, .standardSampling, .noImageURLs, .noDocuments, .noAudio,
            .thinkingSwitch, .reasoningContent, .prefillPartial,
        ],
        modelPatterns: ["kimi-*", "moonshot-*"],
        defaultModel: "kimi-k3.1-pro"
    )

    public static let openRouter = Provider(
        id: "openrouter",
        name: "OpenRouter",
        baseURL: "https://openrouter.ai/api/v1",
        keyVariable: "OPENROUTER_API_KEY",
        quirks: [.reasoningObject, .fileURLs],
        defaultModel: "openrouter/auto"
    )

    // Models are deployments here, named by whoever made them.
    public static let azure = Provider(
        id: "azure",
        name: "Azure OpenAI",
        baseURL: "",
        baseURLVariable: "AZURE_OPENAI_ENDPOINT",
        keyVariable: "AZURE_OPENAI_API_KEY",
        authentication: .header("api-key"),
        quirks: [.azureEndpointVariable, .maxCompletionTokens, .standardSampling]
    )

    public static let ollama = Provider(
        id: "ollama",
        name: "Ollama",
        baseURL: "http://localhost:11434/v1",
        baseURLVariable: "OLLAMA_HOST",
        keyVariable: "OLLAMA_API_KEY",
        requiresKey: false,
        quirks: [
            .bareHostVariable, .standardSampling, .noToolChoice, .formatOrTools, .noImageURLs,
            .noDocuments, .noAudio, .prefill,
        ]
    )

    // Its server has one model, whatever it is asked for. Many chat templates insist on turns.
    public static let llamaCpp = Provider(
        id: "llamacpp",
        name: "llama.cpp",
        baseURL: "http://localhost:8080/v1",
        keyVariable: "LLAMA_API_KEY",
        requiresKey: false,
        quirks: [.repeatPenalty, .mergesTurns, .noDocuments, .prefill],
        defaultModel: "default"
    )

    public static let echo = Provider(
        id: "echo",
        name: "Echo",
        baseURL: "",
        requiresKey: false,
        wireFormat: .echo,
        modelPatterns: ["echo"],
        defaultModel: "echo"
    )
}
