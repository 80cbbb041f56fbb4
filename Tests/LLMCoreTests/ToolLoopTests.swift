import LLMCore
import Testing

@Suite struct ToolLoopTests {
    private let call = ToolCall(id: "1", name: "clock", arguments: "{}")
    private let first = ModelTarget(provider: BuiltInProviders.xAI, model: "grok-3", key: nil)

    @Test func aReplyWithoutCallsIsTheEnd() {
        var loop = ToolLoop(request(), at: first)
        loop.add(reply([.text("Hi"), .finish(.stop)]), from: first)
        #expect(loop.calls.isEmpty)
        #expect(loop.rounds == 1)
        #expect(loop.request.messages == [.user("time?")])
    }

    @Test func callsAndResultsJoinTheMessages() {
        var loop = ToolLoop(request(), at: first)
        let block = ProviderBlock(wireFormat: .anthropic, value: ["type": "thinking"])
        loop.add(
            reply([.reasoning("hm"), .block(block), .toolCall(call), .finish(.toolCalls)]),
            from: first)
        #expect(loop.calls == [call])
        loop.add([call.result("noon")])
        #expect(loop.calls.isEmpty)
        // What the provider wants to see again is in there.
        #expect(
            loop.request.messages.dropFirst() == [
                Message(
                    role: .assistant,
                    parts: [.reasoning(Reasoning(text: "hm", block: block)), .toolCall(call)]),
                .results([call.result("noon")]),
            ])
    }

    @Test(arguments: [FinishReason.length, .contentFilter, .stop])
    func callsOfAReplyThatIsNotWholeAreNotRun(reason: FinishReason) {
        var loop = ToolLoop(request(), at: first)
        loop.add(reply([.toolCall(call), .finish(reason)]), from: first)
        #expect(loop.calls.isEmpty)
    }

    @Test func whoAnsweredGoesOnAnswering() {
        var loop = ToolLoop(request(), at: first)
        let other = ModelTarget(provider: BuiltInProviders.openAI, model: "gpt-5.5", key: nil)
        loop.add(reply([.toolCall(call), .finish(.toolCalls)]), from: other)
        #expect(loop.target.provider.id == "openai")
        #expect(loop.request.model == "gpt-5.5")
    }

    @Test(arguments: [ToolChoice.required, .tool("clock")])
    func aForcedChoiceHoldsForTheFirstRoundOnly(choice: ToolChoice) {
        var request = request()
        request.toolChoice = choice
        var loop = ToolLoop(request, at: first)
        loop.add(reply([.toolCall(call), .finish(.toolCalls)]), from: first)
        loop.add([call.result("noon")])
        #expect(loop.request.toolChoice == nil)
    }

    @Test func usageIsThatOfAllRounds() {
        var loop = ToolLoop(request(), at: first)
        let usage = Usage(inputTokens: 10, outputTokens: 2, reasoningTokens: 1, cost: 0.5)
        loop.add(reply([.toolCall(call), .usage(usage), .finish(.toolCalls)]), from: first)
        loop.add([call.result("noon")])
        let more = Usage(inputTokens: 20, outputTokens: 3, cachedInputTokens: 8, cost: 0.25)
        loop.add(reply([.text("Noon"), .usage(more), .finish(.stop)]), from: first)
        #expect(
            loop.usage
                == Usage(
                    inputTokens: 30, outputTokens: 5, cachedInputTokens: 8, reasoningTokens: 1,
                    cost: 0.75))
    }

    @Test func aCostThatIsNotWholeIsUnknown() {
        let one = Usage(inputTokens: 1, outputTokens: 1, cost: 1)
        #expect(one.adding(Usage(inputTokens: 1, outputTokens: 1)).cost == nil)
    }

    @Test func thereIsALimitToTheRounds() {
        var loop = ToolLoop(request(), at: first, maximumRounds: 2)
        for round in 1...2 {
            #expect(!loop.isExhausted)
            loop.add(reply([.toolCall(call), .finish(.toolCalls)]), from: first)
            #expect(loop.rounds == round)
            if round < 2 { loop.add([call.result("noon")]) }
        }
        #expect(loop.isExhausted)
    }

    private func request() -> ChatRequest {
        ChatRequest(model: "grok-3", messages: [.user("time?")])
    }

    private func reply(_ events: [StreamEvent]) -> ReplyBuilder {
        var builder = ReplyBuilder()
        for event in events { builder.add(event) }
        return builder
    }
}
