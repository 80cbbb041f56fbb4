import Testing

@testable import LLMCore

@Suite struct OpenAICompletionsTests {
    static let names = RecordedStream.names(of: "openai-completions")

    // MARK: Answers

    @Test(arguments: names) func theWholeAnswerIsRead(_ name: String) throws {
        let stream = try RecordedStream(name)
        let outcome = stream.replay(cutAt: [], with: OpenAICompletions().makeStreamDecoder())
        #expect(outcome.text == stream.expected["text"]?.string)
        #expect(outcome.model == stream.expected["model"]?.string)
        #expect(outcome.responseID == stream.expected["id"]?.string)
        #expect(outcome.finish?.rawValue == stream.expected["finish_reason"]?.string)
        #expect(outcome.usage?.inputTokens == stream.expected["usage"]?["prompt_tokens"]?.int)
        #expect(outcome.error == nil)
    }

    @Test(arguments: names) func noCutChangesAnything(_ name: String) throws {
        let decoder = OpenAICompletions().makeStreamDecoder()
        #expect(try RecordedStream(name).firstHarmfulCut(with: decoder) == nil)
    }

    @Test func anAnswerInOnePieceIsRead() throws {
        var decoder = OpenAIChatStream()
        var events: [StreamEvent] = []
        let body =
            #"{"id":"c","object":"text_completion","model":"m","choices":[{"text":"Hi","#
            + #""index":0,"finish_reason":"length"}],"usage":{"prompt_tokens":1,"#
            + #""completion_tokens":2,"total_tokens":3}}"#
        try decoder.decode(whole: Array(body.utf8), into: &events)
        #expect(
            events == [
                .text("Hi"), .usage(Usage(inputTokens: 1, outputTokens: 2)), .finish(.length),
            ])
    }

    // MARK: Requests

    private func body(_ request: CompletionRequest, _ provider: Provider) throws -> String {
        let http = try OpenAICompletions().httpRequest(for: request, to: provider, key: nil)
        return String(decoding: http.body, as: UTF8.self)
    }

    @Test func everyOptionHasItsField() throws {
        let request = CompletionRequest(
            model: "davinci-002", prompt: "Once", suffix: "end.",
            options: GenerationOptions(
                temperature: 0.5, maxTokens: 9, stop: ["\n"], seed: 1, frequencyPenalty: 0.25),
            isStreamed: false, extra: JSONObject([("echo", true)]))
        #expect(
            try body(request, BuiltInProviders.openAI)
                == #"{"model":"davinci-002","prompt":"Once","suffix":"end.","temperature":0.5,"#
                + #""max_tokens":9,"stop":["\n"],"seed":1,"frequency_penalty":0.25,"echo":true}"#)
    }

    @Test func aStreamAsksForItsUsage() throws {
        let request = CompletionRequest(model: "m", prompt: "Once")
        #expect(
            try body(request, .compatible)
                == #"{"model":"m","prompt":"Once","stream":true,"#
                + #""stream_options":{"include_usage":true}}"#)
    }

    @Test func theAddressIsItsOwn() throws {
        let request = CompletionRequest(model: "m", prompt: "Once")
        let http = try OpenAICompletions().httpRequest(for: request, to: .compatible, key: nil)
        #expect(http.url.description == "https://llm.example.org/v1/completions")
    }
}
