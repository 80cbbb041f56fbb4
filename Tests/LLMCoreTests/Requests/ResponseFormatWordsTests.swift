import Testing

@testable import LLMCore

/// What a provider has no field for is asked for in words, and never dropped.
@Suite struct ResponseFormatWordsTests {
    private static let open: JSONValue = ["type": "object"]
    private static let closed: JSONValue = ["type": "object", "additionalProperties": false]

    private func told(
        _ format: ResponseFormat, _ provider: Provider, _ model: String,
        messages: [Message] = [.user("Hi")], tools: [Tool] = []
    ) -> (field: ResponseFormat?, messages: [Message]) {
        let request = ChatRequest(
            model: model, messages: messages, tools: tools,
            options: GenerationOptions(responseFormat: format))
        let told = request.tellingFormat(
            to: provider, ModelCatalogue.info(model, of: provider.id))
        return (told.options.responseFormat, told.messages)
    }

    @Test func aSchemaGoesIntoItsFieldAlone() {
        let format = ResponseFormat.schema(Self.open, name: "answer")
        for provider in [BuiltInProviders.openAI, .gemini, .ollama, .llamaCpp, .mistral] {
            let (field, messages) = told(format, provider, "some-model")
            #expect(field == format)
            #expect(messages == [.user("Hi")])
        }
    }

    @Test func aSchemaIsToldInWordsWhereThereIsNoFieldForIt() {
        let format = ResponseFormat.schema(Self.closed, name: "answer")
        let (field, messages) = told(format, .deepSeek, "deepseek-v4-pro")
        #expect(field == .json)
        #expect(messages.map(\.role) == [.system, .user])
        #expect(messages[0].text.contains("JSON Schema"))
        #expect(messages[0].text.hasSuffix(#"{"type":"object","additionalProperties":false}"#))
    }

    @Test func claudeIsGivenASchemaThatItIsHeldTo() {
        let closed = ResponseFormat.schema(Self.closed, name: "answer")
        #expect(told(closed, .anthropic, "claude-sonnet-5-5").field == closed)
        let open = ResponseFormat.schema(Self.open, name: "answer")
        let (field, messages) = told(open, .anthropic, "claude-sonnet-5-5")
        #expect(field == nil)
        #expect(messages[0].text.hasSuffix(#"{"type":"object"}"#))
    }

    @Test func jsonIsAlwaysSpokenOf() {
        for (provider, field) in [
            (BuiltInProviders.openAI, ResponseFormat.json), (.deepSeek, .json), (.anthropic, nil),
        ] as [(Provider, ResponseFormat?)] {
            let (told, messages) = told(.json, provider, "m")
            #expect(told == field)
            #expect(messages[0].text.contains("JSON object"))
        }
    }

    @Test func whereToolsAndAFormatExcludeEachOtherTheFormatIsToldInWords() {
        let format = ResponseFormat.schema(Self.closed, name: "answer")
        let tool = Tool(name: "weather", description: "", parameters: Self.open)
        for provider in [BuiltInProviders.gemini, .ollama, .groq] {
            for format in [format, .json] {
                let (field, messages) = told(format, provider, "some-model", tools: [tool])
                #expect(field == nil)
                #expect(messages[0].text == format.instruction)
            }
            #expect(told(.text, provider, "some-model", tools: [tool]).messages.count == 1)
        }
        for provider in [BuiltInProviders.openAI, .anthropic, .mistral, .llamaCpp] {
            #expect(told(format, provider, "some-model", tools: [tool]).field == format)
        }
    }

    @Test func textIsNotSpokenOf() {
        #expect(told(.text, .openAI, "m").messages == [.user("Hi")])
    }

    @Test func theWordsJoinTheFirstSystemMessage() {
        let history = [Message.system("Be brief."), .system("Be kind."), .user("Hi")]
        let (_, messages) = told(.json, .openAI, "m", messages: history)
        #expect(messages.count == 3)
        #expect(messages[0].text.hasPrefix("Be brief.\n\nAnswer with one JSON object"))
        #expect(Array(messages.dropFirst()) == Array(history.dropFirst()))
    }

    @Test func theClientTellsIt() throws {
        let request = ChatRequest(
            model: "claude-sonnet-5-5", messages: [.user("Hi")],
            options: GenerationOptions(responseFormat: .json))
        let client = LLMClient(transport: UnusedTransport())
        let http = try client.httpRequest(
            for: request, to: .anthropic, key: try Secret("k-123456"))
        let body = try JSONParser.parse(try #require(http).body)
        #expect(body["system"]?[0]?["text"]?.string?.contains("JSON object") == true)
        #expect(body["output_config"] == nil)
    }
}

extension Provider {
    fileprivate static let openAI = BuiltInProviders.openAI
    fileprivate static let anthropic = BuiltInProviders.anthropic
    fileprivate static let gemini = BuiltInProviders.gemini
    fileprivate static let groq = BuiltInProviders.groq
    fileprivate static let deepSeek = BuiltInProviders.deepSeek
    fileprivate static let mistral = BuiltInProviders.mistral
    fileprivate static let ollama = BuiltInProviders.ollama
    fileprivate static let llamaCpp = BuiltInProviders.llamaCpp
}
