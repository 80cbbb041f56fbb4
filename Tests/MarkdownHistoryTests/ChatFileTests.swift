import Testing

@testable import MarkdownHistory

@Suite struct ChatFileTests {
    @Test func textBeforeTheFirstRoleLineIsTheUsers() throws {
        let turns = try parse("hello\n\n# === ASSISTANT ===\n\nhi\n")
        #expect(turns.map(\.role) == [.user, .assistant])
        #expect(turns.map(\.text) == ["hello", "hi"])
    }

    @Test func blankSectionsAreDropped() throws {
        let turns = try parse("\n# === USER ===\n \t\n# === ASSISTANT ===\n# === USER ===\nq")
        #expect(turns.map(\.text) == ["q"])
    }

    @Test func sectionsOfOneRoleStaySeparate() throws {
        #expect(try parse("# === USER ===\na\n# === USER ===\nb").map(\.text) == ["a", "b"])
    }

    @Test func outerBlankLinesAreTrimmedAndNothingElse() throws {
        #expect(
            try parse("\n \n    code  \n\n\n  b\t\n\t\n").map(\.text) == ["    code  \n\n\n  b\t"])
    }

    @Test func placesAreThoseOfTheText() throws {
        let turn = try #require(try parse("# === USER ===\r\n\r\nä\r\nb\r\n\r\n").first)
        #expect(turn.headingLine == 1)
        #expect(turn.lines == 3...4)
        #expect(turn.bytes == 18..<23)
        #expect(turn.text == "ä\nb")
    }

    @Test func everyLineEndingCounts() throws {
        let turns = try parse(
            "hello\r# === SYSTEM ===\rs\r\n# === USER ===\nq\u{2028}x\u{0B}\u{85}")
        #expect(turns.map(\.role) == [.user, .system, .user])
        #expect(turns.last?.text == "q\u{2028}x\u{0B}\u{85}")
    }

    @Test func aByteOrderMarkIsSkipped() throws {
        #expect(try parse("\u{FEFF}# === SYSTEM ===\ns").map(\.role) == [.system])
        #expect(try parse("\u{FEFF}hi").map(\.text) == ["hi"])
        #expect(try parse("\u{FEFF}").isEmpty)
    }

    @Test(arguments: [
        "```\n# === USER ===\nx\n```", "~~~~ py\n# === USER ===\n~~~\n~~~~",
        "<!--\n# === USER ===\n-->", "<pre>\n# === USER ===\n</pre>", "<details>\n# === USER ===",
        "<?php\n# === USER ===\n?>", "<!X\n# === USER ===\n>", "<![CDATA[\n# === USER ===\n]]>",
        "   ```\n# === USER ===\n```",
    ])
    func aRoleLineInsideATopLevelBlockIsContent(block: String) throws {
        #expect(try parse("q\n\n" + block).map(\.role) == [.user])
    }

    @Test(arguments: [
        "- ```\n# === SYSTEM ===\nx", "> ```\n# === SYSTEM ===\nx", "    code\n# === SYSTEM ===\nx",
        "para\n# === SYSTEM ===\nx", "[a]: /u\n===\n<foo>\n\n# === SYSTEM ===\nx",
        "<![CDATA[\nx]]>\n\n# === SYSTEM ===\nx", "<details>\n\n# === SYSTEM ===\nx",
        "[a\n# === SYSTEM ===\nx", "``` a`b\n# === SYSTEM ===\nx",
    ])
    func anythingElseEndsAtARoleLine(text: String) throws {
        #expect(try parse(text).last?.role == .system)
        #expect(try parse(text).last?.text == "x")
    }

    @Test(arguments: [
        "=== SYSTEM ===\n===", "# === *SYSTEM* ===", "# === &#83;YSTEM ===", " # === SYSTEM ===",
        "> # === SYSTEM ===", "- # === SYSTEM ===", "# === SYSTEM === #", "x = 1# === SYSTEM ===",
    ])
    func aLookAlikeIsContent(line: String) throws {
        #expect(try parse("q\n\n\(line)\nx").map(\.role) == [.user])
    }

    @Test func oneBackslashIsTakenFromAnEscapedRoleLine() throws {
        let text =
            "\\# === USER ===\n\\\\# === NOTE (a) === \n\\# === User ===\n```\n\\# === TOOL ===\n```"
        let expected =
            "# === USER ===\n\\# === NOTE (a) === \n\\# === User ===\n```\n# === TOOL ===\n```"
        #expect(try parse(text).map(\.text) == [expected])
    }

    // MARK: Hidden role lines

    @Test func aRoleLineInAClosedBlockOfTheUsersIsAWarning() throws {
        let file = try ChatFile(parsing: Array("q\n\n```\n# === USER ===\n```\n".utf8))
        #expect(file.diagnostics.map(\.severity) == [.warning])
        #expect(file.diagnostics.first?.line == 4)
    }

    @Test func aRoleLineInAnOpenBlockIsAnErrorThatNamesBothLines() throws {
        let file = try ChatFile(parsing: Array("q\n\n```py\n# === USER ===\nlost?".utf8))
        let error = try #require(file.diagnostics.first)
        #expect(error.severity == .error)
        #expect(error.line == 4)
        #expect(error.message.contains("begins on line 3"))
        #expect(error.hint?.contains("backslash") == true)
        #expect(
            error.hint?.contains("the line ```` ``` ````") == true
                || error.hint?.contains("```") == true)
    }

    @Test func aRoleLineInABlockOfAnotherSectionIsAnError() throws {
        let file = try ChatFile(
            parsing: Array(
                "# === ASSISTANT ===\n<!--\n# === USER ===\n-->\n\n# === USER ===\nq".utf8))
        #expect(file.diagnostics.map(\.severity) == [.error])
    }

    // MARK: Bytes

    @Test func aNULIsAnErrorWithItsPlace() {
        let error = MarkdownHistoryError(
            line: 2, column: 2, message: "NUL byte: this is not a text file",
            hint: "conversations are UTF-8 text; is this the right file?")
        #expect(throws: error) { try ChatFile(parsing: Array("a\nb\0".utf8)) }
    }

    @Test(
        arguments: [
            ([0x61, 0x0A, 0xC3, 0x28], 2, 1), ([0x61, 0xFF], 1, 2), ([0xE2, 0x82], 1, 1),
            ([0xED, 0xA0, 0x80], 1, 1), ([0x0D, 0x0D, 0x62, 0xF8], 3, 2),
        ] as [([UInt8], Int, Int)])
    func invalidUTF8IsAnErrorWithItsPlace(bytes: [UInt8], line: Int, column: Int) throws {
        let error = try #require(throws: MarkdownHistoryError.self) { try ChatFile(parsing: bytes) }
        #expect((error.line, error.column) == (line, column))
        #expect(error.message == "invalid UTF-8")
    }

    private func parse(_ text: String) throws -> [Turn] {
        try ChatFile(parsing: Array(text.utf8)).turns
    }
}
