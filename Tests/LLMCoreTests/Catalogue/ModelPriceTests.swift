import Testing

@testable import LLMCore

@Suite struct ModelPriceTests {
    private let price = ModelPrice(
        .init(input: 4, output: 20, cacheRead: 0.4, cacheWrite: 5), above: 272_000,
        .init(input: 8, output: 30, cacheRead: 0.8, cacheWrite: 10)
    )

    @Test func inputAndOutputCostTheirOwn() {
        #expect(price.cost(of: Usage(inputTokens: 250_000, outputTokens: 0)) == 1)
        #expect(price.cost(of: Usage(inputTokens: 0, outputTokens: 1000)) == 0.02)
        #expect(price.cost(of: Usage(inputTokens: 0, outputTokens: 0)) == 0)
    }

    @Test func cachedInputIsNotCountedTwice() {
        let usage = Usage(inputTokens: 1000, outputTokens: 0, cachedInputTokens: 900)
        #expect(price.cost(of: usage) == 0.00076)
    }

    @Test func writtenInputIsNotCountedTwice() {
        let usage = Usage(
            inputTokens: 1000, outputTokens: 10, cachedInputTokens: 500, cacheWriteTokens: 400)
        #expect(price.cost(of: usage) == 0.0028)
    }

    @Test func reasoningIsPartOfTheOutput() {
        let usage = Usage(inputTokens: 0, outputTokens: 1000, reasoningTokens: 900)
        #expect(price.cost(of: usage) == 0.02)
    }

    @Test func withoutPricesOfItsOwnTheCacheCostsWhatInputCosts() {
        let price = ModelPrice(.init(input: 2, output: 8))
        let usage = Usage(
            inputTokens: 1000, outputTokens: 0, cachedInputTokens: 500, cacheWriteTokens: 500)
        #expect(price.cost(of: usage) == 0.002)
    }

    @Test func aLongPromptMakesEverythingDearer() {
        #expect(price.cost(of: Usage(inputTokens: 272_000, outputTokens: 0)) == 1.088)
        #expect(
            price.cost(of: Usage(inputTokens: 272_001, outputTokens: 1000))
                == 2.206008)
    }

    @Test func theThresholdCountsCachedTokensToo() {
        let usage = Usage(inputTokens: 300_000, outputTokens: 0, cachedInputTokens: 299_000)
        #expect(price.cost(of: usage) == 0.2472)
    }

    @Test func sumsOfDecimalsAreDecimals() {
        let price = ModelPrice(.init(input: 0.1, output: 0.2))
        #expect(price.cost(of: Usage(inputTokens: 1_000_000, outputTokens: 1_000_000)) == 0.3)
        #expect("\(price.cost(of: Usage(inputTokens: 1000, outputTokens: 2000)))" == "0.0005")
    }

    @Test(arguments: [
        Usage(inputTokens: 100, outputTokens: 0, cachedInputTokens: 200),
        Usage(inputTokens: 100, outputTokens: 0, cachedInputTokens: 60, cacheWriteTokens: 90),
        Usage(inputTokens: -1, outputTokens: -1, cachedInputTokens: -5, cacheWriteTokens: -7),
        Usage(inputTokens: .max, outputTokens: .max, cachedInputTokens: .max),
        Usage(inputTokens: .min, outputTokens: .min, cacheWriteTokens: .min),
    ])
    func absurdCountsCostNoLessThanNothing(usage: Usage) {
        let cost = price.cost(of: usage)
        #expect(cost >= 0)
        #expect(cost.isFinite)
    }

    @Test func moreThanAllOfTheInputIsNotCached() {
        let usage = Usage(inputTokens: 1000, outputTokens: 0, cachedInputTokens: 5000)
        #expect(price.cost(of: usage) == 0.0004)
    }
}
