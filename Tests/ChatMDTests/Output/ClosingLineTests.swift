import LLMCore
import Testing

@testable import chatmd

@Suite struct ClosingLineTests {
    private func summary(_ reason: FinishReason, usage: Usage? = nil) -> ReplySummary {
        ReplySummary(
            finishReason: reason, model: "grok-3", provider: "xai", usage: usage, duration: 2190)
    }

    @Test func modelTokensAndTimeAreNamed() {
        let usage = Usage(inputTokens: 1204, outputTokens: 310)
        #expect(
            ClosingLine.text(summary(.stop, usage: usage)) == "grok-3 · 1204 in · 310 out · 2.1 s")
    }

    @Test func whatIsNotKnownIsLeftOut() {
        #expect(ClosingLine.text(summary(.stop)) == "grok-3 · 2.1 s")
    }

    @Test func aCancelIsNamed() {
        #expect(ClosingLine.text(summary(.cancelled)) == "grok-3 · cancelled · 2.1 s")
    }

    @Test func whatCostsNothingNowIsNamed() {
        var summary = summary(.stop, usage: Usage(inputTokens: 9, outputTokens: 3, cost: 0))
        summary.isCached = true
        #expect(ClosingLine.text(summary) == "grok-3 · cached · 9 in · 3 out · $0 · 2.1 s")
    }

    @Test func onlyAReplyThatIsNotWholeGetsANote() {
        #expect(ClosingLine.note(.length) != nil)
        #expect(ClosingLine.note(.contentFilter) != nil)
        for reason in [FinishReason.stop, .toolCalls, .cancelled] {
            #expect(ClosingLine.note(reason) == nil)
        }
    }
}
