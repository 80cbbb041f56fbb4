import Testing

@testable import LLMCore

@Suite struct NamesNearTests {
    private func names(_ name: String, _ provider: String) -> [String] {
        ModelCatalogue.names(near: name, of: provider)
    }

    @Test func aSlipIsCorrected() {
        #expect(names("gpt-5.55", "openai").contains("gpt-5.5"))
        #expect(names("grok-47", "xai").contains("grok-4.7"))
    }

    @Test func aBeginningStandsForTheNewest() {
        #expect(names("claude-sonnet", "anthropic").first == "claude-sonnet-5-5")
    }

    @Test func aPartOfANameIsEnough() {
        #expect(names("sonnet", "anthropic").first == "claude-sonnet-5-5")
        #expect(names("gemini-argon", "gemini") == ["gemini-4-argon"])
    }

    @Test func atMostThreeAreNamed() {
        #expect(names("gpt", "openai").count == 3)
    }

    @Test(arguments: ["", "x", "bananas", String(repeating: "a", count: 100_000)])
    func whatIsNearNothingHasNone(name: String) {
        #expect(names(name, "openai") == [])
    }

    @Test func theNameItselfIsNoCorrection() {
        #expect(!names("gpt-5.5", "openai").contains("gpt-5.5"))
    }
}
