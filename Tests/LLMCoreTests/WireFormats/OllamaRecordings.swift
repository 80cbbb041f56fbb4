import Testing

@testable import LLMCore

/// Real streams, kept beside the package, and some of our own.
@Suite struct OllamaRecordings {
    static let names = RecordedStream.names(of: "ollama")

    @Test(arguments: names) func theWholeAnswerIsRead(_ name: String) throws {
        let stream = try RecordedStream(name)
        let outcome = stream.replay(cutAt: [], with: OllamaStream())
        let expected = stream.expected
        #expect(outcome.text == expected["text"]?.string)
        #expect(outcome.reasoning == expected["reasoning"]?.string ?? "")
        #expect(outcome.model == expected["model"]?.string)
        #expect(outcome.toolCalls == expected.toolCalls)
        #expect(outcome.usage?.inputTokens == expected["usage"]?["prompt_eval_count"]?.int)
        #expect(outcome.usage?.outputTokens == expected["usage"]?["eval_count"]?.int)
        if let error = expected["error"], !error.isNull {
            #expect(outcome.error?.message == (error.string ?? error["message"]?.string))
            #expect(outcome.finish == nil)
        } else {
            #expect(outcome.error == nil)
            // The reason is `stop` with tool calls as well.
            let hasCalls = !expected.toolCalls.isEmpty
            #expect(
                outcome.finish?.rawValue
                    == (hasCalls ? "tool_calls" : expected["finish_reason"]?.string))
        }
    }

    @Test(arguments: names) func byteByByteNothingChanges(_ name: String) throws {
        let stream = try RecordedStream(name)
        #expect(
            stream.replay(cutAt: Array(1..<stream.bytes.count), with: OllamaStream())
                == stream.replay(cutAt: [], with: OllamaStream()))
    }

    @Test(arguments: names) func noCutChangesAnything(_ name: String) throws {
        #expect(try RecordedStream(name).firstHarmfulCut(with: OllamaStream()) == nil)
    }
}
