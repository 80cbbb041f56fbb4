import Testing

@testable import LLMCore

@Suite struct OpenAIModelTests {
    @Test(arguments: [
        "o1", "o3-mini", "o4-mini-2025-04-16", "gpt-5", "gpt-5.5", "gpt-5-nano", "gpt-6-astra",
        "openai/gpt-5.4-nano", "gpt-10",
    ])
    func theseReason(_ model: String) {
        #expect(OpenAIModel.reasons(model))
    }

    @Test(arguments: [
        "gpt-4o", "gpt-4.1-mini", "gpt-3.5-turbo", "gpt-35-turbo", "gpt-oss-120b",
        "gpt-5-chat-latest", "chatgpt-4o-latest", "o200k", "grok-4", "openrouter/auto", "",
    ])
    func theseDoNot(_ model: String) {
        #expect(!OpenAIModel.reasons(model))
    }
}
