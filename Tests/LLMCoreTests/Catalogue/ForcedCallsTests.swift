import Testing

@testable import LLMCore

@Suite struct ForcedCallsTests {
    private let tool = Tool(name: "clock", description: "", parameters: ["type": "object"])

    private func refusal(
        _ choice: ToolChoice?, _ model: String, at provider: Provider,
        _ options: GenerationOptions = GenerationOptions()
    ) -> Refusal? {
        ChatRequest(model: model, messages: [], tools: [tool], toolChoice: choice, options: options)
            .refusals(at: provider).first { $0.parameter == .toolChoice }
    }

    @Test(arguments: [ToolChoice.required, .tool("clock")])
    func deepSeekIsNotForcedWhileItThinks(choice: ToolChoice) {
        let deepSeek = BuiltInProviders.deepSeek
        #expect(
            refusal(choice, "deepseek-v4-pro", at: deepSeek)
                == Refusal(
                    parameter: .toolChoice,
                    message: "`deepseek-v4-pro` takes no such `tool_choice` while it thinks",
                    hint: "leave it out, or set reasoning_effort = \"none\""))
        let off = GenerationOptions(reasoningEffort: .off)
        #expect(refusal(choice, "deepseek-v4-pro", at: deepSeek, off) == nil)
        let none = GenerationOptions(thinkingBudget: 0)
        #expect(refusal(choice, "deepseek-v4-pro", at: deepSeek, none) == nil)
    }

    @Test func kimiIsForcedFromK3OnAndNeverToOneTool() {
        let moonshot = BuiltInProviders.moonshot
        #expect(refusal(.required, "kimi-k3", at: moonshot) == nil)
        #expect(refusal(.required, "kimi-k2.6", at: moonshot) != nil)
        #expect(
            refusal(.tool("clock"), "kimi-k3", at: moonshot)?.hint
                == "set tool_choice = \"required\"")
    }

    @Test func whatAlwaysThinksAtAnthropicsIsNeverForced() {
        let anthropic = BuiltInProviders.anthropic
        #expect(refusal(.required, "claude-opus-5-5", at: anthropic) != nil)
        #expect(refusal(.required, "claude-haiku-5-5", at: anthropic) == nil)
    }

    @Test func ollamaChoosesForItself() {
        let refusal = refusal(.required, "qwen3", at: BuiltInProviders.ollama)
        #expect(refusal?.message == "Ollama has no `tool_choice`")
    }

    @Test(arguments: [
        ("deepseek-v4-pro", BuiltInProviders.deepSeek), ("kimi-k2.6", BuiltInProviders.moonshot),
        ("claude-opus-5-5", BuiltInProviders.anthropic), ("qwen3", BuiltInProviders.ollama),
    ])
    func whatForcesNothingIsTakenEverywhere(model: String, provider: Provider) {
        for choice in [nil, ToolChoice.auto, ToolChoice.none] {
            #expect(refusal(choice, model, at: provider) == nil)
        }
    }

    @Test func behindAGatewayNothingIsRefused() throws {
        let gateway = Provider(id: "work", name: "Work", baseURL: "https://llm.example.org/v1")
        #expect(refusal(.required, "deepseek/deepseek-v4-pro", at: gateway) == nil)
    }

    @Test(arguments: [WireFormatName.openAIChat, .ollama])
    func whereNoneCannotBeSaidNoToolsAreSent(format: WireFormatName) throws {
        var ollama = BuiltInProviders.ollama
        ollama.wireFormat = format
        for (choice, isSent) in [(ToolChoice.none, false), (.auto, true)] {
            let request = ChatRequest(
                model: "qwen3", messages: [.user("Hi")], tools: [tool], toolChoice: choice)
            let http = try LLMClient(transport: UnusedTransport())
                .httpRequest(for: request, to: ollama, key: nil)
            let body = try JSONParser.parse(try #require(http).body)
            #expect(body["tool_choice"] == nil)
            #expect((body["tools"] != nil) == isSent)
        }
    }
}
