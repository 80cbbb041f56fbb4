/// How a family of models cuts text into tokens, as far as an estimate tells them apart.
public enum Tokenizer: CaseIterable, Sendable {
    /// OpenAI's models from GPT-4o on (o200k).
    case openAI
    /// Claude from Opus 4.7 on, which needs half as many tokens again as others.
    case claude
    /// Claude up to 4.6.
    case olderClaude
    /// The mean of DeepSeek, Llama 3, Llama 4, Mistral and Qwen, for them and for all others.
    case other
}

extension Tokenizer {
    /// The tokenizer of a model by its name, whoever serves it.
    public init(ofModel name: String) {
        var name = name.split(separator: "/").last.map { Array($0.utf8) } ?? []
        if name.starts(with: "ft:".utf8) { name.removeFirst(3) }
        let row = Self.patterns.first { row in
            row.patterns.contains { ModelFamily.matches(name, Array($0.utf8)) }
        }
        self = row?.tokenizer ?? .other
    }

    /// The first row with a pattern that fits counts. Gateways write versions with a point.
    private static let patterns: [(tokenizer: Tokenizer, patterns: [String])] = [
        (
            .claude,
            ["claude-opus-4-7*", "claude-opus-4.7*", "claude-opus-4-8*", "claude-opus-4.8*"]
        ),
        (
            .olderClaude,
            [
                "claude-2*", "claude-instant*", "claude-3*", "claude-opus-4*", "claude-sonnet-4*",
                "claude-haiku-4*",
            ]
        ),
        (.claude, ["claude-*"]),
        // These have the older cl100k.
        (.other, ["gpt-3*", "gpt-4", "gpt-4-*"]),
        (.openAI, ["gpt-*", "chatgpt-*", "chat-latest", "codex-*", "o1*", "o3*", "o4*"]),
    ]

    /// How far nine texts of ten are from the truth at most, in percent, as measured.
    ///
    /// doc/tokens.md has the figures by kind of text.
    public var errorPercent: Int { self == .other ? 18 : 11 }
}
