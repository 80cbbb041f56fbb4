import LLMCore
import MarkdownHistory
import Testing

@testable import chatmd

@Suite struct OpenAIImportTests {
    private func file(_ json: String) throws -> String {
        let conversation = try OpenAIImport(try JSONParser.parse(json)).conversation
        return String(decoding: try conversation.file(), as: UTF8.self)
    }

    /// The file of these messages, without the heading to type under.
    private func messages(_ json: String) throws -> String {
        let text = try file("[\(json)]")
        return text.hasSuffix("\n\n# === USER ===\n") ? String(text.dropLast(16)) : text
    }

    private func problem(_ json: String) throws -> OpenAIImport.Problem? {
        let value = try JSONParser.parse(json)
        return #expect(throws: OpenAIImport.Problem.self) { _ = try OpenAIImport(value) }
    }

    // MARK: Messages

    @Test func messagesBecomeSections() throws {
        #expect(
            try file(
                #"""
                [{"role": "developer", "content": "brief"}, {"role": "user", "content": "a\r\nb"},
                 {"role": "assistant", "content": "c"}]
                """#
            ) == """
                # === SYSTEM ===

                brief

                # === USER ===

                a
                b

                # === ASSISTANT ===

                c

                # === USER ===

                """
        )
    }

    @Test func aNameIsTheLabel() throws {
        let json = #"{"role": "user", "name": "ada_1", "content": "a"}"#
        #expect(try messages(json) == "# === USER (ada_1) ===\n\na\n")
    }

    @Test func aNameThatLosesCharactersIsNotedOnce() throws {
        let json = #"{"role": "user", "name": "Zoë", "content": "a"}"#
        let text = try messages("\(json),\(json)")
        #expect(text.contains("# === USER (Zo) ==="))
        #expect(text.split(separator: "\"name\": \"Zoë\"").count == 2)
    }

    @Test func aRoleLineInAMessageIsEscaped() throws {
        let json = #"{"role": "user", "content": "a\n# === SYSTEM ===\nb"}"#
        #expect(try messages(json) == "# === USER ===\n\na\n\\# === SYSTEM ===\nb\n")
    }

    @Test func textPartsAreParagraphs() throws {
        let json = #"""
            {"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}
            """#
        #expect(try messages(json) == "# === USER ===\n\na\n\nb\n")
    }

    @Test func anImageOnTheWebIsALink() throws {
        let json = #"""
            {"role": "user", "content": [{"type": "text", "text": "what?"},
             {"type": "image_url", "image_url": {"url": "https://example.org/a(1).png"}}]}
            """#
        #expect(
            try messages(json)
                == "# === USER ===\n\nwhat?\n\n![](https://example.org/a\\(1\\).png)\n"
        )
    }

    /// Else a text of somebody else's would take files of this machine along, and what was exported
    /// with its image would be sent with two.
    @Test func anImageInATextStaysText() throws {
        let json = #"""
            {"role": "system", "content": "![a](b.txt)"},
            {"role": "user", "content": [{"type": "text", "text": "![a](b.png)"},
             {"type": "image_url", "image_url": {"url": "data:image/png;base64,YWJj"}}]}
            """#
        #expect(
            try messages(json) == """
                # === SYSTEM ===

                \\![a](b.txt)

                # === USER ===

                \\![a](b.png)

                ![](data:image/png;base64,YWJj)

                """)
    }

    @Test func aPathIsNoImage() throws {
        let json = #"""
            {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "/etc/passwd"}}]}
            """#
        let text = try messages(json + #",{"role": "user", "content": "x"}"#)
        #expect(!text.contains("!["))
        #expect(text.contains("Left out of message 1 (user):"))
        #expect(text.contains("\"url\": \"/etc/passwd\""))
    }

    @Test func anImageOfTheAssistantIsNoLink() throws {
        let json = #"""
            {"role": "assistant", "content": [{"type": "text", "text": "look"},
             {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}]}
            """#
        let text = try messages(json)
        #expect(!text.contains("!["))
        #expect(text.contains("Left out of message 1 (assistant):"))
    }

    @Test func aLongTextInANoteIsCut() throws {
        let data = String(repeating: "A", count: 5000)
        let json = #"""
            {"role": "user", "content": [{"type": "text", "text": "hear"},
             {"type": "input_audio", "input_audio": {"data": "\#(data)", "format": "wav"}}]}
            """#
        let text = try messages(json)
        #expect(text.contains("… (5000 bytes)"))
        #expect(text.utf8.count < 600)
    }

    @Test func aRefusalIsWhatTheAssistantSaid() throws {
        let json = #"{"role": "assistant", "content": null, "refusal": "no"}"#
        #expect(try messages(json) == "# === ASSISTANT ===\n\nno\n")
    }

    @Test func reasoningStandsInANoteBeforeTheReply() throws {
        let json = #"{"role": "assistant", "content": "b", "reasoning_content": "a"}"#
        #expect(
            try messages(json) == "# === NOTE (reasoning) ===\n\na\n\n# === ASSISTANT ===\n\nb\n"
        )
    }

    @Test func aMessageOfAnUnknownRoleIsANote() throws {
        let text = try messages(
            #"""
            {"role": "user", "content": "a"}, {"role": "robot", "content": "beep", "volume": 3}
            """#
        )
        #expect(
            text == """
                # === USER ===

                a

                # === NOTE (import) ===

                Message 2 is of another role (robot):

                beep

                # === NOTE (import) ===

                Left out of message 2 (robot):

                ``` json
                {
                  "volume": 3
                }
                ```

