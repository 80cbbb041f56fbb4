import TestSupport
import Testing

/// Tools are not offered to a model that calls none, as the catalogue says.
@Suite struct ToolRefusalEndToEndTests {
    private let media: MediaScene

    init() throws {
        media = try MediaScene(asking: "deepseek")
    }

    private static let error = """
        error: `deepseek-reasoner` takes no `tools`: it cannot call `calculator` or `current_time`
          leave them out (`-T none`), or name a model that calls tools: `chatmd models --provider deepseek`

        """

    @Test func theCommandLinesToolsAreRefusedBeforeAnythingIsSent() throws {
        let outcome = try media.complete(
            "hi", by: "deepseek-reasoner", "-T", "calculator", "-T", "current_time")
        #expect(outcome.ending == .exit(7))
        #expect(outcome.errors.contains(Self.error), "\(outcome.errors)")
        #expect(media.scene.server.requests.isEmpty)
    }

    @Test func aConversationsToolsAreRefusedAndItStaysAsItWas() throws {
        let text = """
            +++
            model = "deepseek-reasoner"
            tools = ["calculator", "current_time"]
            +++
            hi

            """
        let path = try media.folder.write("work/chat.md", text)
        let outcome = try media.scene.run("append", path)
        #expect(outcome.ending == .exit(7))
        #expect(outcome.errors.contains(Self.error), "\(outcome.errors)")
        #expect(media.folder.text("work/chat.md") == text)
        #expect(media.scene.server.requests.isEmpty)
    }

    @Test func theEventSaysThatItIsUnsupported() throws {
        let outcome = try media.complete(
            "hi", by: "deepseek-reasoner", "-T", "calculator", "--format", "ndjson")
        #expect(try Events(outcome).end()["code"] == "unsupported")
        #expect(media.scene.server.requests.isEmpty)
    }

    @Test(arguments: ["deepseek-chat", "deepseek-next"])
    func aModelThatCallsToolsOrIsNotKnownIsOfferedThem(model: String) throws {
        #expect(try media.complete("hi", by: model, "-T", "calculator").ending == .exit(0))
        let tools = try media.scene.sentBody()["tools"]
        #expect(tools?[0]?["function"]?["name"] == "calculator")
    }

    @Test func aFallbackThatCallsNoToolsIsLeftOut() throws {
        let media = try MediaScene()
        let text = "+++\nfallback = [\"deepseek/deepseek-reasoner\"]\n+++\nhi\n"
        let outcome = try media.complete(text, by: "p/m", "-T", "calculator")
        #expect(outcome.text == "ok\n")
        #expect(
            outcome.errors.contains(
                "warning: the fallback `deepseek/deepseek-reasoner` is left out: "
                    + "`deepseek-reasoner` takes no `tools`: it cannot call `calculator`\n"))
        let plain = try media.complete(text, by: "p/m")
        #expect(!plain.errors.contains("left out"))
    }
}
