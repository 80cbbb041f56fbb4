import LLMCore
import Testing

@testable import chatmd

@Suite struct CostLimitTests {
    private func limit(_ dollars: Double) throws -> CostLimit {
        var layer = SettingsLayer()
        try layer.set("max_cost=\(dollars)")
        return try #require(CostLimit(of: layer))
    }

    private func cost(_ dollars: Double) throws -> CostEstimate {
        var cost = try #require(
            CostEstimate(
                inputTokens: 12_345, maxTokens: 2000, model: "x", at: BuiltInProviders.echo))
        cost.dollars = dollars
        return cost
    }

    @Test func aLayerWithoutLimitHasNone() {
        #expect(CostLimit(of: SettingsLayer())?.dollars == nil)
    }

    @Test func whatIsWithinTheLimitHasNoObjection() throws {
        #expect(try limit(0.05).objection(to: cost(0.05)) == nil)
        #expect(try limit(0.05).objection(to: cost(0.02), spent: 0.03) == nil)
    }

    @Test func anObjectionNamesTheAmounts() throws {
        #expect(
            try limit(0.05).objection(to: cost(0.0623))
                == "about $0.062, and `max_cost` is $0.05: some 12,345 tokens are sent, and up to "
                + "2,000 come back")
    }

    @Test func whatWasSpentBeforeCounts() throws {
        let objection = try limit(0.05).objection(to: cost(0.02), spent: 0.031)
        #expect(objection?.hasPrefix("about $0.02, after $0.031 already spent, and `max") == true)
    }

    /// Rounded it would look like the limit itself.
    @Test func littleMoreThanTheLimitIsShownWhole() throws {
        let objection = try limit(0.05).objection(to: cost(0.0501))
        #expect(objection?.hasPrefix("about $0.0501, and `max_cost` is $0.05:") == true)
    }
}
