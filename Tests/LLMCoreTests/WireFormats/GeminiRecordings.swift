import Testing

@testable import LLMCore

@Suite struct GeminiRecordings {
    static let names = RecordedStream.names(of: "gemini")

    @Test func thereAreRecordings() {
        #expect(!Self.names.isEmpty)
    }

    @Test(arguments: names) func byteByByteNothingChanges(_ name: String) throws {
        let stream = try RecordedStream(name)
        #expect(
            stream.replay(cutAt: Array(1..<stream.bytes.count), with: GeminiStream())
                == stream.replay(cutAt: [], with: GeminiStream()))
    }

    @Test(arguments: names) func noCutChangesAnything(_ name: String) throws {
        #expect(try RecordedStream(name).firstHarmfulCut(with: GeminiStream()) == nil)
    }

    @Test(arguments: names) func theReplyIsAsExpected(_ name: String) throws {
        let stream = try RecordedStream(name)
        let outcome = stream.replay(cutAt: [], with: GeminiStream())
        let expected = stream.expected
        #expect(outcome.model == expected["model"]?.string)
        #expect(outcome.responseID?.isEmpty == false)
        #expect(outcome.text == expected["text"]?.string)
        #expect(outcome.refusal == "")
        #expect(outcome.reasoning == expected["reasoning"]?.string ?? "")
        checkCalls(outcome, expected)
        checkSignatures(outcome, expected)
        checkUsage(outcome, expected)
        checkEnd(outcome, expected)
    }

    private func checkCalls(_ outcome: RecordedStream.Outcome, _ expected: JSONValue) {
        let calls = expected["tool_calls"]?.array ?? []
        #expect(outcome.toolCalls.map(\.name) == calls.compactMap { $0["name"]?.string })
        #expect(Set(outcome.toolCalls.map(\.id)).count == calls.count)
        for (call, expected) in zip(outcome.toolCalls, calls) {
            if let id = expected["id"]?.string { #expect(call.id == id) }
            #expect((try? JSONParser.parse(call.arguments)) == expected["arguments_json"] ?? [:])
            let hasSignature = expected["has_thought_signature"]?.bool ?? false
            #expect((call.signature != nil) == hasSignature)
        }
    }

    private func checkSignatures(_ outcome: RecordedStream.Outcome, _ expected: JSONValue) {
        #expect(outcome.blocks.allSatisfy { $0.wireFormat == .gemini })
        let signatures =
            outcome.blocks.compactMap { $0.value["thoughtSignature"]?.string }
            + outcome.toolCalls.compactMap(\.signature)
        #expect(signatures.count == expected["thought_signatures"]?.int ?? 0)
        #expect(signatures.allSatisfy { !$0.isEmpty })
    }

    /// The total that the provider gives is what all counts add up to.
    private func checkUsage(_ outcome: RecordedStream.Outcome, _ expected: JSONValue) {
        let counts = expected["usage"]
        guard let total = counts?["totalTokenCount"]?.int else {
            #expect(outcome.usage == nil)
            return
        }
        #expect(outcome.usage.map { $0.inputTokens + $0.outputTokens } == total)
        #expect(outcome.usage?.reasoningTokens == counts?["thoughtsTokenCount"]?.int)
        #expect(outcome.usage?.cachedInputTokens == counts?["cachedContentTokenCount"]?.int)
    }

    private func checkEnd(_ outcome: RecordedStream.Outcome, _ expected: JSONValue) {
        if let feedback = expected["prompt_feedback"], feedback.object != nil {
            #expect(outcome.error?.code == .contentFilter)
            let message = feedback["blockReasonMessage"]?.string ?? feedback["blockReason"]!.string!
            #expect(outcome.error?.message.contains(message) == true)
            #expect(outcome.finish == nil)
            return
        }
        if let error = expected["error"], error.object != nil {
            #expect(outcome.error?.message == error["message"]?.string)
            #expect(outcome.finish == nil)
            return
        }
        guard let reason = expected["finish_reason"]?.string else {
            #expect(outcome.error?.code == .network)
            return
        }
        switch reason {
        case "STOP": #expect(outcome.finish == (outcome.toolCalls.isEmpty ? .stop : .toolCalls))
        case "MAX_TOKENS": #expect(outcome.finish == .length)
        case "SAFETY", "RECITATION", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII":
            #expect(outcome.finish == .contentFilter)
        default: #expect(outcome.finish != nil || outcome.error?.code == .server)
        }
    }
}
