import LLMCore
import MarkdownHistory
import Testing

@testable import chatmd

/// Which fields an event has, and which it leaves out when nothing is known.
@Suite struct NDJSONEventTests {
    private func line(_ event: JSONObject) -> String {
        String(decoding: JSONWriter.bytes(of: .object(event)), as: UTF8.self)
    }

    @Test func startSaysWhatIsSent() {
        let start = ReplyStart(
            provider: "xai", model: "grok-3", messages: 3, inputTokensEstimate: 9)
        #expect(
            line(NDJSONEvent.start(start))
                == #"{"type":"start","protocol":1,"provider":"xai","model":"grok-3","messages":3,"#
                + #""input_tokens_estimate":9}"#)
    }

    @Test func textIsAChunkAndReasoningIsNot() {
        #expect(line(NDJSONEvent.text("a\"\n")) == #"{"type":"text","chunk":"a\"\n"}"#)
        #expect(line(NDJSONEvent.reasoning("hm")) == #"{"type":"reasoning","text":"hm"}"#)
    }

    @Test func aWarningNamesItsPlace() {
        let warning = Diagnostic(.warning, line: 2, column: 4, message: "odd")
        #expect(
            line(NDJSONEvent.warning(warning, path: nil))
                == #"{"type":"warning","message":"odd","line":2,"column":4}"#)
    }

    @Test func unknownCountsAreAbsent() {
        #expect(
            line(NDJSONEvent.usage(Usage(inputTokens: 1, outputTokens: 2)))
                == #"{"type":"usage","input_tokens":1,"output_tokens":2}"#)
    }

    @Test func doneWithoutAnswerHasNoFirstToken() {
        let summary = ReplySummary(
            finishReason: .cancelled, model: "grok-3", provider: "xai", duration: 5)
        #expect(
            line(NDJSONEvent.done(summary))
                == #"{"type":"done","finish_reason":"cancelled","model":"grok-3","rounds":1,"#
                + #""duration_ms":5}"#)
    }

    @Test func anErrorWithoutAnswerHasStatusZero() {
        #expect(
            line(NDJSONEvent.error(.usage("no")))
                == #"{"type":"error","code":"usage","message":"no","status":0}"#)
    }

    @Test(
        arguments: [
            (.stop, "stop"), (.length, "length"), (.toolCalls, "tool_calls"),
            (.contentFilter, "content_filter"), (.cancelled, "cancelled"),
        ] as [(FinishReason, String)])
    func finishReasonsAreThoseOfTheProtocol(reason: FinishReason, name: String) {
        let summary = ReplySummary(finishReason: reason, model: "m", provider: "xai", duration: 0)
        #expect(NDJSONEvent.done(summary)["finish_reason"] == .string(name))
    }
}
