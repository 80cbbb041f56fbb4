// What the catalogue's source does not tell, or tells of listed models only. Rows are looked at in
// their order, so an exception stands before the rule, and the rule is what the newest models do.

extension ModelFamily {
    static let all =
        openAI + anthropic + gemini + xAI + deepSeek + moonshot + groq + mistral + hosts

    // MARK: OpenAI

    // developers.openai.com, Chat Completions: reasoning models answer 400 to these parameters, and
    // to `max_tokens`; the description of `stop` there names o3 and o4-mini.
    private static let openAI = [
        ModelFamily(
            vendor: "openai",
            patterns: [
                "gpt-3*", "gpt-4*", "chatgpt-4*", "gpt-audio*", "gpt-realtime*", "gpt-5-chat*",
                "ft:gpt-3*", "ft:gpt-4*", "davinci*", "babbage*", "text-*",
            ],
            thinking: .never
        ),
        reasoningModels(["o3*", "o4*", "ft:o3*", "ft:o4*"], alsoRefusing: [.stop]),
        reasoningModels(
            [
                "gpt-5*", "gpt-6*", "gpt-7*", "o1*", "ft:gpt-5*", "ft:o1*", "chat-latest",
                "codex-*",
                "daybreak-*", "gpt-daybreak-*", "gpt-rosalind-*",
            ],
            alsoRefusing: []
        ),
    ]

    private static func reasoningModels(
        _ patterns: [String], alsoRefusing more: [Parameter]
    ) -> ModelFamily {
        ModelFamily(
            vendor: "openai", patterns: patterns, thinking: .effort,
            efforts: [.low, .medium, .high],
            denials: .sampling, refuses: [.frequencyPenalty, .presencePenalty] + more,
            needsMaxCompletionTokens: true, reason: "OpenAI's reasoning models have no such setting"
        )
    }

    // MARK: Anthropic

    // platform.claude.com: sampling parameters and thinking budgets are refused from 4.7 on, prefilled
    // replies from 4.6 on; from 4.5 on temperature and top_p exclude each other.
    private static let anthropic = [
        ModelFamily(
            vendor: "anthropic",
            patterns: [
                "claude-2*", "claude-instant*", "claude-3-opus*", "claude-3-sonnet*",
                "claude-3-haiku*", "claude-3-5-*",
            ],
            thinking: .never, grants: .prefill
        ),
        ModelFamily(
            vendor: "anthropic",
            patterns: [
                "claude-3-7-*", "claude-opus-4", "claude-opus-4-0", "claude-opus-4-1*",
                "claude-opus-4-20*", "claude-sonnet-4", "claude-sonnet-4-0", "claude-sonnet-4-20*",
            ],
            thinking: .budget, grants: .prefill
        ),
        ModelFamily(
            vendor: "anthropic", patterns: ["claude-sonnet-4-5*", "claude-haiku-4-5*"],
            thinking: .budget, grants: .prefill, conflict: (.temperature, .topP)
        ),
        ModelFamily(
            vendor: "anthropic", patterns: ["claude-opus-4-5*"],
            thinking: .budget, efforts: [.low, .medium, .high], grants: .prefill,
            conflict: (.temperature, .topP)
        ),
        ModelFamily(
            vendor: "anthropic", patterns: ["claude-opus-4-6*", "claude-sonnet-4-6*"],
            thinking: .adaptive, efforts: [.low, .medium, .high, .max], denials: .prefill,
            takesBudget: true, conflict: (.temperature, .topP)
        ),
        ModelFamily(
            vendor: "anthropic",
            patterns: [
                "claude-opus-5-5*", "claude-sonnet-5-5*", "claude-fable-*", "claude-mythos-*",
            ],
            thinking: .adaptive, efforts: [.low, .medium, .high, .xhigh, .max],
            grants: .alwaysThinks, denials: [.sampling, .prefill], forcedCalls: .never
        ),
        ModelFamily(
            vendor: "anthropic", patterns: ["claude-*"],
            thinking: .adaptive, efforts: [.low, .medium, .high, .xhigh, .max],
            denials: [.sampling, .prefill]
        ),
    ]

    // MARK: Gemini