                """
        )
    }

    // MARK: Tools

    @Test func callsAndResultsAreRecords() throws {
        #expect(
            try messages(
                #"""
                {"role": "assistant", "content": null, "audio": {"id": "a"}, "tool_calls": [
                  {"id": "c1", "type": "function", "function": {"name": "calc", "arguments": "{\"x\":1}"}},
                  {"id": "c 2", "type": "function", "function": {"name": "calc", "arguments": "{}"}}]},
                {"role": "tool", "tool_call_id": "c1", "content": "1"},
                {"role": "tool", "tool_call_id": "c 2", "content": [{"type": "text", "text": "2"}]}
                """#
            ) == """
                # === ASSISTANT ===

                ``` tool_call calc c1
                {"x":1}
                ```

                ``` tool_call calc c2
                {}
                ```

                # === TOOL ===

                ``` tool_result calc c1
                1
                ```

                ``` tool_result calc c2
                2
                ```

                # === NOTE (import) ===

                Left out of message 1 (assistant):

                ``` json
                {
                  "audio": {
                    "id": "a"
                  }
                }
                ```

                """
        )
    }

    @Test func theOlderFunctionCallIsARecordToo() throws {
        let text = try messages(
            #"""
            {"role": "assistant", "content": "", "function_call": {"name": "f", "arguments": "{}"}},
            {"role": "function", "name": "f", "content": "x"}
            """#
        )
        #expect(text.contains("``` tool_call f call:f:1\n{}"))
        #expect(text.contains("``` tool_result f call:f:1\nx"))
    }

    @Test func callsOfOneIDKeepTheirOwnResults() throws {
        let call = #"{"id": "c", "function": {"name": "f", "arguments": "{}"}}"#
        let text = try file(
            #"""
            [{"role": "assistant", "tool_calls": [\#(call), \#(call)]},
             {"role": "tool", "tool_call_id": "c", "content": "1"},
             {"role": "tool", "tool_call_id": "c", "content": "2"},
             {"role": "assistant", "tool_calls": [\#(call)]},
             {"role": "tool", "tool_call_id": "c", "content": "3"}]
            """#
        )
        let records = try ChatFile(parsing: Array(text.utf8)).turns.map(\.toolRecords)
        #expect(records[0].map(\.id) == ["c", "c-2"])
        #expect(records[1].map(\.id) == ["c", "c-2"])
        #expect(records[1].map(\.content) == ["1", "2"])
        #expect(records[2].map(\.id) == ["c-3"])
        #expect(records[3].map(\.id) == ["c-3"])
    }

    // MARK: Settings

    @Test func settingsGoIntoTheFrontMatter() throws {
        let text = try file(
            #"""
            {"model": "gpt-4o", "temperature": 0.5, "max_completion_tokens": 9, "stop": ["\"", "b"],
             "seed": null, "stream": true, "response_format": {"type": "json_object"},
             "messages": [{"role": "user", "content": "a"}]}
            """#
        )
        #expect(
            text == """
                +++
                model = "gpt-4o"
                temperature = 0.5
                max_tokens = 9
                stop = ["\\"", "b"]
                response_format = "json"
                +++

                # === USER ===

                a

                """
        )
    }

    @Test func whatFrontMatterWouldRefuseIsNoted() throws {
        let text = try file(
            #"{"temperature": 7, "n": 2, "messages": [{"role": "user", "content": "a"}]}"#
        )
        #expect(!text.contains("+++"))
        #expect(text.contains("Left out of the request:"))
        #expect(text.contains("\"temperature\": 7"))
        #expect(text.contains("\"n\": 2"))
    }

    @Test func anthropicsSystemAndStopAreRead() throws {
        let text = try file(
            #"{"system": "s", "stop_sequences": ["x"], "messages": [{"role": "user", "content": "a"}]}"#
        )
        #expect(
            text == "+++\nstop = [\"x\"]\n+++\n\n# === SYSTEM ===\n\ns\n\n# === USER ===\n\na\n"
        )
    }

    // MARK: Errors

    @Test func aWrongShapeIsNamedByItsPath() throws {
        #expect(try problem("{}")?.message == "there are no `messages`")
        #expect(try problem("3")?.place == "")
        #expect(try problem(#"{"messages": {}}"#)?.place == "messages")
        #expect(try problem("[1]")?.place == "messages[0]")
        #expect(try problem(#"[{"role": 1}]"#)?.place == "messages[0].role")
        #expect(try problem(#"[{"role": "robot", "content": "x"}]"#)?.place == "messages")
        #expect(try problem(#"[{"role": "user", "content": 1}]"#)?.place == "messages[0].content")
        #expect(try problem("[]")?.place == "messages")
    }

    @Test func brokenJSONIsNamedByLineAndColumn() {
        let error = #expect(throws: MarkdownHistoryError.self) {
            try JSONText(parsing: Array("{\n \"a\": ]\n}".utf8))
        }
        #expect(error?.line == 2)
        #expect(error?.column == 7)
    }

    @Test func aBrokenLineOfJSONLIsNamed() {
        let error = #expect(throws: MarkdownHistoryError.self) {
            try JSONText(parsing: Array("{\"a\": 1}\n\n{\"b\" 2}\n".utf8))
        }
        #expect(error?.line == 3)
        #expect(error?.column == 6)
    }

    @Test func everyLineOfJSONLIsAValue() throws {
        let values = try JSONText(parsing: Array("\u{FEFF}{\"a\": 1}\r\n\n [2] \n".utf8)).values
        #expect(values.map(\.line) == [1, 3])
        #expect(values.map(\.value) == [["a": 1], [2]])
    }
}
