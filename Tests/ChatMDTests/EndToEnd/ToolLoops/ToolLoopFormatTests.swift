import LLMCore
import TestSupport
import Testing

/// A whole loop in each wire format: what must be said again is, and what cannot be is left out.
@Suite struct ToolLoopFormatTests {
    private static let scripts: [LoopScript] = [
        .xAI, .deepSeek, .moonshot, .openRouter, .mistral, .responses, .anthropic, .gemini, .ollama,
    ]

    @Test(arguments: scripts) func aLoopOfThreeRoundsEndsInAnAnswer(_ script: LoopScript) throws {
        let scene = try LoopScene(script)
        let events = try Events(
            try scene.scene.run(
                "chat.md", "--format", "ndjson", "--add-delimiters"))
        let done = try events.end()
        #expect(done["type"]?.string == "done", "\(done)")
        #expect(done["finish_reason"]?.string == "stop")
        #expect(done["rounds"]?.int == 3)

        // What was thought comes first, and no event of a call or its result is out of place.
        #expect(
            events.types.filter { ["tool_call", "tool_result", "usage"].contains($0) } == [
                "tool_call", "tool_call", "tool_result", "tool_result", "tool_call", "tool_result",
                "usage",
            ])
        #expect(events.all.compactMap { $0["is_error"]?.bool } == [false, false, true])
        let usage = try #require(events.first("usage"))
        #expect(usage["input_tokens"]?.int == 30)
        #expect(usage["output_tokens"]?.int == 15)

        // The provider sees again what it wants to see.
        let third = try #require(try JSONParser.parse(script.third).array)
        try expect(scene, 2, third)
        try expect(scene, 1, Array(third.prefix(script.second)))
        let tools = try scene.bodies().map { $0["tools"] }
        #expect(tools.count == 3 && tools[0] != nil)
        #expect(tools.allSatisfy { $0 == tools[0] })

        // The next run knows the file alone.
        try scene.scene.folder.write("chat.md", scene.frontMatter + "Where?\n" + events.text)
        let outcome = try scene.scene.run("append", "chat.md", "-p", "And?")
        #expect(outcome.ending == .exit(0), "\(outcome.errors)")
        let reread = try #require(try JSONParser.parse(script.reread).array)
        try expect(scene, 3, reread)
    }

    @Test(arguments: scripts) func whatWasThoughtIsNeverSentAsText(_ script: LoopScript) throws {
        var script = script
        script.settings += "show_reasoning = true\n"
        let scene = try LoopScene(script)
        let outcome = try scene.scene.run("append", "chat.md")
        #expect(outcome.ending == .exit(0), "\(outcome.errors)")
        let text = try #require(scene.scene.folder.text("chat.md"))
        let thinks = script.provider != "openai"
        let notes = text.split(separator: "# === NOTE (reasoning) ===").count - 1
        #expect(notes >= 1 || !thinks)
        _ = try scene.scene.run("append", "chat.md", "-p", "And?")
        let last = try #require(scene.scene.server.requests.last)
        #expect(!last.text.contains("Both."))
        #expect(!last.text.contains("Now fail."))
    }

    private func expect(
        _ scene: LoopScene, _ index: Int, _ messages: [JSONValue],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let sent = try scene.messages(index).map(Self.plain)
        let text = String(decoding: JSONWriter.bytes(of: .array(sent)), as: UTF8.self)
        #expect(sent == messages, "\(text)", sourceLocation: sourceLocation)
    }

    /// Marks for a cache may stand on any block.
    private static func plain(_ message: JSONValue) -> JSONValue {
        guard var object = message.object, let content = object["content"]?.array else {
            return message
        }
        object["content"] = .array(
            content.map { block in
                guard let members = block.object?.members else { return block }
                return .object(
                    JSONObject(
                        members.filter { $0.key != "cache_control" }
                            .map { ($0.key, $0.value) }))
            })
        return .object(object)
    }
}
