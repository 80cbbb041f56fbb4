import MarkdownHistory
import Testing

@testable import chatmd

@Suite struct FlemmaFileTests {
    private func file(_ text: String) throws -> String {
        let source = try SourceText(Array(text.utf8))
        return String(decoding: try FlemmaFile(parsing: source).conversation.file(), as: UTF8.self)
    }

    @Test func aMessageMayBeginOnTheLineOfItsMarker() throws {
        #expect(
            try file("@You: a\nb\n@Assistant: c\n") == """
                # === USER ===

                a
                b

                # === ASSISTANT ===

                c

                # === USER ===

                """)
    }

    @Test func whereMarkersStandAloneTheOthersAreText() throws {
        #expect(try file("@You:\na\n@You: b\n") == "# === USER ===\n\na\n@You: b\n")
    }

    @Test func aThoughtWithoutEndIsThoughtToTheEnd() throws {
        #expect(
            try file("@You:\na\n@Assistant:\n<thinking>\nb\n")
                == "# === USER ===\n\na\n\n# === NOTE (reasoning) ===\n\nb\n")
    }

    /// Looking for the end of each block anew would take a quarter of an hour.
    @Test(.timeLimit(.minutes(2))) func manyCallsWithoutTheEndOfTheirBlocksAreRead() throws {
        let call = "**Tool Use:** `f` (`1`)\n```x\n"
        let text = "@Assistant:\n" + String(repeating: call, count: 50_000)
        #expect(try file(text).hasPrefix("# === ASSISTANT ===\n\n\(call)"))
    }

    @Test func aCallWithoutItsBlockIsText() throws {
        let text = try file("@You:\na\n@Assistant:\n**Tool Use:** `f` (`1`)\n````\n{}\n```\n")
        #expect(
            text.contains("# === ASSISTANT ===\n\n**Tool Use:** `f` (`1`)\n````\n{}\n```\n````"))
    }

    @Test func resultsStandBeforeTheUsersText() throws {
        let text = try file(
            """
            @You:
            a
            @Assistant:
            **Tool Use:** `f` (`1`)

            ```json
            {}
            ```
            @You:
            b

            **Tool Result:** `1`

            ````
            ```
            ````
            """)
        #expect(
            text == """
                # === USER ===

                a

                # === ASSISTANT ===

                ``` tool_call f 1
                {}
                ```

                # === TOOL ===

                ```` tool_result f 1
                ```
                ````

                # === USER ===

                b

                """)
    }

    @Test func luaIsNotRunAndOnlyPlainValuesAreTaken() throws {
        let text = try file(
            """
            ```lua
            flemma.opt.temperature = math.random()
            flemma.opt.model = os.getenv("MODEL")
            flemma.opt.max_tokens = 800
            flemma.opt.thinking = 4096
            ```
            @You:
            a
            """)
        #expect(text.hasPrefix("+++\nmax_tokens = 800\nthinking_budget = 4096\n+++\n"))
        #expect(text.contains("flemma.opt.model = os.getenv(\"MODEL\")\n"))
    }

    @Test func aFenceThatIsNeverClosedIsNoFrontMatter() throws {
        let text = try file("```lua\nx\n@You:\na\n")
        #expect(text.hasSuffix("# === USER ===\n\na\n"))
        #expect(!text.hasPrefix("+++"))
    }
}
