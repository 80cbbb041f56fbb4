import Testing

@testable import LLMCore

@Suite struct AnthropicRecordings {
    static let names = RecordedStream.names(of: "anthropic")

    @Test func thereAreRecordings() {
        #expect(!Self.names.isEmpty)
    }

    @Test(arguments: names) func byteByByteNothingChanges(_ name: String) throws {
        let stream = try RecordedStream(name)
        #expect(
            stream.replay(cutAt: Array(1..<stream.bytes.count), with: AnthropicStream())
                == stream.replay(cutAt: [], with: AnthropicStream()))
    }

    @Test(arguments: names) func noCutChangesAnything(_ name: String) throws {
        #expect(try RecordedStream(name).firstHarmfulCut(with: AnthropicStream()) == nil)
    }

    @Test(arguments: names) func theReplyIsAsExpected(_ name: String) throws {
        let stream = try RecordedStream(name)
        let outcome = stream.replay(cutAt: [], with: AnthropicStream())
        let expected = stream.expected
        #expect(outcome.model == expected["model"]?.string)
        #expect(outcome.responseID == expected["id"]?.string)
        #expect(outcome.text == expected["text"]?.string)
        #expect(outcome.refusal == expected["refusal"]?.string ?? "")
        #expect(outcome.reasoning == expected["reasoning"]?.string ?? "")
        checkBlocks(outcome, expected)
        checkCalls(outcome, expected)
        checkUsage(outcome, expected)
        checkEnd(outcome, expected)
    }

    private func checkBlocks(_ outcome: RecordedStream.Outcome, _ expected: JSONValue) {
        let values = outcome.blocks.map(\.value)
        #expect(outcome.blocks.allSatisfy { $0.wireFormat == .anthropic })
        let thinking = values.filter { $0["type"] == "thinking" }
        #expect(thinking.compactMap { $0["signature"] } == expected["signatures"]?.array ?? [])
        #expect(thinking.compactMap { $0["thinking"]?.string }.joined() == outcome.reasoning)
        let redacted = values.filter { $0["type"] == "redacted_thinking" }
        #expect(redacted.count == expected["redacted_thinking_blocks"]?.int ?? 0)
        #expect(redacted.allSatisfy { $0["data"]?.string?.isEmpty == false })
        #expect(thinking.count + redacted.count == values.count)
    }

    private func checkCalls(_ outcome: RecordedStream.Outcome, _ expected: JSONValue) {
        let calls = (expected["tool_calls"]?.array ?? []).map { call in
            ToolCall(
                id: call["id"]?.string ?? "", name: call["name"]?.string ?? "",
                arguments: call["arguments"]?.string ?? "{}")
        }
        #expect(outcome.toolCalls == calls)
    }

    /// All counts of input added up, as the field leaves the cache's out.
    private func checkUsage(_ outcome: RecordedStream.Outcome, _ expected: JSONValue) {
        guard let counts = expected["usage"], counts.object != nil else {
            #expect(outcome.usage == nil)
            return
        }
        let read = counts["cache_read_input_tokens"]?.int
        let written = counts["cache_creation_input_tokens"]?.int
        #expect(
            outcome.usage
                == Usage(
                    inputTokens: (counts["input_tokens"]?.int ?? 0) + (read ?? 0) + (written ?? 0),
                    outputTokens: counts["output_tokens"]?.int ?? 0,
                    cachedInputTokens: read,
                    cacheWriteTokens: written,
                    reasoningTokens: counts["output_tokens_details"]?["thinking_tokens"]?.int
                ))
    }

    private func checkEnd(_ outcome: RecordedStream.Outcome, _ expected: JSONValue) {
        if let error = expected["error"], error.object != nil {
            #expect(outcome.error?.message == error["message"]?.string)
            if error["type"] == "overloaded_error" { #expect(outcome.error?.code == .overloaded) }
            #expect(outcome.finish == nil)
            return
        }
        let reasons: [String: FinishReason] = [
            "end_turn": .stop, "stop_sequence": .stop, "pause_turn": .stop, "max_tokens": .length,
            "model_context_window_exceeded": .length, "refusal": .contentFilter,
            "tool_use": .toolCalls,
        ]
        guard let reason = expected["finish_reason"]?.string else {
            #expect(outcome.error?.code == .network)
            #expect(outcome.finish == nil)
            return
        }
        #expect(outcome.error == nil)
        #expect(outcome.finish == reasons[reason])
    }
}
