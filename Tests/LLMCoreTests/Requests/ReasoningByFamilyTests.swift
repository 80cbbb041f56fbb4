import Testing

@testable import LLMCore

/// One word, or one number, for all: what each family of models is sent for it.
@Suite struct ReasoningByFamilyTests {
    struct Row: CustomTestStringConvertible, Sendable {
        var provider: Provider
        var model: String
        var options: GenerationOptions
        /// Every member of the body that has to do with thinking.
        var body: JSONObject

        init(
            _ provider: Provider, _ model: String, effort: ReasoningEffort? = nil,
            budget: Int? = nil, _ body: JSONObject
        ) {
            self.provider = provider
            self.model = model
            options = GenerationOptions(reasoningEffort: effort, thinkingBudget: budget)
            self.body = body
        }

        var testDescription: String { "\(provider.id)/\(model)" }
    }

    private static let rows: [Row] = [
        Row(BuiltInProviders.openAI, "gpt-5.5", effort: .high, ["reasoning": ["effort": "high"]]),
        Row(azure, "gpt-5.5", effort: .medium, ["reasoning_effort": "medium"]),
        Row(
            BuiltInProviders.anthropic, "claude-haiku-4-5", effort: .medium,
            ["thinking": ["type": "enabled", "budget_tokens": 8192]]),
        Row(
            BuiltInProviders.anthropic, "claude-haiku-4-5", budget: 3000,
            ["thinking": ["type": "enabled", "budget_tokens": 3000]]),
        Row(
            BuiltInProviders.anthropic, "claude-opus-4-8", effort: .xhigh,
            ["thinking": ["type": "adaptive"], "output_config": ["effort": "xhigh"]]),
        Row(
            BuiltInProviders.anthropic, "claude-opus-4-8", effort: .off,
            ["thinking": ["type": "disabled"]]),
        Row(
            BuiltInProviders.gemini, "gemini-2.5-flash", budget: 2048,
            [
                "generationConfig": [
                    "thinkingConfig": ["includeThoughts": true, "thinkingBudget": 2048]
                ]
            ]),
        Row(
            BuiltInProviders.gemini, "gemini-2.5-flash", effort: .off,
            ["generationConfig": ["thinkingConfig": ["thinkingBudget": 0]]]),
        Row(
            BuiltInProviders.gemini, "gemini-3.8-flash", effort: .high,
            [
                "generationConfig": [
                    "thinkingConfig": ["includeThoughts": true, "thinkingLevel": "high"]
                ]
            ]),
        Row(BuiltInProviders.xAI, "grok-4.3", effort: .low, ["reasoning_effort": "low"]),
        Row(
            BuiltInProviders.groq, "openai/gpt-oss-120b", effort: .max,
            ["reasoning_effort": "high"]),
        Row(
            BuiltInProviders.groq, "qwen/qwen3.8-27b", effort: .high,
            ["reasoning_effort": "default"]),
        Row(
            BuiltInProviders.groq, "qwen/qwen3.8-27b", effort: .off, ["reasoning_effort": "none"]),
        Row(
            BuiltInProviders.openRouter, "anthropic/claude-sonnet-5", effort: .high,
            ["reasoning": ["effort": "high"]]),
        Row(
            BuiltInProviders.openRouter, "anthropic/claude-sonnet-5", budget: 3000,
            ["reasoning": ["max_tokens": 3000]]),
        Row(
            BuiltInProviders.deepSeek, "deepseek-v4-pro", effort: .max,
            ["reasoning_effort": "max"]),
        Row(
            BuiltInProviders.deepSeek, "deepseek-v4-pro", budget: 0,
            ["thinking": ["type": "disabled"]]),
        Row(BuiltInProviders.moonshot, "kimi-k3", effort: .minimal, ["reasoning_effort": "low"]),
        Row(
            BuiltInProviders.moonshot, "kimi-k2.6", effort: .low,
            ["thinking": ["type": "enabled"]]),
        Row(
            BuiltInProviders.moonshot, "kimi-k2.6", effort: .off,
            ["thinking": ["type": "disabled"]]),
        Row(
            BuiltInProviders.mistral, "magistral-medium-latest", effort: .high,
            ["prompt_mode": "reasoning"]),
        Row(BuiltInProviders.ollama, "gpt-oss:20b", effort: .high, ["reasoning_effort": "high"]),
        Row(ollama, "qwen3", effort: .high, ["think": true]),
        Row(ollama, "gpt-oss:20b", effort: .max, ["think": "high"]),
        Row(ollama, "qwen3", effort: .off, ["think": false]),
    ]

    private static let azure: Provider = {
        var provider = BuiltInProviders.azure
        provider.replaceBaseURL(with: "https://team.example.org/openai/v1")
        return provider
    }()

    private static let ollama: Provider = {
        var provider = BuiltInProviders.ollama
        provider.wireFormat = .ollama
        return provider
    }()

    @Test(arguments: rows) func effortAndBudgetAreSaidInItsOwnTerms(_ row: Row) throws {
        let request = ChatRequest(
            model: row.model, messages: [.user("Hi")], options: row.options)
        let http = try LLMClient(transport: UnusedTransport())
            .httpRequest(for: request, to: row.provider, key: nil)
        let body = try JSONParser.parse(try #require(http).body)
        let names = [
            "reasoning", "reasoning_effort", "thinking", "output_config", "generationConfig",
            "prompt_mode", "think",
        ]
        let said = names.compactMap { name in body[name].map { (name, $0) } }
        #expect(JSONObject(said) == row.body)
    }
}
