import Testing

@testable import LLMCore

@Suite struct TokenizerTests {
    @Test(
        arguments: [
            ("gpt-5.5", .openAI), ("openai/gpt-oss-120b", .openAI), ("o3-mini", .openAI),
            ("ft:gpt-4o-mini:acme::1", .openAI),
            ("gpt-4", .other), ("gpt-4-turbo", .other), ("gpt-3.5-turbo", .other),
            ("gpt-4o", .openAI), ("gpt-4.1", .openAI),
            ("claude-sonnet-5-5", .claude), ("claude-opus-4-7", .claude),
            ("anthropic/claude-opus-4.8", .claude), ("claude-haiku-5-5", .claude),
            ("claude-opus-4-6", .olderClaude), ("anthropic/claude-sonnet-4.5", .olderClaude),
            ("claude-3-5-haiku-latest", .olderClaude), ("claude-haiku-4-5", .olderClaude),
            ("gemini-3.8-flash", .other), ("grok-4.7", .other), ("deepseek-v4-pro", .other),
            ("", .other),
        ] as [(String, Tokenizer)])
    func aModelsNameTellsItsTokenizer(_ name: String, _ tokenizer: Tokenizer) {
        #expect(Tokenizer(ofModel: name) == tokenizer)
    }
}
