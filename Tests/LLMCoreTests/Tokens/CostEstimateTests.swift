import Testing

@testable import LLMCore

@Suite struct CostEstimateTests {
    private func estimate(
        _ input: Int, maxTokens: Int? = nil, _ model: String = "claude-sonnet-5-5",
        at provider: Provider = BuiltInProviders.anthropic
    ) -> CostEstimate? {
        CostEstimate(inputTokens: input, maxTokens: maxTokens, model: model, at: provider)
    }

    private func rates(of model: String) throws -> ModelPrice.Rates {
        try #require(ModelCatalogue.info(model, of: "anthropic").price).rates
    }

    @Test func inputAndTheLongestReplyAreCounted() throws {
        let rates = try rates(of: "claude-sonnet-5-5")
        let cost = try #require(estimate(1000, maxTokens: 500))
        #expect(
            cost.dollars == ModelPrice(rates).cost(of: Usage(inputTokens: 1000, outputTokens: 500)))
        #expect(cost.outputTokens == 500)
        #expect(!cost.isOutputAssumed)
    }

    @Test func withoutALimitAThousandTokensAreAssumed() throws {
        let cost = try #require(estimate(1000))
        #expect(cost.outputTokens == 1000)
        #expect(cost.isOutputAssumed)
    }

    @Test func whatMayBeThoughtIsCountedWithAnAssumedReply() throws {
        var request = ChatRequest(
            model: "claude-sonnet-5-5", messages: [.user("Hi")],
            options: GenerationOptions(thinkingBudget: 20_000))
        let cost = try #require(CostEstimate(of: request, at: BuiltInProviders.anthropic))
        #expect(cost.outputTokens == 21_000)
        request.options.thinkingBudget = .max
        let most = try #require(CostEstimate(of: request, at: BuiltInProviders.anthropic))
        #expect(
            most.outputTokens == ModelCatalogue.info("claude-sonnet-5-5", of: "anthropic").maxOutput
        )
        request.options.maxTokens = 30_000
        let limited = try #require(CostEstimate(of: request, at: BuiltInProviders.anthropic))
        #expect(limited.outputTokens == 30_000)
    }

    @Test func aCacheMakesNothingCheaper() throws {
        let rates = try rates(of: "claude-sonnet-5-5")
        #expect(estimate(1_000_000, maxTokens: 0)?.dollars == rates.input)
    }

    @Test func whoNeedsNoKeyCostsNothing() {
        let own = Provider(id: "mine", baseURL: "http://localhost:1/v1", requiresKey: false)
        for provider in [
            BuiltInProviders.ollama, BuiltInProviders.llamaCpp, BuiltInProviders.echo, own,
        ] {
            #expect(estimate(1_000_000, "x", at: provider)?.dollars == 0)
        }
    }

    @Test func anUnknownPriceIsNoPrice() {
        #expect(estimate(1, "claude-99") == nil)
        #expect(estimate(1, "x", at: BuiltInProviders.openRouter) == nil)
    }

    @Test func aRequestIsCountedWithItsModelsTokenizer() throws {
        var request = ChatRequest(
            model: "claude-sonnet-5-5",
            messages: [.user("Which is longer, the Nile or the Amazon?")],
            options: GenerationOptions(maxTokens: 10))
        let newer = try #require(CostEstimate(of: request, at: BuiltInProviders.anthropic))
        request.model = "claude-opus-4-6"
        let older = try #require(CostEstimate(of: request, at: BuiltInProviders.anthropic))
        #expect(newer.inputTokens > older.inputTokens)
        #expect(newer.outputTokens == 10)
    }

    @Test func theLimitItselfMayBeSpent() throws {
        var cost = try #require(estimate(1))
        cost.dollars = 0.2
        #expect(!cost.exceeds(0.2))
        #expect(cost.exceeds(0.19))
        #expect(!cost.exceeds(0.3, spent: 0.1))
        #expect(cost.exceeds(0.3, spent: 0.1000001))
    }
}
