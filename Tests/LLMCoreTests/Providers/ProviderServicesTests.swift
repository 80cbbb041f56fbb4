import Testing

@testable import LLMCore

@Suite struct ProviderServicesTests {
    @Test func everyRowBelongsToAProvider() {
        let ids = BuiltInProviders.all.map(\.id)
        for id in ProviderServices.byProvider.keys { #expect(ids.contains(id), "\(id)") }
    }

    /// A provider that is built in is never taken for an unknown server.
    @Test func everyBuiltInProviderHasItsRow() {
        for provider in BuiltInProviders.all {
            let isKnown =
                ProviderServices.byProvider[provider.id] != nil
                || ProviderServices.byFormat[provider.wireFormat] != nil
            #expect(isKnown, "\(provider.id)")
        }
    }

    @Test(arguments: [
        ("openai", "text-embedding-3-small"), ("gemini", "gemini-embedding-001"),
        ("mistral", "mistral-embed"), ("ollama", "nomic-embed-text"),
    ])
    func embeddingsHaveAModelOfTheirOwn(_ id: String, _ model: String) throws {
        let provider = try #require(BuiltInProviders.all.first { $0.id == id })
        #expect(provider.services.embeddings?.defaultModel == model)
    }

    @Test func aServerOfOnesOwnHasWhatItsFormatHas() {
        func services(_ format: WireFormatName) -> ProviderServices {
            Provider(id: "mine", baseURL: "https://example.org/v1", wireFormat: format).services
        }
        #expect(services(.openAIChat).embeddings != nil)
        #expect(services(.openAIChat).completions != nil)
        #expect(services(.openAIChat).account == nil)
        #expect(services(.gemini).embeddings != nil)
        #expect(services(.gemini).completions == nil)
        #expect(services(.anthropic).embeddings == nil)
        #expect(services(.anthropic).models != nil)
    }

    @Test(arguments: [
        ("http://localhost:11434", "http://localhost:11434/v1"),
        ("http://localhost:11434/", "http://localhost:11434/v1"),
        ("http://localhost:11434/v1", "http://localhost:11434/v1"),
    ])
    func ollamasOwnProtocolIsLeft(_ url: String, _ compatible: String) {
        let provider = Provider(id: "mine", baseURL: url, wireFormat: .ollama).asCompatible
        #expect(provider.baseURL == compatible)
        #expect(provider.wireFormat == .openAIChat)
    }
}
