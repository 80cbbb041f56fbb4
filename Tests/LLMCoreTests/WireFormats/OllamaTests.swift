import Testing

@testable import LLMCore

@Suite struct OllamaTests {
    private func body(_ request: ChatRequest, _ traits: ModelTraits = ModelTraits()) throws
        -> JSONValue
    {
        try Ollama().body(of: request, to: BuiltInProviders.ollama, traits: traits)
    }

    // MARK: Requests

    @Test(arguments: [
        "http://localhost:11434/v1", "http://localhost:11434/v1/", "http://localhost:11434",
        "http://localhost:11434/",
    ])
    func theAddressIsItsOwn(_ base: String) throws {
        var provider = BuiltInProviders.ollama
        provider.baseURL = base
        let http = try Ollama().httpRequest(
            for: .asking(), to: provider, traits: ModelTraits(), key: nil)
        #expect(http.url.description == "http://localhost:11434/api/chat")
        #expect(http.headers["Accept"] == "application/x-ndjson")
    }

    @Test func sizesOfTheContextComeByExtra() throws {
        var request = ChatRequest.asking(
            GenerationOptions(temperature: 0.5, topK: 4, maxTokens: 9, repetitionPenalty: 1.5))
        request.extra = try JSONObject(
            parsing: #"{"options":{"num_ctx":8192},"keep_alive":"10m"}"#)
        let body = try body(request)
        #expect(
            body["options"] == [
                "temperature": 0.5, "top_k": 4, "num_predict": 9, "repeat_penalty": 1.5,
                "num_ctx": 8192,
            ])
        #expect(body["keep_alive"] == "10m")
    }

    @Test func withoutOptionsThereIsNoTableOfThem() throws {
        #expect(
            try body(.asking()).object?.members.map(\.key) == ["model", "messages", "stream"])
    }

    @Test func noStreamHasToBeSaid() throws {
        var request = ChatRequest.asking()
        request.isStreamed = false
        #expect(try body(request)["stream"] == false)
    }

    @Test(arguments: [
        ("qwen3", ReasoningEffort.high, JSONValue.bool(true)), ("qwen3", .off, .bool(false)),
        ("gpt-oss:20b", .low, "low"),
    ])
    func thinkingIsASwitchOrAWord(_ model: String, _ effort: ReasoningEffort, _ think: JSONValue)
        throws
    {
        #expect(
            try body(.asking(model, GenerationOptions(reasoningEffort: effort)))["think"] == think)
    }

    @Test func aBudgetIsASwitch() throws {
        #expect(try body(.asking(GenerationOptions(thinkingBudget: 0)))["think"] == false)
        #expect(try body(.asking(GenerationOptions(thinkingBudget: 9)))["think"] == true)
    }

    @Test func theFormatIsAWordOrTheSchema() throws {
        func format(_ format: ResponseFormat) throws -> JSONValue? {
            try body(.asking(GenerationOptions(responseFormat: format)))["format"]
        }
        #expect(try format(.json) == "json")
        #expect(try format(.schema(["type": "object"], name: "a")) == ["type": "object"])
        #expect(try format(.text) == nil)
    }

    @Test func callsHaveTheirArgumentsAsAnObject() throws {
        let history = [
            Message(
                role: .assistant,
                parts: [
                    .reasoning(Reasoning(text: "Hm")),
                    .toolCall(ToolCall(id: "a", name: "add", arguments: #"{"x":1}"#)),
                    .toolCall(ToolCall(id: "b", name: "cut", arguments: #"{"x":"#)),
                ]),
            Message(
                role: .tool,
                parts: [.toolResult(ToolResult(callID: "a", name: "add", content: "1"))]),
        ]
        #expect(
            try body(.asking(messages: history))["messages"]
                == JSONValue(
                    parsing: #"""
                        [{"role":"assistant","content":"","thinking":"Hm","tool_calls":[
                        {"type":"function","function":{"name":"add","arguments":{"x":1}}},
                        {"type":"function","function":{"name":"cut","arguments":{}}}]},
                        {"role":"tool","tool_name":"add","content":"1"}]
                        """#))
    }

    @Test func imagesAreBesideTheText() throws {
        let message = Message(
            role: .user,
            parts: [
                .text("Look"),
                .attachment(Attachment(mediaType: "image/png", content: .data([1, 2, 3]))),
            ])
        #expect(
            try body(.asking(messages: [message]))["messages"]?[0] == [
                "role": "user", "content": "Look", "images": ["AQID"],
            ])
    }

    @Test(arguments: [
        LLMCore.Attachment(mediaType: "image/*", content: .url("https://example.org/a.png")),
        LLMCore.Attachment(mediaType: "application/pdf", content: .data([1])),
        LLMCore.Attachment(mediaType: "audio/wav", content: .data([1])),
    ])
    func nothingButImagesIsTaken(_ attachment: LLMCore.Attachment) {
        let message = Message(role: .user, parts: [.attachment(attachment)])
        let error = #expect(throws: LLMError.self) { try body(.asking(messages: [message])) }
        #expect(error?.code == .unsupported)
    }

    @Test func aBegunReplyIsTheLastMessage() throws {
        let history = [Message(role: .user, text: "a"), Message(role: .assistant, text: "b")]
        #expect(try body(.asking(messages: history))["messages"]?.array?.count == 2)
    }

    // MARK: Answers

    private func reply(_ type: String, _ pieces: String...) -> (events: [StreamEvent], LLMError?) {
        let head = HTTPResponseHead(status: 200, headers: ["Content-Type": type])
        var reply = NetworkReply(
            ScriptedExchange(head: head, pieces: pieces.map { Array($0.utf8) }), head: head,
            from: try! HTTPURL("http://localhost:11434/api/chat"), decoder: OllamaStream())
        var events: [StreamEvent] = []
        do throws(LLMError) {
            while try reply.read(into: &events) {}
            return (events, nil)
        } catch {
            return (events, error)
        }
    }

    private let first = #"{"model":"m","message":{"content":"Hi"},"done":false}"#
    private let last = #"{"model":"m","message":{"content":""},"done":true,"eval_count":2}"#
    private let whole = [
        StreamEvent.text("Hi"), .usage(Usage(inputTokens: 0, outputTokens: 2)), .finish(.stop),
    ]

    @Test func textComesWithItsLine() {
        let (events, error) = reply("application/x-ndjson", first + "\n", "")
        #expect(events == [.text("Hi")])
        #expect(error == .cutOff)
    }

    @Test(arguments: ["application/x-ndjson", "application/json", "", "text/plain"])
    func linesAreReadUnderAnyName(_ type: String) {
        let (events, error) = reply(type, "\(first)\r\n\n", last)
        #expect(events == whole)
        #expect(error == nil)
    }

    @Test func anAnswerInOnePieceMayHaveManyLines() {
        let body =
            "{\n \"model\": \"m\",\n \"message\": {\"content\": \"Hi\"},\n \"done\": true,\n"
            + " \"eval_count\": 2\n}"
        let (events, error) = reply("application/json; charset=utf-8", body)
        #expect(events == whole)
        #expect(error == nil)
    }

    @Test func anErrorInsideIsOne() {
        let (events, error) = reply("application/x-ndjson", first + "\n", #"{"error":"it broke"}"#)
        #expect(events == [.text("Hi")])
        #expect(error?.message == "it broke")
        #expect(error?.code == .server)
    }

    @Test func jsonOfAnotherKindIsNoReply() {
        let (events, error) = reply("application/json", #"{"choices":[]}"#)
        #expect(events.isEmpty)
        #expect(error?.code == .protocol)
    }
}
