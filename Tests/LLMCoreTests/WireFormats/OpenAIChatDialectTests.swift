import Testing

@testable import LLMCore

/// What differs between providers of one format: one rule a quirk.
@Suite struct OpenAIChatDialectTests {
    private func body(
        _ provider: Provider, _ request: ChatRequest, _ traits: ModelTraits = ModelTraits()
    ) throws -> JSONValue {
        try OpenAIChat().body(of: request, to: provider, traits: traits)
    }

    private func messages(_ provider: Provider, _ messages: [Message]) throws -> JSONValue {
        try #require(try body(provider, .asking(messages: messages))["messages"])
    }

    // MARK: Parameters

    private let allOptions = GenerationOptions(
        topK: 40, maxTokens: 9, seed: 7, frequencyPenalty: 0.5, presencePenalty: -0.5,
        repetitionPenalty: 1.25)

    @Test(arguments: [
        (BuiltInProviders.openRouter, ["top_k", "max_tokens", "seed", "repetition_penalty"]),
        (BuiltInProviders.xAI, ["max_tokens", "seed"]),
        (BuiltInProviders.groq, ["max_completion_tokens", "seed"]),
        (BuiltInProviders.moonshot, ["max_completion_tokens", "seed"]),
        (BuiltInProviders.mistral, ["top_k", "max_tokens", "random_seed", "repetition_penalty"]),
        (BuiltInProviders.llamaCpp, ["top_k", "max_tokens", "seed", "repeat_penalty"]),
        (BuiltInProviders.deepSeek, ["max_tokens", "seed"]),
        (.compatible, ["top_k", "max_tokens", "seed", "repetition_penalty"]),
    ])
    func everyProviderHasItsNames(_ provider: Provider, _ names: [String]) throws {
        let body = try body(provider, .asking(allOptions))
        let own = [
            "top_k", "max_tokens", "max_completion_tokens", "seed", "random_seed",
            "repetition_penalty", "repeat_penalty",
        ].filter { body[$0] != nil }
        #expect(Set(own) == Set(names))
        #expect(body["frequency_penalty"]?.double == 0.5)
        #expect(body["presence_penalty"]?.double == -0.5)
    }

    @Test(arguments: [
        ("gpt-5.5", "max_completion_tokens"), ("openai/o4-mini", "max_completion_tokens"),
        ("gpt-4o", "max_tokens"), ("openai/gpt-oss-120b", "max_tokens"),
        ("gpt-5-chat-latest", "max_tokens"),
    ])
    func behindAGatewayTheModelDecidesTheLimitsName(_ model: String, _ name: String) throws {
        #expect(try body(.compatible, .asking(model, allOptions))[name]?.int == 9)
    }

    @Test func mistralIsNotAskedForUsage() throws {
        #expect(try body(BuiltInProviders.mistral, .asking())["stream_options"] == nil)
    }

    @Test func withoutStreamThereIsNothingAboutOne() throws {
        var request = ChatRequest.asking()
        request.isStreamed = false
        let http = try OpenAIChat().httpRequest(
            for: request, to: .compatible, traits: ModelTraits(), key: nil)
        let body = try JSONParser.parse(http.body)
        #expect(body["stream"] == nil)
        #expect(body["stream_options"] == nil)
        #expect(http.headers["Accept"] == "application/json")
    }

