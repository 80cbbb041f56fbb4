import Testing

@testable import LLMCore

/// Real streams, kept beside the package, and some of our own.
@Suite struct OpenAIChatRecordings {
    static let names = RecordedStream.names(of: "openai-chat")

    @Test(arguments: names) func theWholeAnswerIsRead(_ name: String) throws {
        let stream = try RecordedStream(name)
        try check(stream.replay(cutAt: [], with: OpenAIChatStream()), of: stream)
    }

    @Test(arguments: names) func byteByByteNothingChanges(_ name: String) throws {
        let stream = try RecordedStream(name)
        #expect(
            stream.replay(cutAt: Array(1..<stream.bytes.count), with: OpenAIChatStream())
                == stream.replay(cutAt: [], with: OpenAIChatStream()))
    }

    @Test(arguments: names) func noCutChangesAnything(_ name: String) throws {
        #expect(try RecordedStream(name).firstHarmfulCut(with: OpenAIChatStream()) == nil)
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
        #expect(outcome.usage?.inputTokens == usage?["prompt_tokens"]?.int)
        let reasoning = usage?["completion_tokens_details"]?["reasoning_tokens"]?.int
        #expect(outcome.usage?.reasoningTokens == reasoning)
        let details = usage?["prompt_tokens_details"]
        #expect(outcome.usage?.cacheWriteTokens == details?["cache_write_tokens"]?.int)
        if let cached = details?["cached_tokens"]?.int {
            #expect(outcome.usage?.cachedInputTokens == cached)
        }
        if let cost = usage?["cost"]?.double { #expect(outcome.usage?.cost == cost) }
        if let usage, usage.object != nil {
            let written = try #require(usage["total_tokens"]?.int) - usage["prompt_tokens"]!.int!
            #expect(outcome.usage?.outputTokens == written)
        }

        if let error = expected["error"] {
            #expect(outcome.error?.message == error["message"]?.string)
            #expect(outcome.finish == nil)
        } else if expected["composed"]?.bool == true, expected["finish_reason"]?.isNull == true {
            #expect(outcome.error == .cutOff)
        } else {
            #expect(outcome.error == nil)
            let hasCalls = expected["tool_calls"]?.array?.isEmpty == false
            let reason = expected["finish_reason"]?.string ?? (hasCalls ? "tool_calls" : "stop")
            #expect(outcome.finish?.rawValue == reason)
        }
        let encrypted = expected["reasoning_encrypted_parts"]?.int ?? 0
        if encrypted > 0 {
            let details = outcome.blocks.flatMap { $0.value.array ?? [] }
            #expect(details.count { $0["type"]?.string == "reasoning.encrypted" } == encrypted)
        }
    }
}

extension JSONValue {
    /// The calls that an expectation lists.
    var toolCalls: [ToolCall] {
        (self["tool_calls"]?.array ?? []).map { call in
            let object = JSONWriter.bytes(of: call["arguments_json"] ?? .null)
            return ToolCall(
                id: (call["call_id"] ?? call["id"])?.string ?? "", name: call["name"]?.string ?? "",
                arguments: call["arguments"]?.string ?? String(decoding: object, as: UTF8.self))
        }
    }
}
