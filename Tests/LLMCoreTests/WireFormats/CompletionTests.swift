import Testing

@testable import LLMCore

/// Legacy completions as the client streams them.
@Suite struct CompletionTests {
    private let key = try! Secret("sk-test-0123456789abcdef")

    private static let stream = """
        data: {"id":"cmpl-1","model":"davinci-x","choices":[{"text":"in the ","index":0}]}

        data: {"id":"cmpl-1","model":"davinci-x","choices":[{"text":"west","index":0}]}

        data: {"id":"cmpl-1","choices":[{"text":"","index":0,"finish_reason":"length"}]}

        data: {"choices":[],"usage":{"prompt_tokens":4,"completion_tokens":3,"total_tokens":7}}

        data: [DONE]


        """

    private func answer(_ body: String, _ type: String = "text/event-stream")
        -> ScriptedTransport.Answer
    {
        .response(200, body, headers: ["Content-Type": type])
    }

    private func events(
        _ transport: ScriptedTransport, _ request: CompletionRequest, at id: String = "openai",
        hasKey: Bool = true
    ) throws(LLMError) -> [StreamEvent] {
        let provider = BuiltInProviders.all.first { $0.id == id }!
        let client = LLMClient(transport: transport, chance: { 0 })
        let reply = client.completion(of: request, from: provider, key: hasKey ? key : nil)
        var events: [StreamEvent] = []
        while let event = try reply.next() { events.append(event) }
        return events
    }

    private let request = CompletionRequest(model: "davinci-x", prompt: "The sun sets ")

    private static let expected: [StreamEvent] = [
        .text("in the "), .text("west"), .usage(Usage(inputTokens: 4, outputTokens: 3)),
        .finish(.length),
    ]

    @Test func aTextIsGoneOnWith() throws {
        let transport = ScriptedTransport(answer(Self.stream))
        var request = request
        request.options.maxTokens = 3
        request.options.stop = ["."]
        #expect(try events(transport, request) == Self.expected)
        let sent = try #require(transport.requests.first)
        #expect(sent.url.description == "https://api.openai.com/v1/completions")
        let body = try JSONParser.parse(sent.body)
        #expect(body["model"] == "davinci-x")
        #expect(body["prompt"] == "The sun sets ")
        #expect(body["max_tokens"] == 3)
        #expect(body["stop"] == ["."])
        #expect(body["stream"] == true)
        #expect(body["messages"] == nil)
    }

    @Test func aWholeAnswerGivesTheSameText() throws {
        let whole =
            #"{"id":"cmpl-1","object":"text_completion","model":"davinci-x","choices":[{"text":"in the west","#
            + #""index":0,"finish_reason":"length"}],"usage":{"prompt_tokens":4,"completion_tokens":3}}"#
        var request = request
        request.isStreamed = false
        let transport = ScriptedTransport(answer(whole, "application/json"))
        #expect(
            try events(transport, request) == [.text("in the west")] + Self.expected.dropFirst(2))
    }

    @Test func aFailureBeforeTheFirstWordIsTriedAgain() throws {
        let transport = ScriptedTransport(.error(503), answer(Self.stream))
        let found = try events(transport, request)
        guard case .retry(let retry) = found.first else {
            Issue.record("no retry")
            return
        }
        #expect(retry.attempt == 2)
        #expect(Array(found.dropFirst()) == Self.expected)
    }

    @Test func anErrorHasTheProvidersWords() {
        let error = #expect(throws: LLMError.self) {
            try events(ScriptedTransport(.error(404)), request)
        }
        #expect(error?.message == "status 404")
        #expect(error?.code == .modelNotFound)
        #expect(error?.provider == "openai")
    }

    @Test func aProviderWithoutThemSaysWhoHas() {
        let error = #expect(throws: LLMError.self) {
            try events(ScriptedTransport(), request, at: "xai")
        }
        #expect(error?.code == .unsupported)
        #expect(error?.message == "xAI has no text completions")
    }

    @Test func aMissingKeyIsSaidBeforeSending() {
        let error = #expect(throws: LLMError.self) {
            try events(ScriptedTransport(), request, hasKey: false)
        }
        #expect(error?.code == .authentication)
    }

    @Test(.enabled(if: RecordedStream.directory != nil, "no recorded streams here"))
    func aRecordedStreamIsRead() throws {
        let recorded = try RecordedStream("openai-completions/text")
        let cuts = Array(1..<recorded.bytes.count)
        for cut in cuts.map({ [$0] }) + [[], cuts] {
            let outcome = recorded.replay(
                cutAt: cut, with: OpenAICompletions().makeStreamDecoder())
            #expect(outcome.text == recorded.expected["text"]?.string)
            #expect(outcome.model == recorded.expected["model"]?.string)
            #expect(outcome.responseID == recorded.expected["id"]?.string)
            #expect(outcome.finish == .stop)
            #expect(outcome.error == nil)
        }
    }
}
