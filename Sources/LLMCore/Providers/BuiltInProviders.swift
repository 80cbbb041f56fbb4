/// The providers known without configuration, in the order they are tried when no model is named.
public enum BuiltInProviders {
    public static let all: [Provider] = [openAI, xAI, openRouter, ollama, echo]

    public static let openAI = Provider(
        id: "openai",
        name: "OpenAI",
        baseURL: "https://api.openai.com/v1",
        baseURLVariable: "OPENAI_BASE_URL",
        keyVariable: "OPENAI_API_KEY",
        quirks: [.maxCompletionTokens],
        modelPatterns: ["gpt-*", "o1*", "o3*", "o4*", "chatgpt-*"],
        defaultModel: "gpt-5.5"
    )

    public static let xAI = Provider(
        id: "xai",
        name: "xAI",
        baseURL: "https://api.x.ai/v1",
        keyVariable: "XAI_API_KEY",
        modelPatterns: ["grok-*"],
        defaultModel: "grok-4.7"
    )

    public static let openRouter = Provider(
        id: "openrouter",
        name: "OpenRouter",
        baseURL: "https://openrouter.ai/api/v1",
        keyVariable: "OPENROUTER_API_KEY",
        defaultModel: "openrouter/auto"
    )

    public static let ollama = Provider(
        id: "ollama",
        name: "Ollama",
        baseURL: "http://localhost:11434/v1",
        baseURLVariable: "OLLAMA_HOST",
        keyVariable: "OLLAMA_API_KEY",
        requiresKey: false,
        quirks: [.bareHostVariable]
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
