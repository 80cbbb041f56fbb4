import Testing

@testable import LLMCore

@Suite struct OpenAIChatRequestTests {
    private let messages = [
        Message(role: .system, text: "Be brief."), Message(role: .user, text: "Say \"hi\"\n😀"),
    ]

    private func body(
        _ provider: Provider,
        model: String = "m",
        messages: [Message]? = nil,
        options: GenerationOptions = GenerationOptions()
    ) throws -> String {
        let request = ChatRequest(
            model: model, messages: messages ?? self.messages, options: options)
        let http = try OpenAIChat().httpRequest(
            for: request, to: provider, traits: ModelTraits(), key: nil)
        return String(decoding: http.body, as: UTF8.self)
    }

    private let plain =
        #""messages":[{"role":"system","content":"Be brief."},"#
        + #"{"role":"user","content":"Say \"hi\"\n😀"}],"#
        + #""stream":true,"stream_options":{"include_usage":true}"#

    private let everything = GenerationOptions(
        temperature: 0.2, topP: 0.95, maxTokens: 100, stop: ["\n\n", "END"], seed: 42)

    // MARK: Bodies, byte for byte

    @Test(arguments: [BuiltInProviders.xAI, .openRouterRow, .ollamaRow, .compatible])
    func withoutOptionsOnlyTheNeedfulIsSent(_ provider: Provider) throws {
        #expect(try body(provider) == #"{"model":"m",\#(plain)}"#)
    }

    @Test func openAIGetsTheSameBody() throws {
        #expect(
            try body(BuiltInProviders.openAI, model: "gpt-5.5") == #"{"model":"gpt-5.5",\#(plain)}"#
        )
    }

    @Test(arguments: [BuiltInProviders.xAI, .openRouterRow, .ollamaRow, .compatible])
    func everyOptionHasItsField(_ provider: Provider) throws {
        let options =
            #""temperature":0.2,"top_p":0.95,"max_tokens":100,"stop":["\n\n","END"],"seed":42"#
        #expect(try body(provider, options: everything) == #"{"model":"m",\#(plain),\#(options)}"#)
    }

    @Test func openAIWantsMaxCompletionTokens() throws {
        let options =
            #""temperature":0.2,"top_p":0.95,"max_completion_tokens":100,"#
            + #""stop":["\n\n","END"],"seed":42"#
        #expect(
            try body(BuiltInProviders.openAI, options: everything)
                == #"{"model":"m",\#(plain),\#(options)}"#)
    }

    @Test func streamOptionsAreLeftOutWhereTheyAreRefused() throws {
        var provider = Provider.compatible
        provider.quirks = [.noStreamOptions]
        #expect(try body(provider, messages: []) == #"{"model":"m","messages":[],"stream":true}"#)
    }

    @Test func onlyOptionsThatAreSetAreSent() throws {
        let text = try body(.compatible, messages: [], options: GenerationOptions(temperature: 0))
        #expect(text.hasSuffix(#","temperature":0.0}"#))
        #expect(!text.contains("top_p"))
    }

    @Test func aNameGoesWithItsMessage() throws {
        let text = try body(.compatible, messages: [Message(role: .user, text: "a", name: "Ada")])
        #expect(text.contains(#"[{"role":"user","name":"Ada","content":"a"}]"#))
    }

    @Test func messagesOfOneRoleStaySeparate() throws {
        let two = [Message(role: .user, text: "a"), Message(role: .user, text: "b")]
        let text = try body(.compatible, messages: two)
        #expect(text.contains(#"[{"role":"user","content":"a"},{"role":"user","content":"b"}]"#))
    }

    @Test func partsAreJoined() throws {
        let message = Message(role: .user, parts: [.text("a"), .text("\nb")])
        #expect(try body(.compatible, messages: [message]).contains(#""content":"a\nb""#))
    }

    // MARK: Address and header

    private func http(_ provider: Provider, key: String? = nil) throws -> HTTPRequest {
        try OpenAIChat().httpRequest(
            for: ChatRequest(model: "m", messages: []), to: provider, traits: ModelTraits(),
            key: key.map { try Secret($0) })
    }

    @Test(arguments: [
        (BuiltInProviders.openAI, "https://api.openai.com/v1/chat/completions"),
        (BuiltInProviders.xAI, "https://api.x.ai/v1/chat/completions"),
        (BuiltInProviders.openRouter, "https://openrouter.ai/api/v1/chat/completions"),
        (BuiltInProviders.ollama, "http://localhost:11434/v1/chat/completions"),
    ])
    func everyProviderHasItsAddress(_ provider: Provider, _ url: String) throws {
        #expect(try http(provider).url.description == url)
    }

    @Test func theKeyTravelsAsBearerToken() throws {
        let credential = try http(BuiltInProviders.xAI, key: "k-123456").credential
        #expect(credential?.header == "Authorization")
        #expect(credential?.prefix == "Bearer ")
        #expect(credential?.secret.value == "k-123456")
    }

    @Test func withoutKeyThereIsNoCredential() throws {
        #expect(try http(BuiltInProviders.ollama).credential == nil)
    }

    @Test func aProvidersOwnHeadersReplaceOurs() throws {
        var provider = Provider.compatible
        provider.headers = ["accept": "*/*", "X-Team": "docs"]
        let headers = try http(provider).headers
        #expect(headers["Accept"] == "*/*")
        #expect(headers["x-team"] == "docs")
        #expect(headers.fields.count == 3)
    }

    @Test func anUnusableBaseURLIsAnErrorOfTheConfiguration() {
        var provider = Provider.compatible
        provider.baseURL = "llm.example.org"
        let error = #expect(throws: LLMError.self) { try http(provider) }
        #expect(error?.code == .invalidConfig)
    }
}

extension Provider {
    static let openRouterRow = BuiltInProviders.openRouter
    static let ollamaRow = BuiltInProviders.ollama
    static let compatible = Provider(id: "own", baseURL: "https://llm.example.org/v1")
}
