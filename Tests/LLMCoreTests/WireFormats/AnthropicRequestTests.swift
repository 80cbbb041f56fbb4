import Testing

@testable import LLMCore

@Suite struct AnthropicRequestTests {
    private let hello = [Message(role: .user, text: "Hi")]

    private func body(_ request: ChatRequest, _ traits: ModelTraits = ModelTraits()) throws
        -> JSONValue
    {
        let http = try Anthropic().httpRequest(
            for: request, to: BuiltInProviders.anthropic, traits: traits, key: nil)
        return try JSONParser.parse(http.body)
    }

    private func body(
        _ messages: [Message], _ options: GenerationOptions = GenerationOptions(),
        tools: [Tool] = [], choice: ToolChoice? = nil, traits: ModelTraits = ModelTraits()
    ) throws -> JSONValue {
        try body(
            ChatRequest(
                model: "m", messages: messages, tools: tools, toolChoice: choice, options: options),
            traits)
    }

    private func json(_ text: String) throws -> JSONValue { try JSONParser.parse(text) }

    // MARK: Address and headers

    @Test(arguments: [
        ("https://api.anthropic.com", "https://api.anthropic.com/v1/messages"),
        ("https://api.anthropic.com/v1", "https://api.anthropic.com/v1/messages"),
        ("https://api.anthropic.com/v1/", "https://api.anthropic.com/v1/messages"),
        (
            "https://gateway.example.org/anthropic",
            "https://gateway.example.org/anthropic/v1/messages"
        ),
        ("https://gateway.example.org/v1?team=a", "https://gateway.example.org/v1/messages?team=a"),
    ])
    func theBaseURLMayEndInTheVersion(_ base: String, _ url: String) throws {
        var provider = BuiltInProviders.anthropic
        provider.baseURL = base
        let http = try Anthropic().httpRequest(
            for: ChatRequest(model: "m", messages: hello), to: provider, traits: ModelTraits(),
            key: nil)
        #expect(http.url.description == url)
    }

    @Test func theKeyHasItsHeaderAndTheVersionItsOwn() throws {
        let http = try Anthropic().httpRequest(
            for: ChatRequest(model: "m", messages: hello), to: BuiltInProviders.anthropic,
            traits: ModelTraits(), key: try Secret("k-123456"))
        #expect(http.credential?.header == "x-api-key")
        #expect(http.credential?.prefix == "")
        #expect(http.headers["anthropic-version"] == "2023-06-01")
        #expect(http.headers["anthropic-beta"] == nil)
        #expect(http.headers["accept"] == "text/event-stream")
    }

    @Test func headersOfOnesOwnAreSent() throws {
        var provider = BuiltInProviders.anthropic
        provider.headers = ["anthropic-beta": "context-1m", "Anthropic-Version": "2030-01-01"]
        let http = try Anthropic().httpRequest(
            for: ChatRequest(model: "m", messages: hello), to: provider, traits: ModelTraits(),
            key: nil)
        #expect(http.headers["anthropic-beta"] == "context-1m")
        #expect(http.headers["anthropic-version"] == "2030-01-01")
    }

    // MARK: Options

    @Test func withoutOptionsOnlyTheNeedfulIsSent() throws {
        let http = try Anthropic().httpRequest(
            for: ChatRequest(model: "m", messages: hello), to: BuiltInProviders.anthropic,
            traits: ModelTraits(), key: nil)
        #expect(
            String(decoding: http.body, as: UTF8.self)
                == #"{"model":"m","max_tokens":8192,"messages":[{"role":"user","content":"#
                + #"[{"type":"text","text":"Hi"}]}],"stream":true}"#)
    }

