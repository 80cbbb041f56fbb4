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

    @Test func everyBuiltInBaseURLIsUsable() throws {
        for provider in BuiltInProviders.all where provider.wireFormat != .echo {
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
        for name in ["gpt-4o", "o3", "grok-4", "echo", "chatgpt-x"] {
            let owners = BuiltInProviders.all.filter { row in
                row.modelPatterns.contains { ModelName.matches(name, $0) }
            }
            #expect(owners.count == 1, "\(name)")
        }
    }
}
