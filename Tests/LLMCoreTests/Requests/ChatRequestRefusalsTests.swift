import Testing

@testable import LLMCore

@Suite struct ChatRequestRefusalsTests {
    private func refusals(
        _ model: String, at provider: Provider = BuiltInProviders.openAI,
        _ options: GenerationOptions
    ) -> [Parameter] {
        ChatRequest(model: model, messages: [], options: options)
            .refusals(at: provider).map(\.parameter)
    }

    @Test func aModelsRefusalIsFound() {
        #expect(refusals("gpt-5.5", GenerationOptions(temperature: 0.5)) == [.temperature])
        #expect(refusals("gpt-4o", GenerationOptions(temperature: 0.5)) == [])
    }

    @Test func aProtocolsRefusalIsFound() {
        #expect(refusals("gpt-4o", GenerationOptions(stop: ["x"], seed: 1)) == [.stop, .seed])
        var chat = BuiltInProviders.openAI
        chat.wireFormat = .openAIChat
        #expect(refusals("gpt-4o", at: chat, GenerationOptions(stop: ["x"], seed: 1)) == [])
    }

    @Test(
        arguments: BuiltInProviders.all.filter {
            $0.wireFormat == .openAIChat && $0.quirks.contains(.standardSampling)
        })
    func whatAProviderWouldNotBeSentIsRefused(provider: Provider) {
        let options = GenerationOptions(topK: 5, repetitionPenalty: 1.1)
        #expect(refusals("m", at: provider, options) == [.topK, .repetitionPenalty])
        #expect(provider.refusal(of: .topK)?.message == "\(provider.name) has no `top_k`")
    }

    @Test func aServerInOpenAIsPlaceMayHaveMore() {
        var provider = BuiltInProviders.openAI
        provider.replaceBaseURL(with: "http://localhost:1/v1")
        #expect(refusals("m", at: provider, GenerationOptions(topK: 5)) == [])
    }

    @Test func noBudgetMeansNoThinking() {
        #expect(refusals("gpt-5.5", GenerationOptions(thinkingBudget: 2000)) == [.thinkingBudget])
        #expect(refusals("gpt-5.5", GenerationOptions(thinkingBudget: 0)) == [])
    }

    @Test func aBudgetOfNothingIsRefusedByItsOwnName() {
        #expect(refusals("gpt-4.1", GenerationOptions(thinkingBudget: 0)) == [.thinkingBudget])
        let both = GenerationOptions(reasoningEffort: .high, thinkingBudget: 0)
        #expect(refusals("gpt-4.1", both) == [.thinkingBudget, .reasoningEffort])
    }

    @Test func whileItThinksClaudeTakesNoOtherTemperature() {
        let claude = "claude-haiku-4-5"
        func found(_ options: GenerationOptions) -> [Parameter] {
            refusals(claude, at: BuiltInProviders.anthropic, options)
        }
        #expect(
            found(GenerationOptions(temperature: 0.2, topK: 5, thinkingBudget: 2000))
                == [.temperature, .topK])
        #expect(found(GenerationOptions(temperature: 1, reasoningEffort: .low)) == [])
        #expect(found(GenerationOptions(temperature: 0.2, thinkingBudget: 0)) == [])
        #expect(found(GenerationOptions(temperature: 0.2, topK: 5)) == [])
    }

    @Test func whileItThinksClaudeIsNotForcedToCall() {
        var request = ChatRequest(
            model: "claude-haiku-4-5", messages: [],
            tools: [Tool(name: "t", description: "", parameters: [:])],
            options: GenerationOptions(reasoningEffort: .high))
        for (choice, isRefused) in [
            (ToolChoice.auto, false), (.required, true), (.tool("t"), true),
        ] {
            request.toolChoice = choice
            #expect(request.refusals(at: BuiltInProviders.anthropic).isEmpty != isRefused)
        }
    }

    @Test(arguments: Parameter.allCases)
    func everyParameterCanBeTakenBack(_ parameter: Parameter) {
        var request = ChatRequest(
            model: "m", messages: [],
            tools: [Tool(name: "t", description: "", parameters: [:])], toolChoice: .auto,
            options: GenerationOptions(
                temperature: 1, topP: 1, topK: 1, maxTokens: 1, stop: ["a"], seed: 1,
                frequencyPenalty: 1, presencePenalty: 1, repetitionPenalty: 1,
                reasoningEffort: .low, thinkingBudget: 1, responseFormat: .json,
                parallelToolCalls: true))
        #expect(request.parameters == Parameter.allCases)
        request.remove(parameter)
        #expect(request.parameters == Parameter.allCases.filter { $0 != parameter })
    }

    @Test func theClientRefusesWhatTheModelWould() throws {
        let request = ChatRequest(
            model: "gpt-5.5", messages: [Message(role: .user, text: "Hi")],
            options: GenerationOptions(temperature: 0.5))
        let transport = UnusedTransport()
        let reply = LLMClient(transport: transport).reply(
            to: request, from: BuiltInProviders.openAI, key: try Secret("k-123456"))
        let error = #expect(throws: LLMError.self) { try reply.next() }
        #expect(error?.code == .unsupported)
        #expect(error?.message.contains("`temperature`") == true)
        #expect(transport.count == 0)
    }

    @Test func theNearestEffortIsSent() throws {
        let request = ChatRequest(
            model: "grok-4.3", messages: [Message(role: .user, text: "Hi")],
            options: GenerationOptions(reasoningEffort: .max))
        let info = ModelCatalogue.info("grok-4.3", of: "xai")
        let nearest = try #require(info.effort(nearestTo: .max))
        #expect(nearest != .max)
        let http = try LLMClient(transport: UnusedTransport())
            .httpRequest(for: request, to: BuiltInProviders.xAI, key: nil)
        let body = try JSONParser.parse(try #require(http).body)
        #expect(body["reasoning_effort"]?.string == nearest.rawValue)
    }

    @Test(
        arguments: [
            (1023, nil, true), (1024, nil, false), (0, nil, false), (2000, 2000, true),
            (2000, 2001, false),
        ] as [(Int, Int?, Bool)])
    func aBudgetThatAnthropicWouldRefuseIsFound(budget: Int, maxTokens: Int?, isRefused: Bool) {
        let options = GenerationOptions(maxTokens: maxTokens, thinkingBudget: budget)
        let found = refusals("claude-sonnet-4-5", at: BuiltInProviders.anthropic, options)
        #expect(found == (isRefused ? [.thinkingBudget] : []))
    }
}
