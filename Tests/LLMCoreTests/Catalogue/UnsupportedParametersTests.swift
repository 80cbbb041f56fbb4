import Testing

@testable import LLMCore

@Suite struct UnsupportedParametersTests {
    private func refused(_ wireFormat: String, _ provider: String) -> [Parameter] {
        Parameter.allCases.filter {
            UnsupportedParameters.refusal(of: $0, wireFormat: wireFormat, provider: provider) != nil
        }
    }

    @Test func everyProtocolHasItsGaps() {
        #expect(
            refused("openai-responses", "openai")
                == [
                    .topK, .stop, .seed, .frequencyPenalty, .presencePenalty, .repetitionPenalty,
                    .thinkingBudget,
                ])
        #expect(
            refused("anthropic", "anthropic")
                == [.seed, .frequencyPenalty, .presencePenalty, .repetitionPenalty])
        #expect(refused("gemini", "gemini") == [.repetitionPenalty, .parallelToolCalls])
        #expect(refused("echo", "echo") == [])
    }

    @Test func compatibleServersHaveTheirOwnAdditions() {
        #expect(refused("openai-chat", "openai") == [.thinkingBudget])
        #expect(refused("openai-chat", "mistral") == [.thinkingBudget])
        #expect(refused("openai-chat", "openrouter") == [])
    }

    @Test func theMessageNamesProtocolAndParameter() {
        let refusal = UnsupportedParameters.refusal(
            of: .seed, wireFormat: "anthropic", provider: "work")
        #expect(refusal?.message == "Anthropic's protocol has no `seed`")
    }
}
