import LLMCore
import TestSupport
import Testing

/// What a model thinks before it answers, or before it calls.
@Suite struct ReasoningTests {
    /// Thinks and calls, then thinks and answers.
    private func scene() throws -> Scene {
        let tool = """
            [tools.look]
            description = "Looks"
            command = ["sh", "-c", "echo Seen."]
            approval = "always"

            """
        let scene = try Scene(config: tool) { request, connection in
            connection.beginEvents()
            if request.text.contains(#""role":"tool""#) {
                Self.think("So.\u{1B}[31m", over: connection)
                connection.writeText("Sunny.")
                connection.writeEvent(
                    #"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#)
            } else {
                Self.think("Hm.", over: connection)
                connection.writeText("Let me see.")
                connection.writeEvent(
                    #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","#
                        + #""function":{"name":"look","arguments":"{}"}}]},"#
                        + #""finish_reason":"tool_calls"}]}"#)
            }
            connection.writeEvent("[DONE]")
            connection.endChunks()
        }
        try scene.folder.write("chat.md", "Hi\n")
        return scene
    }

    private static func think(_ text: String, over connection: LoopbackConnection) {
        connection.writeEvent(
            #"{"choices":[{"index":0,"delta":{"reasoning_content":"\#(Scene.escaped(text))"}}]}"#)
    }

    private func shown(_ variables: [String: String]) throws -> String {
        var scene = try scene()
        scene.environment.merge(variables) { $1 }
        let outcome = try scene.start(
            ["chat.md", "-m", "grok-3", "-T", "look"], output: .terminal
        ).outcome()
        #expect(outcome.ending == .exit(0))
        return outcome.text
    }

    @Test func onATerminalItIsDim() throws {
        let text = try shown(["TERM": "xterm"])
        // Whatever the spinner does in between.
        let dim = try #require(text.firstRange(of: "\u{1B}[2mHm."))
        let answer = try #require(text.firstRange(of: "Let me see.\n"))
        let note = try #require(text.firstRange(of: "chatmd: note: the model calls look with {}\n"))
        #expect(dim.upperBound <= answer.lowerBound && answer.upperBound <= note.lowerBound)
        #expect(text[dim.upperBound..<answer.lowerBound].contains("\u{1B}[0m\n\n"))
        #expect(text.contains("\u{1B}[2mSo.^[[31m\u{1B}[0m\n\n"), "\(text.debugDescription)")
    }

    @Test func withoutColourItIsPlain() throws {
        let text = try shown(["NO_COLOR": "1", "TERM": "xterm"])
        #expect(text.contains("Hm.\n\n"))
        #expect(!text.contains("\u{1B}[2m"))
    }

    @Test func inAPipeThereIsNone() throws {
        let scene = try scene()
        let outcome = try scene.run("chat.md", "-m", "grok-3", "-T", "look")
        #expect(outcome.text == "Let me see.\n\nSunny.\n")
        #expect(!outcome.errors.contains("Hm."))
    }

    @Test func inAFileEachRoundHasItsNote() throws {
        let scene = try scene()
        try scene.folder.write("chat.md", "+++\nshow_reasoning = true\n+++\nHi\n")
        let events = try Events(
            try scene.run(
                "chat.md", "-m", "grok-3", "-T", "look", "--format", "ndjson", "--add-delimiters"))
        #expect(events.all.compactMap { $0["text"]?.string } == ["Hm.", "So.\u{1B}[31m"])
        _ = try scene.run("append", "chat.md", "-m", "grok-3", "-T", "look")
        let text = try #require(scene.folder.text("chat.md"))
        #expect(
            text == """
                +++
                show_reasoning = true
                +++
                Hi

                # === NOTE (reasoning) ===

                Hm.

                # === ASSISTANT ===

                Let me see.

                ``` tool_call look c1
                {}
                ```

                # === TOOL ===

                ``` tool_result look c1
                Seen.

                ```

                # === NOTE (reasoning) ===

                So.\u{1B}[31m

                # === ASSISTANT ===

                Sunny.

                # === USER ===

                """)
        #expect(text.hasSuffix("Hi\n" + events.text))
        // The note between a call's result and the answer parts nothing.
        _ = try scene.run("append", "chat.md", "-m", "grok-3", "-p", "And?")
        let body = try JSONParser.parse(try #require(scene.server.requests.last).body)
        #expect(
            try #require(body["messages"]?.array).map { $0["role"]?.string } == [
                "user", "assistant", "tool", "assistant", "user",
            ])
    }
}