    @Test func extraMembersAreMergedLast() throws {
        var request = ChatRequest.asking(GenerationOptions(temperature: 0.5))
        request.extra = try JSONObject(
            parsing: #"{"temperature":1,"stream_options":{"x":true},"user":"u"}"#)
        let body = try body(.compatible, request)
        #expect(body["temperature"] == 1)
        #expect(body["stream_options"] == ["include_usage": true, "x": true])
        #expect(body["user"] == "u")
    }

    // MARK: Reasoning

    @Test(arguments: [
        (BuiltInProviders.groq, "m", ReasoningEffort.high, #"{"reasoning_effort":"high"}"#),
        (BuiltInProviders.openRouter, "m", .xhigh, #"{"reasoning":{"effort":"xhigh"}}"#),
        (BuiltInProviders.openRouter, "m", .off, #"{"reasoning":{"effort":"none"}}"#),
        (BuiltInProviders.deepSeek, "m", .off, #"{"thinking":{"type":"disabled"}}"#),
        (BuiltInProviders.deepSeek, "m", .minimal, #"{"reasoning_effort":"low"}"#),
        (BuiltInProviders.deepSeek, "m", .max, #"{"reasoning_effort":"max"}"#),
        (BuiltInProviders.mistral, "mistral-medium-latest", .high, #"{"reasoning_effort":"high"}"#),
        (
            BuiltInProviders.mistral, "magistral-small-latest", .high,
            #"{"prompt_mode":"reasoning"}"#
        ),
        (BuiltInProviders.mistral, "magistral-small-latest", .off, "{}"),
    ])
    func effortIsSaidInEachProvidersWords(
        _ provider: Provider, _ model: String, _ effort: ReasoningEffort, _ expected: String
    ) throws {
        let options = GenerationOptions(reasoningEffort: effort)
        #expect(try reasoning(provider, .asking(model, options)) == JSONValue(parsing: expected))
    }

    @Test(arguments: [
        (BuiltInProviders.openRouter, 2000, #"{"reasoning":{"max_tokens":2000}}"#),
        (BuiltInProviders.openRouter, 0, #"{"reasoning":{"effort":"none"}}"#),
        (BuiltInProviders.deepSeek, 0, #"{"thinking":{"type":"disabled"}}"#),
        (BuiltInProviders.deepSeek, 2000, #"{"thinking":{"type":"enabled"}}"#),
        (BuiltInProviders.groq, 2000, "{}"), (BuiltInProviders.groq, 0, "{}"),
    ])
    func aBudgetIsSaidWhereThereIsAWayTo(_ provider: Provider, _ budget: Int, _ expected: String)
        throws
    {
        let options = GenerationOptions(thinkingBudget: budget)
        #expect(try reasoning(provider, .asking(options)) == JSONValue(parsing: expected))
    }

    @Test func noBudgetIsNoEffortWhereTheModelKnowsThat() throws {
        let body = try body(
            .compatible, .asking(GenerationOptions(thinkingBudget: 0)),
            ModelTraits(reasoningEfforts: [.off, .low]))
        #expect(body["reasoning_effort"] == "none")
    }

    @Test func aModelWithoutEffortsIsSwitchedOn() throws {
        let body = try body(
            BuiltInProviders.moonshot, .asking(GenerationOptions(reasoningEffort: .high)),
            ModelTraits(thinking: .toggle))
        #expect(body["thinking"] == ["type": "enabled"])
        #expect(body["reasoning_effort"] == nil)
    }

    /// What the catalogue knows of these models reaches the body.
    @Test(arguments: [
        (BuiltInProviders.groq, "qwen/qwen3.8-27b", ReasoningEffort.medium, "default"),
        (BuiltInProviders.groq, "qwen/qwen3.8-27b", .off, "none"),
        (BuiltInProviders.groq, "openai/gpt-oss-120b", .medium, "medium"),
        (BuiltInProviders.moonshot, "kimi-k2.6", .medium, ""),
        (BuiltInProviders.moonshot, "kimi-k3", .medium, "low"),
        // A gateway may know the model by the word.
        (.compatible, "kimi-k2.6", .medium, "medium"),
    ])
    func aModelThatIsOnlySwitchedIsToldNoDegree(
        _ provider: Provider, _ model: String, _ effort: ReasoningEffort, _ word: String
    ) throws {
        let request = ChatRequest.asking(model, GenerationOptions(reasoningEffort: effort))
        let client = LLMClient(transport: ScriptedTransport())
        let http = try #require(try client.httpRequest(for: request, to: provider, key: nil))
        #expect(try JSONParser.parse(http.body)["reasoning_effort"]?.string ?? "" == word)
    }

    private func reasoning(_ provider: Provider, _ request: ChatRequest) throws -> JSONValue {
        let body = try body(provider, request)
        let names = ["reasoning", "reasoning_effort", "thinking", "prompt_mode"]
        return .object(JSONObject(names.compactMap { name in body[name].map { (name, $0) } }))
    }

    private let thought = Message(
        role: .assistant,
        parts: [
            .reasoning(
                Reasoning(
                    text: "Hmm.",
                    block: ProviderBlock(
                        wireFormat: .openAIChat, value: [["type": "reasoning.text"]]))),
            .toolCall(ToolCall(id: "call_abc", name: "add", arguments: "{}")),
        ])

    @Test func thoughtsGoBackOnlyWhereTheyAreWanted() throws {
        #expect(
            try messages(.compatible, [thought])[0]?.object?.members.map(\.key) == [
                "role", "content", "tool_calls",
            ])
        #expect(
            try messages(BuiltInProviders.deepSeek, [thought])[0]?["reasoning_content"] == "Hmm.")
        #expect(
            try messages(BuiltInProviders.openRouter, [thought])[0]?["reasoning_details"]
                == [["type": "reasoning.text"]])
    }

    @Test func thoughtsWithoutCallsAreNotRepeated() throws {
        let message = Message(role: .assistant, parts: [thought.parts[0], .text("4")])
        #expect(
            try messages(BuiltInProviders.moonshot, [message, Message(role: .user, text: "a")])[0]
                == ["role": "assistant", "content": "4"])
    }

    @Test func blocksOfAnotherFormatStayAtHome() throws {
        let block = ProviderBlock(wireFormat: .openAIResponses, value: [["type": "reasoning"]])
        let message = Message(
            role: .assistant, parts: [.reasoning(Reasoning(text: "", block: block)), .text("4")])
        #expect(
            try messages(BuiltInProviders.openRouter, [message, Message(role: .user, text: "a")])[0]
                == ["role": "assistant", "content": "4"])
    }

    // MARK: Tools

    private let call = Message(
        role: .assistant,
        parts: [.toolCall(ToolCall(id: "call_abc", name: "add", arguments: #"{"x":1}"#))])
    private let result = Message(
        role: .tool,
        parts: [
            .toolResult(ToolResult(callID: "call_abc", name: "add", content: "1")),
            .toolResult(ToolResult(callID: "call_def", name: "add", content: "2")),
        ])

    @Test func callsAndResultsHaveTheirShape() throws {
        #expect(
            try messages(.compatible, [call, result])
                == JSONValue(
                    parsing: #"""
                        [{"role":"assistant","content":null,"tool_calls":[{"id":"call_abc",
                        "type":"function","function":{"name":"add","arguments":"{\"x\":1}"}}]},
                        {"role":"tool","tool_call_id":"call_abc","content":"1"},
                        {"role":"tool","tool_call_id":"call_def","content":"2"}]
                        """#))
    }

    @Test func textBesideCallsIsKept() throws {
        let message = Message(role: .assistant, parts: [.text("Adding.")] + call.parts)
        #expect(try messages(.compatible, [message])[0]?["content"] == "Adding.")
    }

    @Test func mistralsIDsAreShortAndTheSameForCallAndResult() throws {
        let messages = try messages(BuiltInProviders.mistral, [call, result])
        let id = try #require(messages[0]?["tool_calls"]?[0]?["id"]?.string)
        #expect(id.count == 9)
        #expect(id.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
        #expect(messages[1]?["tool_call_id"]?.string == id)
        #expect(messages[2]?["tool_call_id"]?.string != id)
    }

    @Test func mistralsOwnIDsStay() throws {
        let own = Message(
            role: .assistant,
            parts: [.toolCall(ToolCall(id: "g6fVbXS8K", name: "add", arguments: "{}"))])
        let messages = try messages(BuiltInProviders.mistral, [own])
        #expect(messages[0]?["tool_calls"]?[0]?["id"] == "g6fVbXS8K")
    }

    @Test func toolsAndChoiceHaveTheirShape() throws {
        var request = ChatRequest.asking(GenerationOptions(parallelToolCalls: false))
        request.tools = [
            Tool(name: "now", description: "The time", parameters: ["type": "object"]),
            Tool(name: "add", description: "", parameters: ["type": "object"], isStrict: true),
        ]
        request.toolChoice = .tool("now")
        let body = try body(.compatible, request)
        #expect(
            body["tools"]
                == (try JSONValue(
                    parsing: #"""
                        [{"type":"function","function":{"name":"now","description":"The time",
                        "parameters":{"type":"object"}}},
                        {"type":"function","function":{"name":"add","description":"",
                        "parameters":{"type":"object"},"strict":true}}]
                        """#)))
        #expect(body["tool_choice"] == ["type": "function", "function": ["name": "now"]])
        #expect(body["parallel_tool_calls"] == false)
    }

    @Test(arguments: [
        (ToolChoice.auto, "auto"), (.none, "none"), (.required, "required"),
    ])
    func aChoiceIsAWordWhereThereAreTools(_ choice: ToolChoice, _ word: String) throws {
        var request = ChatRequest.asking(GenerationOptions(parallelToolCalls: false))
        request.toolChoice = choice
        #expect(try body(.compatible, request)["tool_choice"] == nil)
        #expect(try body(.compatible, request)["parallel_tool_calls"] == nil)
        request.tools = [Tool(name: "now", description: "", parameters: ["type": "object"])]
        #expect(try body(.compatible, request)["tool_choice"] == .string(word))
    }

    // MARK: Formats

    @Test func everyResponseFormatHasItsShape() throws {
        func format(_ format: ResponseFormat) throws -> JSONValue? {
            try body(.compatible, .asking(GenerationOptions(responseFormat: format)))[
                "response_format"]
        }
        #expect(try format(.text) == ["type": "text"])
        #expect(try format(.json) == ["type": "json_object"])
        #expect(
            try format(.schema(["type": "object"], name: "answer")) == [
                "type": "json_schema",
                "json_schema": ["name": "answer", "schema": ["type": "object"]],
            ])
    }

    // MARK: Messages

    @Test(arguments: [BuiltInProviders.groq, BuiltInProviders.mistral])
    func namesAreLeftOutWhereThereAreNone(_ provider: Provider) throws {
        let named = Message(role: .user, text: "a", name: "Ada")
        #expect(try messages(provider, [named])[0]?["name"] == nil)
    }

    @Test func turnsAreMergedForLlamaCpp() throws {
        let history = [
            Message(role: .system, text: "s"), Message(role: .user, text: "a", name: "Ada"),
            Message(role: .user, text: "b", name: "Bob"), Message(role: .assistant, text: "c"),
            Message(role: .user, text: "d"),
        ]
        #expect(
            try messages(BuiltInProviders.llamaCpp, history)
                == JSONValue(
                    parsing: #"""
                        [{"role":"system","content":"s"},{"role":"user","content":"a\n\nb"},
                        {"role":"assistant","content":"c"},{"role":"user","content":"d"}]
                        """#))
    }

    @Test func theFirstReasoningModelsAreToldByTheUser() throws {
        let history = [Message(role: .system, text: "s"), Message(role: .user, text: "a")]
        let old = try body(.compatible, .asking("o1-mini", messages: history))
        #expect(old["messages"]?[0]?["role"] == "user")
        let new = try body(.compatible, .asking("o4-mini", messages: history))
        #expect(new["messages"]?[0]?["role"] == "system")
    }

    @Test func contentMayAlwaysBeAnArray() throws {
        var provider = Provider.compatible
        provider.contentFormat = .array
        #expect(
            try messages(provider, [Message(role: .user, text: "a"), call, result])[0]?["content"]
                == [["type": "text", "text": "a"]])
    }

    // MARK: Going on

    private let begun = [
        Message(role: .user, text: "Count."), Message(role: .assistant, text: "1, 2, "),
    ]

    @Test(arguments: [
        (BuiltInProviders.groq, #"{"role":"assistant","content":"1, 2, "}"#),
        (BuiltInProviders.ollama, #"{"role":"assistant","content":"1, 2, "}"#),
        (BuiltInProviders.llamaCpp, #"{"role":"assistant","content":"1, 2, "}"#),
        (BuiltInProviders.mistral, #"{"role":"assistant","content":"1, 2, ","prefix":true}"#),
        (BuiltInProviders.moonshot, #"{"role":"assistant","content":"1, 2, ","partial":true}"#),
    ])
    func aBegunReplyIsTheLastMessage(_ provider: Provider, _ last: String) throws {
        let messages = try messages(provider, begun)
        #expect(messages.array?.count == 2)
        #expect(messages[1] == (try JSONValue(parsing: last)))
    }

    @Test(arguments: [
        BuiltInProviders.openAI, BuiltInProviders.xAI, BuiltInProviders.openRouter,
        BuiltInProviders.deepSeek, .compatible,
    ])
    func elsewhereTheUserAsksForTheRest(_ provider: Provider) throws {
        let messages = try messages(provider, begun)
        #expect(messages.array?.count == 3)
        #expect(messages[2]?["role"] == "user")
        #expect(messages[2]?["content"] == .string(Message.goOn.text))
    }

    @Test func deepSeekGoesOnAtItsBetaAddress() throws {
        var provider = BuiltInProviders.deepSeek
        provider.replaceBaseURL(with: "https://api.deepseek.com/beta")
        #expect(try messages(provider, begun)[1]?["prefix"] == true)
    }

    @Test func aModelThatTakesNoPrefillIsAskedInWords() throws {
        let body = try body(
            BuiltInProviders.groq, .asking(messages: begun), ModelTraits(takesPrefill: false))
        #expect(body["messages"]?.array?.count == 3)
    }

    @Test func aQuestionIsNotMarked() throws {
        let messages = try messages(BuiltInProviders.mistral, [begun[0]])
        #expect(messages[0] == ["role": "user", "content": "Count."])
    }

    // MARK: Attachments

    private func content(_ provider: Provider, _ parts: [Part]) throws -> JSONValue? {
        try messages(provider, [Message(role: .user, parts: parts)])[0]?["content"]
    }

    private let image = Part.attachment(
        Attachment(mediaType: "image/png", content: .data([1, 2, 3])))

    @Test func textAroundAnImageKeepsItsPlace() throws {
        #expect(
            try content(.compatible, [.text("a"), .text("b"), image, .text("c")])
                == JSONValue(
                    parsing: #"""
                        [{"type":"text","text":"ab"},
                        {"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"}},
                        {"type":"text","text":"c"}]
                        """#))
    }

    @Test func anImagesAddressIsPassedOn() throws {
        let image = Part.attachment(
            Attachment(mediaType: "image/*", content: .url("https://example.org/a.png")))
        #expect(
            try content(.compatible, [image])?[0]?["image_url"]?["url"]
                == "https://example.org/a.png")
        let error = #expect(throws: LLMError.self) {
            try content(BuiltInProviders.moonshot, [image])
        }
        #expect(error?.code == .unsupported)
        #expect(error?.message == "Moonshot takes images as files, not by their address")
    }

    @Test(arguments: [("audio/wav", "wav"), ("audio/x-wav", "wav"), ("audio/mpeg", "mp3")])
    func aRecordingNamesItsFormat(_ type: String, _ format: String) throws {
        let audio = Part.attachment(Attachment(mediaType: type, content: .data([1, 2, 3])))
        #expect(
            try content(.compatible, [audio])?[0] == [
                "type": "input_audio",
                "input_audio": ["data": "AQID", "format": .string(format)],
            ])
        #expect(
            try content(BuiltInProviders.mistral, [audio])?[0] == [
                "type": "input_audio", "input_audio": "AQID",
            ])
    }

    @Test func aDocumentIsAFile() throws {
        let pdf = Part.attachment(
            Attachment(mediaType: "application/pdf", content: .data([1, 2, 3]), name: "a.pdf"))
        #expect(
            try content(.compatible, [pdf])?[0] == [
                "type": "file",
                "file": ["filename": "a.pdf", "file_data": "data:application/pdf;base64,AQID"],
            ])
        #expect(
            try content(BuiltInProviders.mistral, [pdf])?[0] == [
                "type": "document_url", "document_url": "data:application/pdf;base64,AQID",
                "document_name": "a.pdf",
            ])
    }

    @Test(arguments: [
        (nil, "attachment.pdf"), ("scan", "scan.pdf"), ("A.PDF", "A.PDF"), ("a.dat", "a.dat.pdf"),
    ])
    func aDocumentsNameTellsItsKind(_ name: String?, _ sent: String) throws {
        let pdf = Part.attachment(
            Attachment(mediaType: "application/pdf", content: .data([1]), name: name))
        #expect(
            try content(.compatible, [pdf])?[0]?["file"]?["filename"]?.string == sent)
    }

    @Test func aDocumentsAddressIsPassedOnWhereItIsTaken() throws {
        let pdf = Part.attachment(
            Attachment(mediaType: "application/pdf", content: .url("https://example.org/a.pdf")))
        #expect(
            try content(BuiltInProviders.openRouter, [pdf])?[0]?["file"]?["file_data"]
                == "https://example.org/a.pdf")
        #expect(
            try content(BuiltInProviders.mistral, [pdf])?[0]?["document_url"]
                == "https://example.org/a.pdf")
        #expect(throws: LLMError.self) { try content(.compatible, [pdf]) }
    }

    @Test func whereOnlyStringsAreReadAnAttachmentIsRefused() {
        var provider = Provider.compatible
        provider.contentFormat = .string
        let error = #expect(throws: LLMError.self) { try content(provider, [image]) }
        #expect(error?.code == .unsupported)
    }

    // MARK: Headers

    @Test func azureTakesItsKeyInItsOwnHeader() throws {
        var provider = BuiltInProviders.azure
        provider.setBaseURL(fromVariable: "https://team.openai.azure.com")
        let http = try OpenAIChat().httpRequest(
            for: .asking(), to: provider, traits: ModelTraits(), key: try Secret("k-123456"))
        #expect(http.credential?.header == "api-key")
        #expect(http.credential?.prefix == "")
        #expect(
            http.url.description
                == "https://team.openai.azure.com/openai/v1/chat/completions")
    }
}
