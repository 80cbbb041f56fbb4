import Testing

@testable import LLMCore

@Suite struct ProviderTests {
    @Test(arguments: [
        ("127.0.0.1", "http://127.0.0.1:11434/v1"),
        ("127.0.0.1:8080", "http://127.0.0.1:8080/v1"),
        ("0.0.0.0", "http://127.0.0.1:11434/v1"),
        ("0.0.0.0:8080", "http://127.0.0.1:8080/v1"),
        (":8080", "http://localhost:8080/v1"),
        ("gpu-box", "http://gpu-box:11434/v1"),
        ("[::1]", "http://[::1]:11434/v1"),
        ("[::1]:8080", "http://[::1]:8080/v1"),
        ("[::]", "http://[::1]:11434/v1"),
        ("http://gpu-box:8080", "http://gpu-box:8080/v1"),
        ("http://gpu-box", "http://gpu-box/v1"),
        ("https://ollama.example.org", "https://ollama.example.org/v1"),
        ("https://ollama.example.org/", "https://ollama.example.org/v1"),
        ("https://example.org/ollama/v1/", "https://example.org/ollama/v1"),
    ])
    func ollamaHostMayBeABareAddress(_ value: String, _ url: String) throws {
        var provider = BuiltInProviders.ollama
        provider.setBaseURL(fromVariable: value)
        #expect(provider.baseURL == url)
        #expect(try HTTPURL(provider.baseURL).description == url)
    }

    @Test func otherVariablesAreTakenAsTheyAre() {
        var provider = BuiltInProviders.openAI
        provider.setBaseURL(fromVariable: "https://llm.example.org/v1")
        #expect(provider.baseURL == "https://llm.example.org/v1")
    }

    @Test func idsAreUniqueAndPlain() {
        let ids = BuiltInProviders.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { $0.allSatisfy { $0.isLowercase || $0.isNumber } })
    }

    @Test func aReplacedAddressOfOpenAISpeaksWhatCompatibleServersSpeak() {
        var provider = BuiltInProviders.openAI
        provider.setBaseURL(fromVariable: "https://llm.example.org/v1")
        #expect(provider.wireFormat == .openAIChat)
        #expect(provider.quirks.isEmpty)
    }

    @Test(arguments: [
        "https://api.openai.com/v1/", "https://eu.api.openai.com/v1", "https://API.openai.com/v1",
    ])
    func anotherAddressOnItsHostIsOpenAIStill(_ url: String) {
        var provider = BuiltInProviders.openAI
        provider.setBaseURL(fromVariable: url)
        #expect(provider.wireFormat == .openAIResponses)
        #expect(provider.quirks == BuiltInProviders.openAI.quirks)
        #expect(provider.baseURL == url)
    }

    @Test func aLookAlikeOfItsHostIsNotOpenAI() {
        var provider = BuiltInProviders.openAI
        provider.setBaseURL(fromVariable: "https://notapi.openai.com.example.org/v1")
        #expect(provider.wireFormat == .openAIChat)
    }

    @Test func aNamedFormatIsSpokenAtAnyAddress() {
        var provider = BuiltInProviders.openAI
        provider.setWireFormat(.openAIResponses)
        provider.setBaseURL(fromVariable: "https://llm.example.org/v1")
        #expect(provider.wireFormat == .openAIResponses)
    }

    @Test func anotherProvidersAddressChangesNothingElse() {
        var provider = BuiltInProviders.moonshot
        provider.replaceBaseURL(with: "https://api.moonshot.cn/v1")
        #expect(provider.wireFormat == .openAIChat)
        #expect(provider.quirks == BuiltInProviders.moonshot.quirks)
    }

    @Test(arguments: [
        "https://team.openai.azure.com", "https://team.openai.azure.com/",
        "https://team.openai.azure.com/openai/v1", "https://team.openai.azure.com/openai/v1/",
    ])
    func azuresEndpointGetsItsPath(_ value: String) {
        var provider = BuiltInProviders.azure
        provider.setBaseURL(fromVariable: value)
        #expect(provider.baseURL == "https://team.openai.azure.com/openai/v1")
    }

    @Test func withoutAddressTheErrorNamesItsVariable() throws {
        let error = #expect(throws: LLMError.self) {
            try OpenAIChat().httpRequest(
                for: ChatRequest(model: "m", messages: []), to: BuiltInProviders.azure,
                traits: ModelTraits(), key: nil)
        }
        #expect(error?.code == .invalidConfig)
        #expect(error?.message == "no base URL for Azure OpenAI: AZURE_OPENAI_ENDPOINT is not set")
    }

    @Test func everyBuiltInBaseURLIsUsable() throws {
        for provider in BuiltInProviders.all where !provider.baseURL.isEmpty {
            let url = try HTTPURL(provider.baseURL)
            #expect(url.isEncrypted || url.isLoopback, "\(provider.id)")
        }
    }

    @Test func whoeverNeedsAKeyNamesItsVariable() {
        for provider in BuiltInProviders.all where provider.requiresKey {
            #expect(provider.keyVariable != nil, "\(provider.id)")
        }
    }

    @Test func noTwoProvidersClaimOneName() {
        for name in [
            "gpt-4o", "o3", "grok-4", "echo", "chatgpt-x", "deepseek-v4-pro", "kimi-k3",
            "mistral-large-latest", "magistral-medium-latest", "codestral-latest", "claude-x",
            "gemini-x",
        ] {
            let owners = BuiltInProviders.all.filter { row in
                row.modelPatterns.contains { ModelName.matches(name, $0) }
            }
            #expect(owners.count == 1, "\(name)")
        }
    }
}
