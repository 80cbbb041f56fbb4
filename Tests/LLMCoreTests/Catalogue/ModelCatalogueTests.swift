import Testing

@testable import LLMCore

@Suite struct ModelCatalogueTests {
    // MARK: Known models

    @Test func inputOfOpenAIHasAShareOfTheWindow() throws {
        let model = try #require(ModelCatalogue.model("gpt-5.6", of: "openai"))
        #expect(model.contextWindow == 1_050_000)
        #expect(model.maxInput == 922_000)
        #expect(model.maxOutput == 128_000)
        #expect(
            model.price
                == ModelPrice(
                    .init(input: 4, output: 20, cacheRead: 0.4, cacheWrite: 5), above: 272_000,
                    .init(input: 8, output: 30, cacheRead: 0.8, cacheWrite: 10)))
        #expect(
            model.abilities.isSuperset(of: [.vision, .pdf, .tools, .parallelTools, .reasoning]))
        #expect(model.efforts == [.off, .low, .medium, .high, .xhigh])
        #expect(model.endDate == nil)
    }

    @Test func aWholeWindowStaysOne() throws {
        let model = try #require(ModelCatalogue.model("gpt-5.5", of: "openai"))
        #expect(model.contextWindow == 1_050_000)
        #expect(model.maxInput == nil)
    }

    @Test func aModelOfAnthropics() throws {
        let model = try #require(ModelCatalogue.model("claude-opus-5-5", of: "anthropic"))
        #expect(model.contextWindow == 1_000_000)
        #expect(model.maxOutput == 128_000)
        #expect(
            model.price
                == ModelPrice(.init(input: 4, output: 20, cacheRead: 0.2, cacheWrite: 5)))
        #expect(model.thinking == .adaptive)
        #expect(model.abilities.isSuperset(of: [.alwaysThinks, .pdf, .promptCaching]))
        #expect(model.lacks.isSuperset(of: [.sampling, .prefill]))
        #expect(model.efforts == [.low, .medium, .high, .xhigh, .max])
    }

    @Test func geminiCountsInputAlone() throws {
        let model = try #require(ModelCatalogue.model("gemini-3.8-flash", of: "gemini"))
        #expect(model.contextWindow == 1_048_576)
        #expect(model.maxInput == 1_048_576)
        #expect(model.maxOutput == 65_536)
        #expect(model.abilities.isSuperset(of: [.vision, .audioInput, .pdf]))
        #expect(model.lacks.contains(.sampling))
    }

    @Test func theEndIsKnownWhereItIsSet() {
        let model = ModelCatalogue.model("claude-sonnet-4-5", of: "anthropic")
        #expect(model?.endDate == CalendarDate("2026-11-30"))
    }

    @Test func anEmbeddingModelHasItsMode() throws {
        let model = try #require(ModelCatalogue.model("text-embedding-3-small", of: "openai"))
        #expect(model.mode == .embedding)
        #expect(model.price == ModelPrice(.init(input: 0.02, output: 0)))
    }

    @Test func aLocalModelIsFree() {
        #expect(ModelCatalogue.model("llama3", of: "ollama")?.price?.isFree == true)
    }

    @Test func aNameMayHoldSlashesAndColons() {
        #expect(ModelCatalogue.model("openai/gpt-oss-120b", of: "groq")?.contextWindow == 131_072)
        #expect(ModelCatalogue.model("deepseek-v3.1:671b-cloud", of: "ollama") != nil)
    }

    @Test(arguments: [
        ("gemini", "lyria-3-pro-preview"), ("gemini", "gemini-2.5-pro-preview-tts"),
        ("openai", "container"), ("gemini", "gemini-omni-flash-preview"),
    ])
    func whatCannotBeChattedWithIsNotListed(provider: String, name: String) {
        #expect(ModelCatalogue.model(name, of: provider) == nil)
    }

    // MARK: Looking up

    @Test(arguments: [
        ("gpt-4o-2099-01-01", "openai", "gpt-4o"), ("gpt-4o-latest", "openai", "gpt-4o"),
        ("claude-opus-5-20991231", "anthropic", "claude-opus-5"),
        ("llama3:latest", "ollama", "llama3"),
        ("ft:gpt-4o-2024-08-06:acme::abc123", "openai", "ft:gpt-4o-2024-08-06"),
    ])
    func aVersionThatIsNotListedIsTheModelWithoutIt(
        name: String, provider: String, listing: String
    ) throws {
        let model = try #require(ModelCatalogue.model(name, of: provider))
        #expect(model.id == name)
        #expect(model.listing == listing)
    }

    @Test func aVersionThatIsListedIsItself() {
        #expect(ModelCatalogue.model("gpt-4o-2024-05-13", of: "openai")?.maxOutput == 4096)
        #expect(
            ModelCatalogue.model("grok-4.3-latest", of: "xai")?.listing == "grok-4.3-latest")
    }

    @Test(arguments: [
        "", " ", "gpt", "gpt-4o-2099-1-1", "gpt-4o-209901", "gpt-4o-2099-01-01-x", "GPT-4O",
        "zzz", "!", "gpt-4o ", "gpt-4o openai", "-", "-latest", "ft:", "ft:gpt-4o", "é-20250101",
    ])
    func anotherNameIsNoModel(name: String) {
        #expect(ModelCatalogue.model(name, of: "openai") == nil)
    }

    @Test func aModelOfAnotherProviderIsNotFound() {
        #expect(ModelCatalogue.model("gpt-4o", of: "xai") == nil)
        #expect(ModelCatalogue.model("gpt-4o", of: "open") == nil)
    }

    @Test func aNameLeadsToItsProviders() {
        #expect(ModelCatalogue.providers(offering: "grok-4.7") == ["xai"])
        #expect(ModelCatalogue.providers(offering: "claude-opus-5-20991231") == ["anthropic"])
        #expect(ModelCatalogue.providers(offering: "qwen/qwen3.8-27b") == ["groq"])
        #expect(ModelCatalogue.providers(offering: "nothing") == [])
    }

    @Test func theModelsOfAProviderAreItsOwn() {
        let models = ModelCatalogue.models(of: "moonshot")
        #expect(models.count == 12)
        #expect(models.allSatisfy { $0.provider == "moonshot" })
        #expect(ModelCatalogue.models(of: "nobody").isEmpty)
    }

    @Test func aSearchLooksAtProviderAndName() {
        let names = ModelCatalogue.search("OPUS-4-5", of: ["anthropic", "openai"]).map(\.id)
        #expect(names == ["claude-opus-4-5", "claude-opus-4-5-20251101"])
        #expect(ModelCatalogue.search("i/kimi-k3", of: ["moonshot"]).isEmpty)
        #expect(ModelCatalogue.search("t/kimi-k3", of: ["moonshot"]).count == 2)
        #expect(ModelCatalogue.search("opus", of: ["openai"]).isEmpty)
    }

    // MARK: Unlisted models

    @Test func anUnlistedModelIsJudgedByItsName() {
        let model = ModelCatalogue.info("claude-opus-9", of: "anthropic")
        #expect(model.listing == nil)
        #expect(model.contextWindow == nil)
        #expect(model.thinking == .adaptive)
        #expect(model.refuses(.temperature) != nil)
    }

    @Test func ofAnUnknownModelNothingIsSaid() {
        let model = ModelCatalogue.info("some-model", of: "work")
        #expect(model.thinking == nil)
        #expect(model.lacks.isEmpty)
        #expect(Parameter.allCases.allSatisfy { model.refuses($0) == nil })
    }
}
