import Testing

@testable import LLMCore

@Suite struct ModelRefusalTests {
    private func refused(_ name: String, _ provider: String) -> [Parameter] {
        let model = ModelCatalogue.info(name, of: provider)
        return Parameter.allCases.filter { model.refuses($0) != nil }
    }

    // MARK: By family

    @Test(arguments: ["gpt-5.5", "gpt-5", "gpt-6-sol", "o1", "gpt-7-nova", "gpt-5.9-mini"])
    func reasoningModelsOfOpenAIDoNotLetThemselvesBeSampled(name: String) {
        let model = ModelCatalogue.info(name, of: "openai")
        for parameter in [
            Parameter.temperature, .topP, .topK, .frequencyPenalty, .presencePenalty,
            .thinkingBudget,
        ] {
            #expect(model.refuses(parameter) != nil, "\(parameter)")
        }
        #expect(model.refuses(.reasoningEffort) == nil)
        #expect(model.refuses(.maxTokens) == nil)
        #expect(model.needsMaxCompletionTokens)
    }

    @Test(arguments: ["o3", "o4-mini", "o3-pro-2025-06-10"])
    func theLaterOSeriesHasNoStop(name: String) {
        #expect(ModelCatalogue.info(name, of: "openai").refuses(.stop) != nil)
        #expect(ModelCatalogue.info("gpt-5.5", of: "openai").refuses(.stop) == nil)
    }

