import Testing

@testable import LLMCore

@Suite struct GeminiRequestTests {
    private let hello = [Message(role: .user, text: "Hi")]

    private func http(
        _ request: ChatRequest, traits: ModelTraits = ModelTraits(), base: String? = nil
    )
        throws -> HTTPRequest
    {
        var provider = BuiltInProviders.gemini
        if let base { provider.baseURL = base }
        return try Gemini().httpRequest(
            for: request, to: provider, traits: traits, key: try Secret("k-123456"))
    }

    private func body(
        _ messages: [Message], _ options: GenerationOptions = GenerationOptions(),
        model: String = "gemini-3-flash", tools: [Tool] = [], choice: ToolChoice? = nil,
        extra: JSONObject = [:], traits: ModelTraits = ModelTraits()
    ) throws -> JSONValue {
        let request = ChatRequest(
            model: model, messages: messages, tools: tools, toolChoice: choice, options: options,
            extra: extra)
        return try JSONParser.parse(try http(request, traits: traits).body)
    }

    // MARK: Address and headers

    @Test(arguments: [
        ("gemini-2.5-pro", "models/gemini-2.5-pro"),
        ("models/gemini-3-flash", "models/gemini-3-flash"),
        ("a/b:c@d+e", "models/a%2Fb%3Ac%40d%2Be"),
    ])
    func theModelIsPartOfTheAddress(_ model: String, _ path: String) throws {
        let base = "https://generativelanguage.googleapis.com/v1beta/"
        var request = ChatRequest(model: model, messages: hello)
        #expect(try http(request).url.description == base + path + ":streamGenerateContent?alt=sse")
        request.isStreamed = false
        #expect(try http(request).url.description == base + path + ":generateContent")
    }

    @Test(arguments: [
        ("https://example.org", "https://example.org/v1beta/models/"),
        ("https://example.org/gemini/", "https://example.org/gemini/v1beta/models/"),
        ("https://example.org/v1alpha", "https://example.org/v1alpha/models/"),
        (
            "https://example.org/v1/publishers/google",
            "https://example.org/v1/publishers/google/models/"
        ),
        ("https://v1.example.org", "https://v1.example.org/v1beta/models/"),
    ])
    func aVersionIsAddedWhereTheBaseURLHasNone(_ base: String, _ start: String) throws {
        let url = try http(ChatRequest(model: "m", messages: hello), base: base).url.description
        #expect(url == start + "m:streamGenerateContent?alt=sse")
    }

    @Test func aQueryOfTheBaseURLStays() throws {
        let url = try http(ChatRequest(model: "m", messages: hello), base: "https://a.b/v1?team=x")
            .url
        #expect(url.description == "https://a.b/v1/models/m:streamGenerateContent?alt=sse&team=x")
    }

    @Test func theKeyHasItsHeader() throws {
        let http = try http(ChatRequest(model: "m", messages: hello))
        #expect(http.credential?.header == "x-goog-api-key")
        #expect(http.credential?.prefix == "")
        #expect(http.headers["accept"] == "text/event-stream")
    }

    // MARK: Options

    @Test func withoutOptionsOnlyTheNeedfulIsSent() throws {
        let request = ChatRequest(model: "m", messages: hello)
        #expect(
            String(decoding: try http(request).body, as: UTF8.self)
                == #"{"contents":[{"role":"user","parts":[{"text":"Hi"}]}]}"#)
    }

