import TestSupport
import Testing

@testable import MarkdownHistory

@Suite struct CodeBlockTests {
    private func blocks(_ reply: String) throws -> [CodeBlock] {
        let file = try ChatFile(parsing: Array("hi\n\n# === ASSISTANT ===\n\n\(reply)".utf8))
        return file.codeBlocks(of: try #require(file.turns.last))
    }

    @Test func aBlockHasItsLanguageItsTextAndItsLines() throws {
        #expect(
            try blocks("So:\n\n```py hello.py\nprint(1)\n\n# two\n```\n\nDone.") == [
                CodeBlock(language: "py", text: "print(1)\n\n# two\n", lines: 7...11)
            ])
    }

    @Test(arguments: [
        ("```\na\n```", "a\n"), ("~~~~\n```\na\n```\n~~~~", "```\na\n```\n"),
        ("```\n```", ""), ("```\n\n```", "\n"), ("```\na\n\nb", "a\n\nb\n"), ("```", ""),
        ("  ```\n  a\n    b\n c\n  ```", "a\n  b\nc\n"), ("```\r\na\r\n```\r\n", "a\n"),
        ("```\n\\# === USER ===\n\\\\# === NOTE ===\n```", "# === USER ===\n\\# === NOTE ===\n"),
        ("```\n&amp; \\* é\n```", "&amp; \\* é\n"), ("text\n```\na\n```", "a\n"),
    ])
    func theTextIsWhatStandsBetweenTheFences(reply: String, text: String) throws {
        #expect(try blocks(reply).map(\.text) == [text])
    }

    @Test(arguments: [
        "    indented", "`a`", "> ```\n> a\n> ```", "- ```\n  a\n  ```", "<!--\n```\na\n```\n-->",
        "\\```\na", "``\na\n``", "<pre>\n```\na\n```\n</pre>",
    ])
    func everythingElseIsNone(reply: String) throws {
        #expect(try blocks(reply).isEmpty)
    }

    @Test func severalComeInOrder() throws {
        #expect(try blocks("```a\n1\n```\n```b\n2\n```").map(\.language) == ["a", "b"])
    }

    @Test func aToolRecordIsNone() throws {
        let text = """
            ``` json
            {}
            ```

            ``` tool_call calculator call_1
            {"expression": "1 + 1"}
            ```

            # === TOOL ===

            ``` tool_result calculator call_1
            2
            ```
            """
        let file = try ChatFile(parsing: Array("hi\n\n# === ASSISTANT ===\n\n\(text)".utf8))
        #expect(file.codeBlocks(of: file.turns[1]).map(\.language) == ["json"])
        #expect(file.codeBlocks(of: file.turns[2]).isEmpty)
    }

    @Test func theBlocksOfOneTurnAreItsOwn() throws {
        let text =
            "```a\n1\n```\n\n# === ASSISTANT ===\n\n```b\n2\n```\n\n# === USER ===\n\n```c\n3\n```"
        let file = try ChatFile(parsing: Array(text.utf8))
        #expect(
            file.turns.map { file.codeBlocks(of: $0).map(\.language) } == [["a"], ["b"], ["c"]])
    }

    @Test func aTextOfItsOwnHasNoEscapes() throws {
        let text = "```\n\\# === USER ===\n```\n"
        #expect(try CodeBlock.blocks(in: text).map(\.text) == ["\\# === USER ===\n"])
    }

    /// What is found is in the text, line by line.
    @Test func onlyLinesOfTheTextAreFound() throws {
        for seed in Seeds(cases: 500) {
            var hostile = HostileText(seed: seed)
            let text = hostile.text() + "\n```x\n" + hostile.text()
            guard let blocks = try? CodeBlock.blocks(in: text) else { continue }
            let source = try SourceText(Array(text.utf8))
            for block in blocks {
                #expect(block.lines.upperBound <= source.lineCount, "CHATMD_SEED=\(seed)")
                let lines = block.text.utf8.split(
                    separator: .lineFeed, omittingEmptySubsequences: false)
                for (number, line) in zip(block.lines.dropFirst(), lines.dropLast()) {
                    let original = source.line(number)
                    #expect(original.suffix(line.count).elementsEqual(line), "CHATMD_SEED=\(seed)")
                }
            }
        }
    }
}
