import TestSupport
import Testing

@testable import LLMCore

/// Tools for a model that calls none, as the catalogue says.
@Suite struct ToolRefusalTests {
    private func request(_ names: String..., model: String) -> ChatRequest {
        ChatRequest(
            model: model, messages: [.user("hi")],
            tools: names.map { Tool(name: $0, description: "", parameters: ["type": "object"]) })
    }

    private func refusal(_ request: ChatRequest, at provider: Provider) -> Refusal? {
        request.refusals(at: provider).first { $0.parameter == .tools }
    }

    @Test func theModelTheToolAndTheCureAreNamed() {
        let request = request("weather", model: "deepseek-reasoner")
        #expect(
            refusal(request, at: BuiltInProviders.deepSeek)
                == Refusal(
                    parameter: .tools,
                    message: "`deepseek-reasoner` takes no `tools`: it cannot call `weather`",
                    hint: "leave them out (`-T none`), or name a model that calls tools: "
                        + "`chatmd models --provider deepseek`"))
    }

    @Test func manyToolsAreCounted() {
        func list(_ request: ChatRequest) -> Substring? {
            refusal(request, at: BuiltInProviders.deepSeek)?.message.split(separator: ":").last
        }
        let model = "deepseek-reasoner"
        #expect(list(request("a", "b", model: model)) == " it cannot call `a` or `b`")
        #expect(
            list(request("a", "b", "c", "d", model: model))
                == " it cannot call `a`, `b`, `c` or `d`")
        #expect(
            list(request("a", "b", "c", "d", "e", model: model))
                == " it cannot call `a`, `b`, `c` or 2 more")
    }

    @Test(arguments: [
        ("deepseek-chat", BuiltInProviders.deepSeek), ("deepseek-next", BuiltInProviders.deepSeek),
        ("deepseek-reasoner", .compatible), ("unheard-of", BuiltInProviders.ollama),
    ])
    func aModelThatCallsToolsOrIsNotKnownIsTried(model: String, provider: Provider) {
        #expect(refusal(request("weather", model: model), at: provider) == nil)
    }

    @Test func withoutToolsThereIsNothingToRefuse() {
        #expect(refusal(request(model: "deepseek-reasoner"), at: BuiltInProviders.deepSeek) == nil)
    }

    @Test func nothingIsSentThatIsRefused() {
        let transport = ScriptedTransport()
        let error = #expect(throws: LLMError.self) {
            try LLMClient(transport: transport).reply(
                to: request("weather", model: "deepseek-reasoner"),
                from: BuiltInProviders.deepSeek, key: try Secret("k-123456")
            ).next()
        }
        #expect(error?.code == .unsupported)
        #expect(transport.requests.isEmpty)
    }

    @Test func aModelThatCallsNoToolsIsNoFallback() throws {
        let request = request("weather", model: "grok-4.7")
        for (model, isTaken) in [("deepseek-reasoner", false), ("deepseek-chat", true)] {
            let target = ModelTarget(provider: BuiltInProviders.deepSeek, model: model, key: nil)
            #expect(request.isTaken(by: target) == isTaken)
        }
    }
}