    @Test func everyOptionHasItsField() throws {
        let options = GenerationOptions(
            temperature: 0.5, topP: 0.9, topK: 40, maxTokens: 100, stop: ["END"], seed: 7,
            frequencyPenalty: 0.25, presencePenalty: -0.5, repetitionPenalty: 1.5,
            responseFormat: .schema(["type": "object"], name: "x"), parallelToolCalls: false)
        #expect(
            try body(hello, options)["generationConfig"]
                == [
                    "temperature": 0.5, "topP": 0.9, "topK": 40, "maxOutputTokens": 100,
                    "stopSequences": ["END"], "seed": 7, "presencePenalty": -0.5,
                    "frequencyPenalty": 0.25, "responseMimeType": "application/json",
                    "responseJsonSchema": ["type": "object"],
                ])
    }

    @Test(arguments: [(ResponseFormat.json, "application/json"), (.text, "text/plain")])
    func theFormatIsAMediaType(_ format: ResponseFormat, _ type: String) throws {
        #expect(
            try body(hello, GenerationOptions(responseFormat: format))["generationConfig"]
                == ["responseMimeType": .string(type)])
    }

    @Test func extraMembersAreMergedDeep() throws {
        let built = try body(
            hello, GenerationOptions(seed: 1),
            extra: ["generationConfig": ["candidateCount": 1], "safetySettings": []])
        #expect(built["generationConfig"] == ["seed": 1, "candidateCount": 1])
        #expect(built["safetySettings"] == [])
    }

    // MARK: Thinking

    private func thinking(
        _ options: GenerationOptions, _ traits: ModelTraits, model: String = "m"
    ) throws -> JSONValue? {
        try body(hello, options, model: model, traits: traits)["generationConfig"]?[
            "thinkingConfig"]
    }

    @Test(arguments: [
        (ReasoningEffort.minimal, 1024), (.low, 2048), (.medium, 8192), (.high, 16_384),
        (.xhigh, 24_576), (.max, 24_576),
    ])
    func aWordIsABudgetForOlderModels(_ effort: ReasoningEffort, _ budget: Int) throws {
        #expect(
            try thinking(GenerationOptions(reasoningEffort: effort), ModelTraits(thinking: .budget))
                == ["includeThoughts": true, "thinkingBudget": JSONValue(budget)])
    }

    @Test(arguments: [
        (ReasoningEffort.off, "minimal"), (.minimal, "minimal"), (.low, "low"),
        (.medium, "medium"), (.high, "high"), (.xhigh, "high"), (.max, "high"),
    ])
    func aWordIsALevelForNewerModels(_ effort: ReasoningEffort, _ level: String) throws {
        #expect(
            try thinking(GenerationOptions(reasoningEffort: effort), ModelTraits(thinking: .effort))
                == ["includeThoughts": true, "thinkingLevel": .string(level)])
    }

    @Test func levelsThatTheModelLacksOrHasAreKnown() throws {
        let none = GenerationOptions(reasoningEffort: ReasoningEffort.off)
        let most = GenerationOptions(reasoningEffort: .max)
        let few = ModelTraits(thinking: .effort, reasoningEfforts: [.low, .high])
        let many = ModelTraits(thinking: .effort, reasoningEfforts: [.minimal, .high, .xhigh])
        #expect(try thinking(none, few)?["thinkingLevel"] == "low")
        #expect(try thinking(most, few)?["thinkingLevel"] == "high")
        #expect(try thinking(most, many)?["thinkingLevel"] == "xhigh")
    }

    @Test func aBudgetIsTranslatedForNewerModels() throws {
        let options = GenerationOptions(thinkingBudget: 9000)
        #expect(
            try thinking(options, ModelTraits(thinking: .effort))
                == ["includeThoughts": true, "thinkingLevel": "medium"])
        #expect(
            try thinking(options, ModelTraits(thinking: .budget))
                == ["includeThoughts": true, "thinkingBudget": 9000])
    }

    @Test(arguments: [("gemini-2.5-pro", 128), ("gemini-2.5-flash", 0)])
    func whatAlwaysThinksThinksTheLeast(_ model: String, _ budget: Int) throws {
        let traits = ModelCatalogue.info(model, of: "gemini").traits
        for options in [
            GenerationOptions(reasoningEffort: ReasoningEffort.off),
            GenerationOptions(thinkingBudget: 0),
        ] {
            #expect(try thinking(options, traits)?["thinkingBudget"]?.int == budget)
        }
    }

    @Test func whereNothingIsThoughtNoThoughtsAreAskedFor() throws {
        #expect(
            try thinking(GenerationOptions(thinkingBudget: 0), ModelTraits(thinking: .budget))
                == ["thinkingBudget": 0])
        #expect(
            try thinking(GenerationOptions(reasoningEffort: .high), ModelTraits(thinking: .none))
                == nil)
        #expect(try thinking(GenerationOptions(), ModelTraits(thinking: .effort)) == nil)
    }

    @Test(arguments: [
        ("gemini-2.5-pro", "thinkingBudget"), ("models/gemini-2.5-flash", "thinkingBudget"),
        ("gemini-3-pro", "thinkingLevel"), ("gemini-flash-latest", "thinkingLevel"),
        ("gemini-4-argon", "thinkingLevel"), ("gemini-2.0-flash", nil), ("gemini-1.5-pro", nil),
        ("gemma-3-27b-it", nil),
    ])
    func anUnknownModelIsToldByItsName(_ model: String, _ field: String?) throws {
        let config = try thinking(
            GenerationOptions(reasoningEffort: .low), ModelTraits(), model: model)
        #expect(config?.object?.members.last?.key == field)
    }

    // MARK: Tools

    @Test func toolsAreDeclaredWithTheirSchema() throws {
        let tool = Tool(
            name: "add", description: "", parameters: ["type": "object"], isStrict: true)
        let built = try body(hello, tools: [tool])
        #expect(
            built["tools"]
                == [
                    [
                        "functionDeclarations": [
                            [
                                "name": "add", "description": "",
                                "parametersJsonSchema": ["type": "object"],
                            ]
                        ]
                    ]
                ])
        #expect(built["toolConfig"] == nil)
    }

    @Test(arguments: [
        (ToolChoice.auto, #"{"mode":"AUTO"}"#), (.none, #"{"mode":"NONE"}"#),
        (.required, #"{"mode":"ANY"}"#),
        (.tool("add"), #"{"mode":"ANY","allowedFunctionNames":["add"]}"#),
    ])
    func aChoiceIsAMode(_ choice: ToolChoice, _ text: String) throws {
        #expect(try body(hello, choice: choice)["toolConfig"] == nil)
        let tool = Tool(name: "add", description: "", parameters: ["type": "object"])
        let config = try body(hello, tools: [tool], choice: choice)["toolConfig"]?[
            "functionCallingConfig"]
        #expect(try config == JSONParser.parse(text))
    }
}
