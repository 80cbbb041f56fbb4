import LLMCore
import TestSupport
import Testing

/// Answers that have to be JSON, of models that call tools first.
@Suite struct StructuredToolTests {
    private static let right = #"{"sky": "blue"}"#
    private static let weather = """
        [tools.weather]
        description = "The weather somewhere"
        command = ["cat"]
        approval = "always"

        """

    /// What the model does when it is asked, one after the other; the last goes on for ever.
    private enum Turn {
        case call
        case text(String)
    }

    private static func scene(_ turns: Turn..., config: String = weather) throws -> Scene {
        let rest = Locked(turns)
        return try Scene(config: config) { _, connection in
            connection.beginEvents()
            switch rest.with({ $0.count > 1 ? $0.removeFirst() : $0[0] }) {
            case .call:
                connection.writeText("Let me see.")
                connection.writeCall("weather", "{}", id: "call_1")
                connection.endReply("tool_calls")
            case .text(let text):
                connection.writeText(Scene.escaped(text))
                connection.endReply("stop")
            }
        }
    }

    private func run(_ scene: Scene, _ arguments: String...) throws -> ChatMDProcess.Outcome {
        try scene.folder.write("chat.md", "How is Rome?\n")
        return try scene.start(
            arguments + ["chat.md", "-m", "grok-3", "--schema", "sky", "-T", "weather"]
        ).outcome()
    }

    private func bodies(_ scene: Scene) throws -> [JSONValue] {
        try scene.server.requests.map { try JSONParser.parse($0.body) }
    }

    @Test func theAnswerAfterTheCallsIsTheOneThatHasToFit() throws {
        let scene = try Self.scene(.call, .text("```json\n\(Self.right)\n```"))
        let outcome = try run(scene, "complete", "-q")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text == Self.right + "\n")
        #expect(outcome.errors == "")
        for body in try bodies(scene) {
            #expect(body["response_format"]?["json_schema"]?["strict"] == true)
            #expect(body["tools"]?.array?.count == 1)
        }
    }

    @Test func aWrongOneIsAskedForOnceMoreWithTheResults() throws {
        let scene = try Self.scene(.call, .text("Blue."), .text(Self.right))
        let outcome = try run(scene, "complete", "--format", "ndjson")
        let events = try Events(outcome)
        #expect(
            events.types == [
                "start", "tool_call", "tool_result", "retry", "text", "usage", "done",
            ])
        #expect(events.text == Self.right)
        #expect(try events.end()["rounds"] == 3)
        #expect(events.first("usage")?["input_tokens"] == 36)
        let messages = try #require(try bodies(scene)[2]["messages"]?.array)
        #expect(messages.map { $0["role"] } == ["user", "assistant", "tool", "assistant", "user"])
        #expect(messages[3]["content"]?.string == "Blue.")
    }

    @Test func theFileHasTheCallsAndTheJSON() throws {
        let scene = try Self.scene(.call, .text("Blue."), .text(Self.right))
        let outcome = try run(scene, "append")
        #expect(outcome.ending == .exit(0))
        #expect(
            scene.folder.text("chat.md") == """
                How is Rome?

                # === ASSISTANT ===

                ``` tool_call weather call_1
                {}
                ```

                # === TOOL ===

                ``` tool_result weather call_1
                {}
                ```

                # === ASSISTANT ===

                \(Self.right)

                # === USER ===

                """)
    }

    @Test func aRepairMayCallTools() throws {
        let scene = try Self.scene(.text("Blue?"), .call, .text(Self.right))
        let outcome = try run(scene, "complete", "-q")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text == Self.right + "\n")
    }

    @Test func callsWithoutEndAreNoAnswer() throws {
        let scene = try Self.scene(.call)
        let outcome = try run(scene, "complete", "-o", "max_tool_rounds=2")
        #expect(outcome.ending == .exit(7))
        #expect(outcome.text == "")
        #expect(outcome.errors.contains("calls tools instead of giving the answer"))
    }

    @Test func callsMayBeGivenBack() throws {
        let scene = try Self.scene(.call)
        let outcome = try run(scene, "complete", "--manual-tools", "--format", "json")
        #expect(outcome.ending == .exit(0))
        #expect(try JSONParser.parse(outcome.output)["tool_calls"]?.array?.count == 1)
    }

    @Test func whatIsThoughtBelongsToTheAnswer() throws {
        let rest = Locked(["wrong", Self.right])
        let scene = try Scene { _, connection in
            let text = rest.with { $0.removeFirst() }
            connection.beginEvents()
            connection.writeEvent(
                #"{"choices":[{"index":0,"delta":{"reasoning_content":"Hm, \#(text.count)."}}]}"#)
            connection.writeText(Scene.escaped(text))
            connection.endReply("stop")
        }
        let text = "+++\nshow_reasoning = true\n+++\nHi\n"
        try scene.folder.write("chat.md", text)
        _ = try scene.run("append", "chat.md", "-m", "grok-3", "--schema", "sky")
        #expect(
            scene.folder.text("chat.md")
                == text + "\n# === NOTE (reasoning) ===\n\nHm, 15.\n\n# === ASSISTANT ===\n\n"
                + Self.right + "\n\n# === USER ===\n")
    }
}