    @Test(arguments: ["gpt-4o", "gpt-4.1-mini", "gpt-3.5-turbo", "ft:gpt-4o-2024-08-06:a::b"])
    func olderModelsOfOpenAIDoNotReason(name: String) {
        #expect(
            refused(name, "openai").filter {
                $0 != .toolChoice && $0 != .tools && $0 != .parallelToolCalls
            } == [.reasoningEffort, .thinkingBudget])
        #expect(!ModelCatalogue.info(name, of: "openai").needsMaxCompletionTokens)
    }

    @Test(arguments: [
        "claude-opus-4-7", "claude-opus-4-8", "claude-sonnet-5", "claude-haiku-5-5",
        "claude-fable-5-1", "claude-opus-6", "claude-something-7-2",
    ])
    func anthropicsNewModelsRefuseSamplingAndBudgets(name: String) {
        #expect(
            refused(name, "anthropic") == [.temperature, .topP, .topK, .thinkingBudget])
        #expect(ModelCatalogue.info(name, of: "anthropic").lacks.contains(.prefill))
    }

    @Test func from4Point5OnTemperatureExcludesTopP() {
        for name in ["claude-sonnet-4-5", "claude-opus-4-5-20251101", "claude-sonnet-4-6"] {
            let model = ModelCatalogue.info(name, of: "anthropic")
            #expect(model.refusals(of: [.temperature]) == [])
            #expect(model.refusals(of: [.topP]) == [])
            #expect(model.refusals(of: [.temperature, .topP]).map(\.parameter) == [.topP])
            #expect(model.refusals(of: [.topP, .temperature]).map(\.parameter) == [.topP])
        }
        let older = ModelCatalogue.info("claude-opus-4-1", of: "anthropic")
        #expect(older.refusals(of: [.temperature, .topP]) == [])
    }

    @Test(arguments: [
        ("claude-3-5-sonnet-20241022", ThinkingStyle.never, true),
        ("claude-3-7-sonnet-20250219", .budget, true),
        ("claude-opus-4-20250514", .budget, true), ("claude-sonnet-4-0", .budget, true),
        ("claude-opus-4-1-20250805", .budget, true), ("claude-haiku-4-5", .budget, true),
        ("claude-opus-4-6", .adaptive, false), ("claude-opus-4-7", .adaptive, false),
        ("claude-haiku-5-5", .adaptive, false),
    ])
    func anthropicsModelsThinkAndGoOnByTheirAge(
        name: String, style: ThinkingStyle, takesPrefill: Bool
    ) {
        let model = ModelCatalogue.info(name, of: "anthropic")
        #expect(model.thinking == style)
        #expect(model.abilities.contains(.prefill) == takesPrefill)
    }

    @Test func the4Point6FamilyStillTakesBudgets() {
        #expect(
            ModelCatalogue.info("claude-sonnet-4-6", of: "anthropic").refuses(.thinkingBudget)
                == nil)
    }

    @Test(arguments: ["grok-4.7", "grok-4.20-reasoning", "grok-9", "grok-4.3-latest"])
    func reasoningModelsOfXAITakeNoPenaltiesAndNoStop(name: String) {
        let refused = refused(name, "xai")
        #expect(refused.contains(.stop))
        #expect(refused.contains(.frequencyPenalty) && refused.contains(.presencePenalty))
        #expect(!refused.contains(.temperature))
    }

    @Test(arguments: ["grok-4.20-non-reasoning", "grok-3", "grok-5-fast-non-reasoning"])
    func otherModelsOfXAITakeThem(name: String) {
        #expect(refused(name, "xai") == [.reasoningEffort, .thinkingBudget])
    }

    @Test func xAITakesEffortFrom4Point3On() {
        #expect(refused("grok-4.20", "xai").contains(.reasoningEffort))
        #expect(refused("grok-code-fast-1", "xai").contains(.reasoningEffort))
        #expect(!refused("grok-4.3", "xai").contains(.reasoningEffort))
        #expect(ModelCatalogue.info("grok-4.20", of: "xai").thinking == .fixed)
    }

    @Test func kimiFixesItsSampling() {
        #expect(
            refused("kimi-k2.6", "moonshot")
                == [
                    .temperature, .topP, .topK, .frequencyPenalty, .presencePenalty,
                    .repetitionPenalty, .thinkingBudget,
                ])
        #expect(!refused("moonshot-v1-8k", "moonshot").contains(.temperature))
        #expect(ModelCatalogue.info("kimi-k2.6", of: "moonshot").thinking == .toggle)
        #expect(ModelCatalogue.info("kimi-k2.7-code", of: "moonshot").thinking == .fixed)
        #expect(ModelCatalogue.info("kimi-k3", of: "moonshot").abilities.contains(.alwaysThinks))
    }

    @Test(arguments: [
        ("gemini-2.5-flash", ThinkingStyle.budget, false), ("gemini-2.5-pro", .budget, true),
        ("gemini-3.1-pro-preview", .effort, true), ("gemini-5-nova", .effort, true),
        ("gemini-2.0-flash", .never, false),
    ])
    func geminiThinksByBudgetThenByLevel(name: String, style: ThinkingStyle, always: Bool) {
        let model = ModelCatalogue.info(name, of: "gemini")
        #expect(model.thinking == style)
        #expect(model.abilities.contains(.alwaysThinks) == always)
    }

    @Test func mistralsModelsReasonByWordOrBySwitch() {
        #expect(ModelCatalogue.info("magistral-medium-latest", of: "mistral").thinking == .toggle)
        let large = ModelCatalogue.info("mistral-large-4", of: "mistral")
        #expect(large.thinking == .effort)
        #expect(large.effort(nearestTo: .low) == .high)
        #expect(refused("codestral-2508", "mistral").contains(.reasoningEffort))
    }

    @Test func whatTheListSaysOfSamplingCounts() {
        #expect(refused("gemini-3.8-flash", "gemini").contains(.topK))
        #expect(!refused("gemini-3.5-flash", "gemini").contains(.topK))
    }

    @Test func deepSeekIgnoresRatherThanRefuses() {
        #expect(refused("deepseek-v4-pro", "deepseek") == [.thinkingBudget])
    }

    @Test func aModelWithoutToolsRefusesThem() {
        let refused = refused("grok-4.20-multi-agent", "xai")
        #expect(refused.contains(.tools) && refused.contains(.parallelToolCalls))
        #expect(self.refused("o3", "openai").contains(.parallelToolCalls))
        #expect(!self.refused("o3", "openai").contains(.tools))
    }

    @Test func aModelThatDoesNotSeeLacksVision() {
        #expect(ModelCatalogue.info("deepseek-v4-pro", of: "deepseek").lacks.contains(.vision))
        #expect(ModelCatalogue.info("gpt-3.5-turbo", of: "openai").lacks.contains(.vision))
        #expect(!ModelCatalogue.info("llama3", of: "ollama").lacks.contains(.vision))
        #expect(!ModelCatalogue.info("gpt-5.5-cyber", of: "openai").lacks.contains(.vision))
    }

    // MARK: Elsewhere

    @Test(arguments: [
        ("gpt-5", "openrouter"), ("openai/gpt-5", "openrouter"), ("kimi-k2.6", "ollama"),
        ("gpt-5", "work"), ("anthropic/claude-opus-5", "work"), ("kimi-k3", "llamacpp"),
    ])
    func aServerOfAnotherKindMayTakeAllSampling(name: String, provider: String) {
        #expect(!refused(name, provider).contains(.temperature))
        #expect(!refused(name, provider).contains(.frequencyPenalty))
    }

    @Test func aModelThinksLikeItsFamilyEverywhere() {
        #expect(ModelCatalogue.info("anthropic/claude-opus-5", of: "work").thinking == .adaptive)
        #expect(ModelCatalogue.info("claude-haiku-4-5", of: "work").thinking == .budget)
        #expect(ModelCatalogue.info("gpt-oss-20b", of: "work").thinking == .effort)
    }

    @Test func azureServesModelsOfOpenAI() {
        #expect(refused("gpt-5", "azure").contains(.temperature))
    }

    // MARK: Words

    @Test func aRefusalSaysWhoAndWhyInOneSentence() {
        let model = ModelCatalogue.info("claude-opus-5", of: "anthropic")
        #expect(
            model.refuses(.temperature)
                == Refusal(
                    parameter: .temperature,
                    message: "`claude-opus-5` takes no `temperature`: how it samples cannot be set")
        )
        #expect(model.refuses(.thinkingBudget)?.hint == "set `reasoning_effort` instead")
    }

    @Test(arguments: [
        ("gpt-5", "openai", "none", "minimal"), ("gpt-5", "openai", "max", "high"),
        ("gpt-5.5", "openai", "none", "none"), ("gpt-5.5", "openai", "minimal", "low"),
        ("o3", "openai", "xhigh", "high"), ("kimi-k3", "moonshot", "medium", "low"),
        ("deepseek-v4-pro", "deepseek", "medium", "low"),
        ("deepseek-v4-pro", "deepseek", "xhigh", "high"),
        ("claude-sonnet-5", "anthropic", "none", "none"),
        ("claude-opus-5-5", "anthropic", "none", "low"),
        ("gemini-3.8-flash", "gemini", "minimal", "low"),
    ])
    func theNearestEffortIsTaken(name: String, provider: String, wanted: String, taken: String) {
        let model = ModelCatalogue.info(name, of: provider)
        #expect(model.effort(nearestTo: ReasoningEffort(rawValue: wanted)!)?.rawValue == taken)
    }

    @Test func aModelWithoutWordsTakesNone() {
        #expect(ModelCatalogue.info("gpt-4o", of: "openai").effort(nearestTo: .high) == nil)
        #expect(ModelCatalogue.info("gpt-4o", of: "openai").effort(nearestTo: .off) == nil)
        let budget = ModelCatalogue.info("claude-haiku-4-5", of: "anthropic")
        #expect(budget.effort(nearestTo: .off) == .off)
        #expect(budget.effort(nearestTo: .high) == nil)
    }
}
