import Testing

@testable import LLMCore

/// Real streams, kept beside the package, and some of our own.
@Suite struct OpenAIResponsesRecordings {
    static let names = RecordedStream.names(of: "openai-responses")

    @Test(arguments: names) func theWholeAnswerIsRead(_ name: String) throws {
        let stream = try RecordedStream(name)
        try check(stream.replay(cutAt: [], with: OpenAIResponsesStream()), of: stream)
    }

    @Test(arguments: names) func byteByByteNothingChanges(_ name: String) throws {
        let stream = try RecordedStream(name)
        #expect(
            stream.replay(cutAt: Array(1..<stream.bytes.count), with: OpenAIResponsesStream())
                == stream.replay(cutAt: [], with: OpenAIResponsesStream()))
    }

    @Test(arguments: names) func noCutChangesAnything(_ name: String) throws {
        #expect(try RecordedStream(name).firstHarmfulCut(with: OpenAIResponsesStream()) == nil)
    }

    /// The last event holds the whole response: read alone, it gives the same as the stream.
    @Test(arguments: names) func theLastEventAloneGivesTheSame(_ name: String) throws {
        let stream = try RecordedStream(name)
        guard stream.expected["stream"]?.bool == true, stream.expected["error"] == nil else {
            return
        }
        var parser = ServerSentEventParser()
        let values = try parser.consume(stream.bytes).compactMap { try? JSONParser.parse($0.data) }
        let whole = try #require(values.last?["response"])
        var decoder = OpenAIResponsesStream()
        var events: [StreamEvent] = []
        try decoder.decode(whole: JSONWriter.bytes(of: whole), into: &events)

        let outcome = stream.replay(cutAt: [], with: OpenAIResponsesStream())
        #expect(events.compactMap(\.text).joined() == outcome.text + outcome.refusal)
        #expect(events.compactMap(\.toolCall) == outcome.toolCalls)
        #expect(events.last == outcome.finish.map(StreamEvent.finish))
        #expect(decoder.responseID == outcome.responseID)
    }

    private func check(_ outcome: RecordedStream.Outcome, of stream: RecordedStream) throws {
        let expected = stream.expected
        #expect(outcome.text == expected["text"]?.string)
        #expect(outcome.reasoning == expected["reasoning"]?.string ?? "")
        #expect(outcome.refusal == expected["refusal"]?.string ?? "")
        #expect(outcome.model == expected["model"]?.string)
        #expect(outcome.responseID == expected["id"]?.string)
        #expect(outcome.toolCalls == expected.toolCalls)

        let usage = expected["usage"]
        #expect(outcome.usage?.inputTokens == usage?["input_tokens"]?.int)
        #expect(outcome.usage?.outputTokens == usage?["output_tokens"]?.int)
        let input = usage?["input_tokens_details"]
        #expect(outcome.usage?.cachedInputTokens == input?["cached_tokens"]?.int)
        #expect(outcome.usage?.cacheWriteTokens == input?["cache_write_tokens"]?.int)
        let reasoning = usage?["output_tokens_details"]?["reasoning_tokens"]?.int
        #expect(outcome.usage?.reasoningTokens == reasoning)

        if let error = expected["error"], !error.isNull {
            #expect(outcome.error?.message == error["message"]?.string)
            #expect(outcome.finish == nil)
            return
        }
        #expect(outcome.error == nil)
        switch expected["status"]?.string {
        case "incomplete":
            let reason = expected["incomplete_details"]?["reason"]?.string
            #expect(outcome.finish == (reason == "content_filter" ? .contentFilter : .length))
        default:
            #expect(outcome.finish == (expected.toolCalls.isEmpty ? .stop : .toolCalls))
        }
    }
}

extension StreamEvent {
    var toolCall: ToolCall? {
        if case .toolCall(let call) = self { call } else { nil }
    }
}