    // ai.google.dev: thinkingBudget for 2.5, of which Pro cannot be switched off; thinkingLevel from 3 on.
    private static let gemini = [
        ModelFamily(
            vendor: "gemini",
            patterns: ["gemini-1*", "gemini-2.0-*", "gemini-exp-*", "gemini-gemma-*", "learnlm-*"],
            thinking: .never
        ),
        ModelFamily(
            vendor: "gemini", patterns: ["gemini-2.5-pro*"], thinking: .budget,
            grants: .alwaysThinks
        ),
        ModelFamily(vendor: "gemini", patterns: ["gemini-2.5-*"], thinking: .budget),
        ModelFamily(
            vendor: "gemini",
            patterns: [
                "gemini-3*-pro*", "gemini-pro-latest", "gemini-3.7-*", "gemini-3.8-*", "gemini-4*",
            ],
            thinking: .effort, efforts: [.low, .medium, .high]
        ),
        ModelFamily(
            vendor: "gemini", patterns: ["gemini-*"],
            thinking: .effort, efforts: [.minimal, .low, .medium, .high]
        ),
    ]

    // MARK: xAI

    // docs.x.ai: reasoning models refuse these parameters; reasoning_effort from 4.3 on, which came
    // after 4.20.
    private static let xAI = [
        ModelFamily(
            vendor: "xai", patterns: ["*non-reasoning*", "grok-2*", "grok-3", "grok-3-fast*"],
            thinking: .never
        ),
        grok(["grok-3-mini*"], .effort, [.low, .high]),
        grok(["grok-4.20-multi-agent*"], nil),
        grok(["grok-4", "grok-4-*", "grok-4.20*", "grok-code-*", "grok-build-0*"], .fixed),
        grok(["grok-*"], .effort, [.off, .low, .medium, .high]),
    ]

    private static func grok(
        _ patterns: [String], _ thinking: ThinkingStyle?, _ efforts: [ReasoningEffort] = []
    ) -> ModelFamily {
        ModelFamily(
            vendor: "xai", patterns: patterns, thinking: thinking, efforts: efforts,
            refuses: [.frequencyPenalty, .presencePenalty, .stop],
            reason: "xAI's reasoning models have no such setting"
        )
    }

    // MARK: DeepSeek

    // api-docs.deepseek.com: thinking is on by default; sampling is ignored meanwhile, not refused.
    private static let deepSeek = [
        ModelFamily(
            vendor: "deepseek", patterns: ["deepseek-reasoner*", "deepseek-r1*"], thinking: .fixed,
            forcedCalls: .never
        ),
        ModelFamily(
            vendor: "deepseek", patterns: ["deepseek-*"],
            thinking: .effort, efforts: [.off, .low, .high, .max], forcedCalls: .unlessThinking
        ),
    ]

    // MARK: Moonshot

    // platform.moonshot.ai: any value but the fixed one is a 400; `required` came with K3.
    private static let moonshot = [
        ModelFamily(
            vendor: "moonshot", patterns: ["moonshot-v1-*"], thinking: .never, forcedCalls: .never
        ),
        kimi(["kimi-k2.5*", "kimi-k2.6*"], .toggle),
        kimi(["kimi-k2*"], .fixed),
        kimi(["kimi-*"], .effort, [.low, .high, .max], forcedCalls: .anyTool),
    ]

    private static func kimi(
        _ patterns: [String], _ thinking: ThinkingStyle, _ efforts: [ReasoningEffort] = [],
        forcedCalls: ForcedCalls = .never
    ) -> ModelFamily {
        ModelFamily(
            vendor: "moonshot", patterns: patterns, thinking: thinking, efforts: efforts,
            denials: .sampling, refuses: [.frequencyPenalty, .presencePenalty, .repetitionPenalty],
            forcedCalls: forcedCalls, reason: "Moonshot fixes it for Kimi"
        )
    }

    // MARK: Groq, Mistral

    // console.groq.com: Qwen takes `none` or `default`.
    private static let groq = [
        ModelFamily(
            vendor: "groq", patterns: ["*gpt-oss-*"],
            thinking: .effort, efforts: [.low, .medium, .high]
        ),
        ModelFamily(vendor: "groq", patterns: ["qwen/*"], thinking: .toggle),
    ]

    // docs.mistral.ai: Magistral reasons where `prompt_mode` says so.
    private static let mistral = [
        ModelFamily(vendor: "mistral", patterns: ["magistral-*"], thinking: .toggle)
    ]

    // MARK: Those who serve everybody's models

    // openrouter.ai translates or drops what a model does not take; so does Ollama.
    private static let hosts = [
        ModelFamily(
            vendor: "openrouter", patterns: ["*"],
            thinking: .effort, efforts: ReasoningEffort.allCases, takesBudget: true
        ),
        ModelFamily(
            vendor: "ollama", patterns: ["*"],
            thinking: .effort, efforts: [.off, .low, .medium, .high, .max]
        ),
    ]
}
