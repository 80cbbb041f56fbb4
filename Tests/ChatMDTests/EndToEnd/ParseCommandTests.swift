import LLMCore
import TestSupport
import Testing

/// `chatmd parse`: where things are, for editors that fold and jump.
@Suite struct ParseCommandTests {
    private func parsed(_ text: String) throws -> JSONValue {
        let scene = try Scene(replying: "never")
        let outcome = try scene.run("parse", "-", input: .bytes([UInt8](text)))
        #expect(outcome.ending == .exit(0))
        return try JSONParser.parse(outcome.output)
    }

    private func lines(of json: JSONValue?) -> [Int?] {
        [json?["lines"]?["first"]?.int, json?["lines"]?["last"]?.int]
    }

    @Test func recordsHaveTheLinesOfTheirFences() throws {
        let json = try parsed(
            """
            2 + 2?

            # === ASSISTANT ===

            Let me see.

            ``` tool_call calculator call_1
            {}
            ```

            # === TOOL ===

            ``` tool_result calculator call_1
            4
            ```

            # === NOTE (reasoning) ===

            Four, then.

            """)
        let messages = try #require(json["messages"]?.array)
        let records = messages.map { $0["tool_records"]?.array?.first }
        #expect(records.map { $0?["type"]?.string } == [nil, "tool_call", "tool_result", nil])
        #expect(records.map(lines) == [[nil, nil], [7, 9], [13, 15], [nil, nil]])
        #expect(messages.map(lines) == [[1, 1], [5, 9], [13, 15], [19, 19]])
        #expect(messages.map { $0["heading_line"]?.int } == [nil, 3, 11, 17])
        #expect(messages.last?["name"] == "reasoning")
    }

    @Test func sectionsReachFromHeadingToHeading() throws {
        let json = try parsed(
            """
            +++
            seed = 1
            +++

            hi

            # === NOTE ===

            # === ASSISTANT (grok-3) ===
            Yo

            ```
            # === USER ===
            ```


            # === USER ===

            """)
        let sections = try #require(json["sections"]?.array)
        #expect(sections.map { $0["role"]?.string } == ["user", "note", "assistant", "user"])
        #expect(sections.map(lines) == [[4, 6], [7, 8], [9, 16], [17, 17]])
        #expect(sections.map { $0["heading_line"]?.int } == [nil, 7, 9, 17])
        #expect(sections.map { $0["message"]?.int } == [0, nil, 1, nil])
        #expect(sections[2]["name"] == "grok-3")
    }

    @Test(arguments: ["", "\n", "+++\nseed = 1\n+++\n"])
    func nothingIsNoSection(text: String) throws {
        #expect(try parsed(text)["sections"] == [])
    }
}
