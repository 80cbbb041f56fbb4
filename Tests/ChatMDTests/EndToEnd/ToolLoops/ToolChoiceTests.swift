import LLMCore
import TestSupport
import Testing

/// What may be said about calls is said to those who understand it, and to the user otherwise.
@Suite struct ToolChoiceTests {
    private static let tools = """
        [tools.look]
        description = "Looks"
        command = ["cat"]
        approval = "always"

        """

    /// A server in DeepSeek's place; `config` comes before its tables.
    private func scene(_ config: String = "") throws -> Scene {
        var scene = try Scene(replying: "Yo")
        try scene.write(
            config: "model = \"deepseek/deepseek-v4-pro\"\n" + config
                + "[providers.deepseek]\nbase_url = \"\(scene.server.baseURL)\"\n" + Self.tools)
        scene.environment["DEEPSEEK_API_KEY"] = "sk-loop-0123456789"
        try scene.folder.write("chat.md", "Hi\n")
        return scene
    }

    @Test func whatTheModelRefusesIsAnErrorWhereItIsSaid() throws {
        let scene = try scene()
        try scene.folder.write("chat.md", "+++\ntool_choice = \"required\"\n+++\nHi\n")
        let outcome = try scene.run("chat.md", "-T", "look")
        #expect(outcome.ending == .exit(7))
        #expect(
            outcome.errors.hasPrefix(
                "chat.md:2:15: error: `deepseek-v4-pro` takes no such `tool_choice` while it thinks"
            ), "\(outcome.errors)")
        #expect(scene.server.requests.isEmpty)
    }

    @Test func fromFurtherAwayItIsLeftOutWithAWarning() throws {
        let scene = try scene("tool_choice = \"look\"\n")
        let outcome = try scene.run("chat.md", "-T", "look")
        #expect(outcome.ending == .exit(0), "\(outcome.errors)")
        #expect(outcome.errors.contains("while it thinks, so it is left out"))
        #expect(try scene.sentBody()["tool_choice"] == nil)
        #expect(try scene.sentBody()["tools"]?.array?.count == 1)
    }

    @Test func withoutThinkingItIsSent() throws {
        let scene = try scene("tool_choice = \"required\"\nreasoning_effort = \"none\"\n")
        let outcome = try scene.run("chat.md", "-T", "look")
        #expect(outcome.ending == .exit(0), "\(outcome.errors)")
        #expect(try scene.sentBody()["tool_choice"] == "required")
    }

    // MARK: Tools that come in by extra

    /// A model that calls a custom tool, until it has the result.
    private func customScene() throws -> Scene {
        let scene = try Scene(config: Self.tools) { request, connection in
            guard !request.text.contains(#""role":"tool""#) else {
                return connection.respondWithReply(["Done."])
            }
            connection.beginEvents()
            connection.writeEvent(
                #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","#
                    + #""type":"custom","custom":{"name":"sql","input":"select 1"}}]}}]}"#)
            connection.writeEvent(
                #"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#)
            connection.writeEvent("[DONE]")
            connection.endChunks()
        }
        try scene.folder.write("chat.md", "Hi\n")
        return scene
    }

    private static let extra =
        #"extra={ tools = [{ type = "custom", custom = { name = "sql" } }] }"#

    @Test func aCallThatNobodyCanRunHereWaitsInTheFile() throws {
        let scene = try customScene()
        let outcome = try scene.run("append", "chat.md", "-m", "grok-3", "-o", Self.extra)
        #expect(outcome.ending == .exit(0), "\(outcome.errors)")
        #expect(
            scene.folder.text("chat.md") == """
                Hi

                # === ASSISTANT ===

                ``` tool_call sql c1
                {"input":"select 1"}
                ```

                # === TOOL ===


                """)
        // Somebody puts the result there.
        try scene.folder.write(
            "chat.md",
            (scene.folder.text("chat.md") ?? "") + "``` tool_result sql c1\n1\n```\n")
        #expect(try scene.run("append", "chat.md", "-m", "grok-3").ending == .exit(0))
        #expect(scene.folder.text("chat.md")?.contains("Done.") == true)
    }

    @Test func amongOtherToolsTheModelIsToldThatItIsNone() throws {
        let scene = try customScene()
        let events = try Events(
            try scene.run(
                "chat.md", "-m", "grok-3", "-T", "look", "-o",
                #"extra={ tools = [{ type = "custom", custom = { name = "sql" } }] }"#, "--format",
                "ndjson"))
        #expect(events.first("tool_call")?["arguments"] == #"{"input":"select 1"}"#)
        #expect(events.first("tool_result")?["content"] == "there is no tool `sql`; there are look")
        let second = try JSONParser.parse(try #require(scene.server.requests.last).body)
        #expect(second["messages"]?[1]?["tool_calls"]?[0]?["custom"]?["input"] == "select 1")
        #expect(try events.end()["finish_reason"] == "stop")
    }
}