    @Test func everyOptionHasItsField() throws {
        let options = GenerationOptions(
            temperature: 0.5, topP: 0.9, topK: 40, maxTokens: 100, stop: ["END"], seed: 1,
            frequencyPenalty: 1, presencePenalty: 1,
            responseFormat: .schema(["type": "object"], name: "x"))
        let built = try body(hello, options)
        #expect(
            built
                == (try json(
                    #"{"model":"m","max_tokens":100,"messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}],"output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}},"temperature":0.5,"top_p":0.9,"top_k":40,"stop_sequences":["END"],"stream":true}"#
                )))
    }

    @Test func aReplyMayComeInOnePiece() throws {
        var request = ChatRequest(model: "m", messages: hello)
        request.isStreamed = false
        #expect(try body(request)["stream"] == false)
    }

    @Test func extraMembersAreMergedLast() throws {
        var request = ChatRequest(model: "m", messages: hello)
        request.options.responseFormat = .schema([:], name: "x")
        request.extra = ["max_tokens": 7, "output_config": ["effort": "low"], "metadata": ["a": 1]]
        let built = try body(request)
        #expect(built["max_tokens"] == 7)
        #expect(built["output_config"]?["effort"] == "low")
        #expect(built["output_config"]?["format"] != nil)
        #expect(built["metadata"] == ["a": 1])
    }

    // MARK: The longest reply

    @Test func theModelsOwnLimitIsTheLongestReply() throws {
        #expect(
            try body(hello, traits: ModelTraits(maxOutputTokens: 64_000))["max_tokens"] == 64_000)
    }

    @Test func aReplyInOnePieceEndsBeforeTheNetworkDoes() throws {
        var request = ChatRequest(model: "m", messages: hello)
        request.isStreamed = false
        let traits = ModelTraits(maxOutputTokens: 128_000)
        #expect(try body(request, traits)["max_tokens"] == 21_333)
        request.options.maxTokens = 50_000
        #expect(try body(request, traits)["max_tokens"] == 50_000)
    }

    @Test func thinkingHasRoomWithinTheReply() throws {
        let options = GenerationOptions(thinkingBudget: 10_000)
        #expect(try body(hello, options)["max_tokens"] == 18_192)
        let traits = ModelTraits(maxOutputTokens: 12_000, thinking: .budget)
        #expect(try body(hello, options, traits: traits)["max_tokens"] == 12_000)
    }

    // MARK: Thinking

    private func thinking(
        _ options: GenerationOptions, _ traits: ModelTraits, model: String = "m"
    ) throws -> String {
        let request = ChatRequest(model: model, messages: hello, options: options)
        let built = try body(request, traits)
        let parts = [built["thinking"], built["output_config"]].map { part in
            part.map { String(decoding: JSONWriter.bytes(of: $0), as: UTF8.self) } ?? "-"
        }
        return parts.joined(separator: " ")
    }

    @Test(arguments: [
        (ReasoningEffort.minimal, 1024), (.low, 2048), (.medium, 8192), (.high, 16_384),
        (.xhigh, 24_576), (.max, 32_768),
    ])
    func aWordIsABudgetForOlderModels(_ effort: ReasoningEffort, _ budget: Int) throws {
        let traits = ModelTraits(maxOutputTokens: 64_000, thinking: .budget)
        #expect(
            try thinking(GenerationOptions(reasoningEffort: effort), traits)
                == #"{"type":"enabled","budget_tokens":\#(budget)} -"#)
    }

    @Test(arguments: [
        (ReasoningEffort.minimal, "low"), (.low, "low"), (.medium, "medium"), (.high, "high"),
        (.xhigh, "xhigh"), (.max, "max"),
    ])
    func aWordIsAnEffortForNewerModels(_ effort: ReasoningEffort, _ word: String) throws {
        #expect(
            try thinking(
                GenerationOptions(reasoningEffort: effort), ModelTraits(thinking: .effort))
                == #"{"type":"adaptive"} {"effort":"\#(word)"}"#)
    }

    @Test(arguments: [
        (500, "low"), (1024, "low"), (8191, "low"), (8192, "medium"), (20_000, "high"),
        (1_000_000, "max"),
    ])
    func aBudgetIsTheNextLowerEffortForNewerModels(_ budget: Int, _ word: String) throws {
        #expect(
            try thinking(GenerationOptions(thinkingBudget: budget), ModelTraits(thinking: .effort))
                == #"{"type":"adaptive"} {"effort":"\#(word)"}"#)
    }

    @Test func aBudgetOfOnesOwnIsSentAsItIs() throws {
        let options = GenerationOptions(maxTokens: 4000, thinkingBudget: 9000)
        #expect(
            try thinking(options, ModelTraits(thinking: .budget))
                == #"{"type":"enabled","budget_tokens":9000} -"#)
    }

    @Test(arguments: [(4000, 2000), (1500, 1024)])
    func aWordsBudgetGivesWayToTheLimit(_ limit: Int, _ budget: Int) throws {
        let options = GenerationOptions(maxTokens: limit, reasoningEffort: .high)
        #expect(
            try thinking(options, ModelTraits(thinking: .budget))
                == #"{"type":"enabled","budget_tokens":\#(budget)} -"#)
    }

    @Test func whereNoBudgetFitsThereIsNoThinking() throws {
        let options = GenerationOptions(maxTokens: 1024, reasoningEffort: .high)
        #expect(try thinking(options, ModelTraits(thinking: .budget)) == "- -")
    }

    @Test(arguments: [
        GenerationOptions(reasoningEffort: ReasoningEffort.off),
        GenerationOptions(thinkingBudget: 0),
    ])
    func thinkingIsSwitchedOffWhereItCanBe(_ options: GenerationOptions) throws {
        let off = #"{"type":"disabled"} -"#
        #expect(try thinking(options, ModelTraits(thinking: .budget)) == off)
        #expect(try thinking(options, ModelTraits(thinking: .effort)) == off)
        let always = ModelTraits(thinking: .effort, reasoningEfforts: [.low, .high])
        #expect(try thinking(options, always) == "- -")
        #expect(try thinking(options, ModelTraits(thinking: .none)) == "- -")
    }

    @Test(arguments: [
        ("claude-sonnet-4-20250514", false), ("claude-3-7-sonnet-20250219", false),
        ("claude-opus-4-1", false), ("claude-haiku-4-5-20251001", false),
        ("claude-opus-4-6", true), ("claude-opus-4-7-20260416", true), ("claude-sonnet-5", true),
        ("claude-opus-5-5", true), ("claude-next", true), ("kimi-k3", false),
    ])
    func anUnknownModelIsToldByItsName(_ model: String, _ takesEffort: Bool) throws {
        let built = try thinking(
            GenerationOptions(reasoningEffort: .low), ModelTraits(), model: model)
        #expect(built.contains("adaptive") == takesEffort)
        #expect(built.contains("budget_tokens") != takesEffort)
    }

    // MARK: Tools

    private let add = Tool(
        name: "add", description: "Adds", parameters: ["type": "object"], isStrict: true)

    @Test func aToolHasItsSchema() throws {
        let built = try body(hello, tools: [add])
        #expect(
            built["tools"]
                == [
                    [
                        "name": "add", "description": "Adds", "input_schema": ["type": "object"],
                        "strict": true,
                    ]
                ])
        #expect(built["tool_choice"] == nil)
    }

    @Test(arguments: [
        (ToolChoice?.none, Bool?.none, "null"), (.auto, nil, #"{"type":"auto"}"#),
        (.some(.none), nil, #"{"type":"none"}"#), (.required, nil, #"{"type":"any"}"#),
        (.tool("add"), nil, #"{"type":"tool","name":"add"}"#),
        (nil, false, #"{"type":"auto","disable_parallel_tool_use":true}"#),
        (.required, true, #"{"type":"any","disable_parallel_tool_use":false}"#),
        (.some(.none), false, #"{"type":"none"}"#),
    ])
    func aChoiceAndOneCallAtATimeAreOneField(
        _ choice: ToolChoice?, _ parallel: Bool?, _ text: String
    ) throws {
        let built = try body(
            hello, GenerationOptions(parallelToolCalls: parallel), tools: [add], choice: choice)
        #expect(try built["tool_choice"] ?? .null == json(text))
    }

    @Test func withoutToolsThereIsNoChoice() throws {
        let options = GenerationOptions(parallelToolCalls: false)
        #expect(try body(hello, options, choice: .auto)["tool_choice"] == nil)
    }
}
