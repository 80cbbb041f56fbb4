import Testing

@testable import MarkdownHistory

/// What a file looks like after a reply. `…` stands for nothing: the strings are whole files.
@Suite struct ReplyWriterTests {
    @Test(arguments: [
        ("hi\n", "hi\n\n# === ASSISTANT ===\n\nyes\n\n# === USER ===\n"),
        ("hi", "hi\n\n# === ASSISTANT ===\n\nyes\n\n# === USER ===\n"),
        ("hi\n\n\n", "hi\n\n\n# === ASSISTANT ===\n\nyes\n\n# === USER ===\n"),
        ("hi\n  ", "hi\n  \n# === ASSISTANT ===\n\nyes\n\n# === USER ===\n"),
        ("a\r\nhi", "a\r\nhi\r\n\r\n# === ASSISTANT ===\r\n\r\nyes\r\n\r\n# === USER ===\r\n"),
        ("hi\r", "hi\r\n\n# === ASSISTANT ===\n\nyes\n\n# === USER ===\n"),
    ])
    func aReplyStandsBetweenBlankLines(before: String, after: String) throws {
        #expect(try reply("yes", to: before) == after)
    }

    // MARK: Reasoning

    @Test func reasoningIsANoteBeforeTheReply() throws {
        var writer = try ReplyWriter(replyingTo: try ChatFile(parsing: Array("hi\n".utf8)))
        var bytes = try writer.consume(reasoning: "first\n# === USER ===")
        bytes += try writer.consume(reasoning: "\n```\nopen")
        bytes += try writer.endReasoning()
        bytes += writer.consume("yes")
        bytes += try writer.consume(reasoning: "too late")
        bytes += try writer.endReasoning()
        bytes += try writer.finish()
        #expect(
            String(decoding: bytes, as: UTF8.self) == """

                # === NOTE (reasoning) ===

                first
                \\# === USER ===
                ```
                open
                ````

                # === ASSISTANT ===

                yes

                # === USER ===

                """)
        let file = try ChatFile(parsing: Array("hi\n".utf8) + bytes)
        #expect(file.turns.map(\.role) == [.user, .note, .assistant])
    }

    @Test func blankReasoningLeavesNothing() throws {
        var writer = try ReplyWriter(replyingTo: try ChatFile(parsing: Array("hi\n".utf8)))
        #expect(try writer.consume(reasoning: "\n \n") == [])
        #expect(try writer.endReasoning() == [])
        let bytes = writer.consume("yes") + (try writer.finish())
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "\n# === ASSISTANT ===\n\nyes\n\n# === USER ===\n")
    }

    @Test func reasoningAloneIsKeptAndEnded() throws {
        var writer = try ReplyWriter(replyingTo: try ChatFile(parsing: Array("hi\n".utf8)))
        let bytes = try writer.consume(reasoning: "hm") + writer.finish()
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "\n# === NOTE (reasoning) ===\n\nhm\n\n# === USER ===\n")
    }

    @Test func everyRoundHasReasoningOfItsOwn() throws {
        var writer = try ReplyWriter(replyingTo: try ChatFile(parsing: Array("hi\n".utf8)))
        var bytes = try writer.consume(reasoning: "one")
        bytes += try writer.add(
            calls: [ToolRecord(.call, name: "x", id: "1", content: "{}")],
            results: [ToolRecord(.result, name: "x", id: "1", content: "y")])
        bytes += try writer.consume(reasoning: "two") + writer.endReasoning()
        bytes += writer.consume("yes") + (try writer.finish())
        let file = try ChatFile(parsing: Array("hi\n".utf8) + bytes)
        #expect(file.turns.map(\.role) == [.user, .note, .assistant, .tool, .note, .assistant])
        #expect(file.turns[2].toolRecords.count == 1)
        #expect(file.turns[4].text == "two")
    }

    @Test func callsWithoutResultsEndTheReplyUnderAHeadingForThem() throws {
        var writer = try ReplyWriter(replyingTo: try ChatFile(parsing: Array("hi\n".utf8)))
        var bytes = try writer.add(
            calls: [ToolRecord(.call, name: "x", id: "1", content: "{}")], results: [])
        bytes += try writer.finish()
        #expect(
            String(decoding: bytes, as: UTF8.self) == """

                # === ASSISTANT ===

                ``` tool_call x 1
                {}
                ```

                # === TOOL ===


                """)
    }

    @Test(arguments: [
        "hi\n\n# === ASSISTANT ===", "hi\n\n# === ASSISTANT ===\n", "hi\n\n# === ASSISTANT ===\n\n",
    ])
    func anEmptyAssistantHeadingAtTheEndIsFilled(before: String) throws {
        #expect(
            try reply("yes", to: before) == "hi\n\n# === ASSISTANT ===\n\nyes\n\n# === USER ===\n")
    }

    @Test func aFilledHeadingKeepsItsLabel() throws {
        let text = try reply("yes", to: "hi\n# === ASSISTANT (grok-3) ===\n")
        #expect(text == "hi\n# === ASSISTANT (grok-3) ===\n\nyes\n\n# === USER ===\n")
    }

    @Test(arguments: [
        ("```", "````"), ("~~~~py\nx", "~~~~~"), ("   ```\n``", "````"), ("<!-- x", "-->"),
        ("<textarea>\n</div>", "</textarea>"), ("<PRE\n", "</pre>"), ("<?php", "?>"), ("<!X", ">"),
        ("<![CDATA[\n]]", "]]>"),
        (String(repeating: "`", count: 300), String(repeating: "`", count: 301)),
    ])
    func whatAReplyLeavesOpenIsClosed(open: String, closing: String) throws {
        let text = try reply("see\n\n\(open)", to: "hi\n")
        #expect(text.hasSuffix("\n\(closing)\n\n# === USER ===\n"))
        #expect(try ChatFile(parsing: Array(text.utf8)).outline.openBlock == nil)
    }

    @Test(arguments: [
        "- ```\n  foo", "> ```", "<details>", "```\nx\n```", "<!-- a -->", "    ```", "<!x",
    ])
    func nothingElseIsClosed(text: String) throws {
        #expect(try reply(text, to: "hi\n").hasSuffix("\(text)\n\n# === USER ===\n"))
    }

    /// Beyond byte 200 and the 32nd marker, cmark sees no `>`: the block stays open.
    @Test(arguments: [
        "<!X\n" + String(repeating: " ", count: 201) + ">\nsafe?",
        "<!X\n" + String(repeating: "- ", count: 33) + ">",
    ])
    func whatMaskingTakesClosesNoBlock(text: String) throws {
        let after = try reply(text, to: "hi\n")
        #expect(after.hasSuffix("\n>\n\n# === USER ===\n"))
        #expect(try ChatFile(parsing: Array(after.utf8)).turns.map(\.role) == [.user, .assistant])
    }

    @Test func aDelimiterInABlockClosesNothing() throws {
        let before = "+++\nuser_delimiter = \"<user>\"\n+++\n<!X\n<user>\nq\n"
        let after = try reply("yes", to: before)
        #expect(after.contains("q\n>\n\n# === ASSISTANT ==="))
    }

    @Test func whatTheUserLeftOpenIsClosedBeforeTheHeading() throws {
        let text = try reply("```\n\n![x](secret.txt)", to: "look:\n```\nfoo\n")
        #expect(text.hasPrefix("look:\n```\nfoo\n````\n\n# === ASSISTANT ===\n\n```\n"))
        #expect(try ChatFile(parsing: Array(text.utf8)).turns.map(\.role) == [.user, .assistant])
    }

    @Test func aDefinitionAfterAClosedFenceOpensNothing() throws {
        let text = try reply("yes", to: "```\nx\n```\n\n[a]: /url\n")
        #expect(text.hasPrefix("```\nx\n```\n\n[a]: /url\n\n# === ASSISTANT ==="))
    }

    @Test func theHeadingComesWithTheFirstText() throws {
        var writer = try ReplyWriter(replyingTo: try ChatFile(parsing: Array("hi".utf8)))
        #expect(writer.consume("\n# ===").isEmpty)
        #expect(writer.consume("x") == Array("\n\n# === ASSISTANT ===\n\n# ===x".utf8))
        #expect(writer.consume("y") == Array("y".utf8))
    }

    @Test(arguments: [
        ("", "# === USER ===\n\nq\n\n# === ASSISTANT ===\n\nyes\n\n# === USER ===\n"),
        (
            "# === USER ===\n",
            "# === USER ===\n\nq\n\n# === ASSISTANT ===\n\nyes\n\n# === USER ===\n"
        ),
        (
            "\u{FEFF}",
            "\u{FEFF}# === USER ===\n\nq\n\n# === ASSISTANT ===\n\nyes\n\n# === USER ===\n"
        ),
        ("a", "a\n\n# === USER ===\n\nq\n\n# === ASSISTANT ===\n\nyes\n\n# === USER ===\n"),
    ])
    func aPromptIsAddedInASectionOfItsOwn(before: String, after: String) throws {
        let file = try ChatFile(parsing: Array(before.utf8))
        var writer = try ReplyWriter(replyingTo: file, addingPrompt: "\nq\n")
        let added = writer.consume("yes") + (try writer.finish())
        #expect(String(decoding: file.source.bytes + added, as: UTF8.self) == after)
    }

    private func reply(_ text: String, to before: String) throws -> String {
        let file = try ChatFile(parsing: Array(before.utf8))
        var writer = try ReplyWriter(replyingTo: file)
        let added = writer.consume(text) + (try writer.finish())
        return String(decoding: file.source.bytes + added, as: UTF8.self)
    }
}
