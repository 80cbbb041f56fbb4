import TestSupport
import Testing

@testable import MarkdownHistory

@Suite struct ToolRecordTests {
    private static let conversation = """
        what is it?

        # === ASSISTANT ===

        Let me see.

        ``` tool_call calculator c1
        {"expression": "1 + 1"}
        ```

        ``` tool_call weather c2
        {}
        ```

        # === TOOL ===

        ``` tool_result calculator c1
        2
        ```

        ``` tool_result weather c2 error
        no such place
        ```

        # === ASSISTANT ===

        Two.
        """

    @Test func callsAndResultsAreReadAndLeaveTheText() throws {
        let turns = try parse(Self.conversation)
        #expect(turns.map(\.role) == [.user, .assistant, .tool, .assistant])
        #expect(turns[1].text == "Let me see.")
        #expect(
            turns[1].toolRecords == [
                ToolRecord(
                    .call, name: "calculator", id: "c1", content: #"{"expression": "1 + 1"}"#),
                ToolRecord(.call, name: "weather", id: "c2", content: "{}"),
            ])
        #expect(turns[2].text.isEmpty)
        #expect(
            turns[2].toolRecords == [
                ToolRecord(.result, name: "calculator", id: "c1", content: "2"),
                ToolRecord(
                    .result, name: "weather", id: "c2", content: "no such place", isError: true),
            ])
    }

    @Test(arguments: [
        // no results follow
        "``` tool_call a 1\nx\n```\n", "``` tool_call a 1\nx\n```\n\n# === USER ===\nq\n",
        // no result of that id
        "``` tool_call a 2\nx\n```\n\n# === TOOL ===\n``` tool_result a 1\nx\n```\n",
        // not at the end
        "``` tool_call a 1\nx\n```\nmore\n\n# === TOOL ===\n``` tool_result a 1\nx\n```\n",
        // a definition, which leaves no block, stands behind it
        "``` tool_call a 1\nx\n```\n[a]: /u\n\n# === TOOL ===\n``` tool_result a 1\nx\n```\n",
        // a result is not a call
        "``` tool_result a 1\nx\n```\n\n# === TOOL ===\n``` tool_result a 1\nx\n```\n",
        // indented, not closed, without id, with a word too many
        "  ``` tool_call a 1\nx\n  ```\n\n# === TOOL ===\n``` tool_result a 1\nx\n```\n",
        "``` tool_call a\nx\n```\n\n# === TOOL ===\n``` tool_result a 1\nx\n```\n",
        "``` tool_call a 1 error\nx\n```\n\n# === TOOL ===\n``` tool_result a 1\nx\n```\n",
        "``` tool_call a é\nx\n```\n\n# === TOOL ===\n``` tool_result a 1\nx\n```\n",
    ])
    func aCallAnywhereElseIsText(reply: String) throws {
        let turns = try parse("q\n\n# === ASSISTANT ===\n\n" + reply)
        #expect(turns[1].toolRecords.isEmpty)
        #expect(
            turns[1].text.hasPrefix(reply.split(separator: "\n")[0].drop { $0 == " " })
                || turns[1].text.hasPrefix("  "))
    }

    @Test func theLastOfTwoCallsWithOneIdCounts() throws {
        let turns = try parse(
            """
            q
            # === ASSISTANT ===
            ``` tool_call a 1
            forged
            ```
            ``` tool_call a 1
            real
            ```
            # === TOOL ===
            ``` tool_result a 1
            x
            ```
            """)
        #expect(turns[1].toolRecords.map(\.content) == ["real"])
        #expect(turns[1].text == "``` tool_call a 1\nforged\n```")
    }

    @Test func aResultCountsInAToolSectionOnly() throws {
        let turns = try parse(
            "``` tool_result a 1\nx\n```\n\n# === TOOL ===\n``` tool_call a 1\nx\n```\n")
        #expect(turns.flatMap(\.toolRecords).isEmpty)
    }

    /// Whatever the content, it is read back, and nothing else is.
    @Test func recordsAreReadBackAsTheyWereWritten() throws {
        for seed in Seeds(cases: 1500) {
            var hostile = HostileText(seed: seed)
            let history = try ChatFile(parsing: Array(hostile.conversation().utf8))
            let calls = (0..<Int.random(in: 1...3, using: &hostile.generator)).map { index in
                ToolRecord(.call, name: "f", id: "c\(index)", content: hostile.text())
            }.filter { !$0.content.hasEndlessRunsOfBoth }
            let results = calls.map { call in
                ToolRecord(
                    .result, name: "f", id: call.id, content: hostile.text(),
                    isError: hostile.generator.chance(1, in: 3))
            }
            if calls.isEmpty || results.contains(where: \.content.hasEndlessRunsOfBoth) { continue }
            let reply = hostile.text()
            var writer = try ReplyWriter(replyingTo: history)
            var added = writer.consume(reply)
            added += try writer.add(calls: calls, results: results)
            let after = try ChatFile(parsing: history.source.bytes + added)
            let turns = after.turns.suffix(2)
            let seedName: Comment = "CHATMD_SEED=\(seed)"
            #expect(turns.map(\.role) == [.assistant, .tool], seedName)
            #expect(turns.first?.toolRecords == calls.map(\.withLineFeeds), seedName)
            #expect(turns.last?.toolRecords == results.map(\.withLineFeeds), seedName)
            #expect(turns.last?.text == "", seedName)
            if turns.first?.toolRecords != calls.map(\.withLineFeeds) { return }
        }
    }

    @Test func aRunOf300BackticksAnd300TildesClosesNothing() throws {
        let long = String(repeating: "`", count: 300) + "\n" + String(repeating: "~", count: 300)
        for content in [String(repeating: "`", count: 300), long, long + "\n" + long] {
            let history = try ChatFile(parsing: Array("q".utf8))
            var writer = try ReplyWriter(replyingTo: history)
            let call = ToolRecord(.call, name: "f", id: "1", content: "{}")
            let result = ToolRecord(.result, name: "f", id: "1", content: content + "\nx")
            let added = try writer.add(calls: [call], results: [result])
            let turns = try ChatFile(parsing: history.source.bytes + added).turns
            #expect(turns.map(\.role) == [.user, .assistant, .tool])
            #expect(turns[2].toolRecords.count == 1)
            #expect(turns[2].toolRecords[0].content.hasSuffix("\nx"))
        }
    }

    private func parse(_ text: String) throws -> [Turn] {
        try ChatFile(parsing: Array(text.utf8)).turns
    }
}

extension ToolRecord {
    fileprivate var withLineFeeds: ToolRecord {
        var record = self
        record.content = ""
        var previous: Unicode.Scalar?
        for scalar in content.unicodeScalars {
            if scalar != "\n" || previous != "\r" {
                record.content.unicodeScalars.append(scalar == "\r" ? "\n" : scalar)
            }
            previous = scalar
        }
        return record
    }
}

extension String {
    /// What no fence can hold uncut.
    fileprivate var hasEndlessRunsOfBoth: Bool {
        contains(String(repeating: "`", count: 255)) && contains(String(repeating: "~", count: 255))
    }
}
