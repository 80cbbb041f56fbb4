/// The keys that front matter, configuration and `-o` share.
enum SettingKey: String, CaseIterable, Sendable {
    case model
    case provider
    case system
    case temperature
    case topP = "top_p"
    case maxTokens = "max_tokens"
    case stop
    case seed

    /// Keys of the file format that this version reads past, with a warning.
    static let reserved: Set<String> = [
        "preset", "fallback", "top_k", "frequency_penalty", "presence_penalty",
        "repetition_penalty", "reasoning_effort", "thinking_budget", "response_format", "tools",
        "tool_choice", "parallel_tool_calls", "content_format", "show_reasoning", "comments",
        "max_cost", "extra", "user_delimiter", "assistant_delimiter", "system_delimiter",
    ]
}
