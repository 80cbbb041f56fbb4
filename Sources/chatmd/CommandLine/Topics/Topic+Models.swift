import LLMCore

extension Topic {
    static let models = Topic(
        name: "models",
        summary: "who answers, and how models are named",
        text: {
            """
            The model comes from -m, else the front matter, else a .chatmd.toml, else your config.toml;
            else it is the default of the first provider whose key is found, else a local Ollama or
            llama.cpp. Its name may be

              grok-3                  one that the catalogue knows, or that begins like a provider's
              openai/gpt-5.5          a provider and its model; the catalogue need not know it
              fast                    an alias: fast = "groq/openai/gpt-oss-120b" under [aliases]
              echo                    repeats your message, without key and network

            Without configuration there are these providers:

            \(providers)
            One of your own is a table in config.toml, then called work/NAME:

              [providers.work]
              base_url = "https://llm.example.org/v1"
              api_key_env = "WORK_KEY"

            `fallback = ["openai/gpt-5.5"]` names models that answer where the first one is missing,
            overloaded or over its limits.

            """
        },
        examples: [
            "chatmd chat.md -m openai/gpt-5.5",
            "chatmd models --search mini",
            "chatmd models claude-sonnet-5-5",
            "chatmd models --refresh --provider ollama",
            "chatmd providers",
        ]
    )

    private static var providers: String {
        Help.table(
            BuiltInProviders.all.map { provider in
                let model = provider.defaultModel.map { "\(provider.id)/\($0)" }
                return (model ?? "\(provider.id)/NAME", provider.name)
            })
    }
}
