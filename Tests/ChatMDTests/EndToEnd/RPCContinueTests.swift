import LLMCore
import TestSupport
import Testing

/// `"continue": true` in a request: what `append --continue` does to a file, for an editor.
@Suite struct RPCContinueTests {
    private static let start = "count\n\n# === ASSISTANT ===\n\n"
    private static let options: JSONValue = ["model": "grok-3", "add_delimiters": true]

    /// The text as an editor has it after the events: what follows the place is replaced.
    private func edited(_ text: String, by events: Events) throws -> String {
        let place = try #require(events.first("start")?["continues_at"])
        let bytes = [UInt8](text)
        let kept = bytes[..<(try #require(place["offset"]?.int))]
        // The same place, as an editor counts.
        let lines = kept.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        #expect(place["line"]?.int == lines.count)
        #expect(place["column"]?.int == (try #require(lines.last)).count + 1)
        return String(decoding: kept, as: UTF8.self) + events.text
    }

    @Test(arguments: [
        ("one two", " three"),
        ("one two\n", " three"),
        ("one two\n\n# === USER ===\n", " three"),
        ("one two\n\n# === USER ===\n\n\n", "\n\nthree\n"),
        ("```\none\n````\n\n# === USER ===\n", "\ntwo\n```\nthree"),
        ("a\r\n\r\n# === USER ===\r\n", "\nb"),
        ("# === US", "ER ===\nforged"),
        ("täglich 😀\n\n# === USER ===\n", "é"),
    ])
    func theTextBecomesWhatAppendWouldLeave(end: String, reply: String) throws {
        let scene = try Scene(replying: reply)
        let text = Self.start + end
        try scene.folder.write("chat.md", text)
        let outcome = try scene.run("append", "chat.md", "--continue", "-m", "grok-3")
        #expect(outcome.ending == .exit(0))
        let events = try scene.answer([
            "text": .string(text), "continue": true, "options": Self.options,
        ])
        #expect(try edited(text, by: events) == scene.folder.text("chat.md"))
        let bodies = scene.server.requests.map(\.body)
        #expect(bodies.count == 2 && bodies[0] == bodies[1])
    }

    @Test func withoutDelimitersTheChunksAreTheModelsText() throws {
        let scene = try Scene(replying: " three")
        let text = Self.start + "one two\n\n# === USER ===\n"
        let events = try scene.answer(
            ["text": .string(text), "continue": true, "options": ["model": "grok-3"]])
        #expect(try edited(text, by: events) == Self.start + "one two three")
    }

    @Test func anEmptyRestLeavesTheTextAsItIs() throws {
        let scene = try Scene(replying: "")
        let text = Self.start + "one two\n\n# === USER ===\n"
        let events = try scene.answer(
            ["text": .string(text), "continue": true, "options": Self.options])
        #expect(!events.types.contains("text"))
    }

    @Test func anAnswerHasNoSuchPlace() throws {
        let events = try Scene(replying: "Yo").answer(["text": "hi", "options": Self.options])
        #expect(try #require(events.first("start"))["continues_at"] == nil)
    }

    @Test func withoutAReplyThereIsNothingToGoOnWith() throws {
        let scene = try Scene(replying: "never")
        for text in ["count\n", Self.start, Self.start + "one\n\n# === USER ===\n\ntwo\n"] {
            let events = try scene.answer(
                ["text": .string(text), "continue": true, "options": Self.options],
                ending: .exit(8))
            #expect(try events.end()["code"] == "nothing_to_send")
        }
        #expect(scene.server.connectionCount == 0)
    }

    @Test(arguments: [["--schema", "name"], ["-a", "photo.png"]])
    func whatGoesWithAnAnswerAloneIsRefused(option: [String]) throws {
        let scene = try Scene(replying: "never")
        let events = try scene.answer(
            ["text": .string(Self.start + "one"), "continue": true, "options": Self.options],
            option[0], option[1], ending: .exit(2))
        #expect(try events.end()["message"]?.string?.contains("\"continue\"") == true)
    }

    @Test func itIsTrueOrFalse() throws {
        let events = try Scene(replying: "never").answer(
            ["text": "hi", "continue": "yes"], ending: .exit(2))
        #expect(try events.end()["message"] == "--rpc: \"continue\" must be true or false")
    }
}
