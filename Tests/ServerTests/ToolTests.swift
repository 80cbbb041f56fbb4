import LLMCore
import TestSupport
import Testing

/// A loop of tool calls with real servers: llama.cpp's own formats, and litellm's conversions of them.
///
/// The model calls the one tool there is, since the server holds it to a call; what it says when it has
/// the result is nonsense.
@Suite(.needs(.llamaTools)) struct ToolTests {
    private static let rows = Endpoint.withTools.filter { $0.server.address != nil }

    private static let tool = """
        [tools.look]
        description = "Looks somewhere"
        command = ["sh", "-c", "cat >>calls; echo Seen."]
        parameters = { type = "object", properties = { at = { enum = ["a", "b"] } }, required = \
        ["at"], additionalProperties = false }
        approval = "always"

        """

    private func scene(_ row: Endpoint) throws -> ServerScene {
        let scene = try ServerScene(row)
        let config = try #require(scene.folder.text("home/chatmd/config.toml"))
        try scene.folder.write("home/chatmd/config.toml", config + Self.tool)
        try scene.write(
            "Where?", model: row.model,
            settings: "temperature = 0\nmax_tokens = 200\ntool_choice = \"required\"")
        return scene
    }

    @Test(arguments: rows) func aCallIsRunAndItsResultAnswered(_ row: Endpoint) throws {
        let scene = try scene(row)
        let outcome = try scene.run("append", "chat.md", "-T", "look")
        try #require(outcome.ending == .exit(0), "\(outcome.errors)")
        let text = try #require(scene.folder.text("chat.md"))

        // One call, with arguments that fit; its result; and an answer.
        let arguments = try JSONParser.parse(try #require(scene.folder.text("calls")))
        #expect(["a", "b"].contains(arguments["at"]?.string), "\(text)")
        let parsed = try JSONParser.parse(try scene.run("parse", "chat.md").text)
        let messages = try #require(parsed["messages"]?.array)
        #expect(
            messages.map { $0["role"]?.string } == ["user", "assistant", "tool", "assistant"],
            "\(text)")
        #expect(text.contains("Seen."))

        // The next run sends all of it again.
        let again = try scene.run("append", "chat.md", "-p", "And?")
        #expect(again.ending == .exit(0), "\(again.errors)")
        #expect(try scene.messages().count == 6)
    }

    @Test(arguments: rows) func eventsTellOfTheCallAndOfAllTokens(_ row: Endpoint) throws {
        let events = try scene(row).events("-T", "look")
        let types = events.compactMap { $0["type"]?.string }
        #expect(
            types.filter { $0 != "text" && $0 != "usage" } == [
                "start", "tool_call", "tool_result", "done",
            ])
        let call = try events.only("tool_call")
        #expect(call["name"] == "look")
        #expect(try events.only("tool_result")["is_error"] == false)
        let done = try events.only("done")
        #expect(done["rounds"] == 2)
        if row.counts {
            let usage = try events.only("usage")
            #expect(usage["input_tokens"]?.int ?? 0 > 400)
        }
    }
}
