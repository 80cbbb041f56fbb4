import LLMCore
import TestSupport
import Testing

/// `chatmd extract`, and `complete --extract`.
@Suite struct ExtractTests {
    private static let chat = """
        Write it.

        # === ASSISTANT ===

        ```py
        print(1)
        ```

        # === USER ===

        ```sh
        mine
        ```

        # === ASSISTANT ===

        ```bash
        echo 2
        ```

        Then:

        ```python title="x"
        \\# === USER ===
        ```

        ```
        bare
        ```

        # === USER ===

        """

    private let scene: Scene

    init() throws {
        scene = try Scene(replying: "So:\n\n```sh\nls\n```\n\nor\n\n```\npwd\n```\n")
        try scene.folder.write("chat.md", Self.chat)
    }

    // MARK: The command

    @Test(
        arguments: [
            ([], "echo 2\n\n# === USER ===\n\nbare\n"), (["--lang", "sh"], "echo 2\n"),
            (["--lang", "Python3"], "# === USER ===\n"),
            (["--all", "--lang", "py"], "print(1)\n\n# === USER ===\n"),
        ] as [([String], String)])
    func theBlocksArePrintedWithABlankLineBetween(arguments: [String], text: String) throws {
        let outcome = try scene.start(["extract", "chat.md"] + arguments).outcome()
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text == text)
        #expect(outcome.errors == "")
        #expect(scene.server.requests.isEmpty)
    }

    @Test func aConversationMayComeFromAPipe() throws {
        let outcome = try scene.run(
            "extract", "-", "--lang", "shell", input: .bytes([UInt8](Self.chat)))
        #expect(outcome.text == "echo 2\n")
    }

    @Test func asJSONTheyHaveTheirPlaces() throws {
        let outcome = try scene.run("extract", "chat.md", "--format", "json")
        #expect(
            try JSONParser.parse(outcome.output) == [
                ["lang": "bash", "text": "echo 2\n", "line": 17],
                ["lang": "python", "text": "# === USER ===\n", "line": 23],
                ["text": "bare\n", "line": 27],
            ])
    }

    @Test(
        arguments: [
            (["--lang", "rust"], "chat.md: error: there is no rust block in the last reply"),
            (["--lang", "rust", "--all"], "there is no rust block in the replies"),
        ] as [([String], String)])
    func noBlockIsAnError(arguments: [String], words: String) throws {
        let outcome = try scene.start(["extract", "chat.md"] + arguments).outcome()
        #expect(outcome.ending == .exit(1))
        #expect(outcome.text == "")
        #expect(outcome.errors.contains(words))
    }

    @Test func noReplyIsAnError() throws {
        let outcome = try scene.run("extract", "-", input: .bytes([UInt8]("```\na\n```\n")))
        #expect(outcome.ending == .exit(1))
        #expect(outcome.errors.contains("there is no reply in the conversation"))
    }

    // MARK: The option

    @Test(arguments: [("-x", "ls\n"), ("--extract", "ls\n"), ("--extract-last", "pwd\n")])
    func oneBlockOfTheReplyIsPrinted(option: String, text: String) throws {
        let fresh = try scene.run("-m", "grok-3", option, input: .bytes([UInt8]("hi")))
        #expect(fresh.ending == .exit(0))
        #expect(fresh.text == text)
        #expect(fresh.errors == "")
    }

    @Test func aReplyWithoutABlockIsShownAsAnError() throws {
        let outcome = try scene.run("-m", "echo", "-x", input: .bytes([UInt8]("no code")))
        #expect(outcome.ending == .exit(1))
        #expect(outcome.text == "")
        #expect(
            outcome.errors == "chatmd: note: this is the reply:\nno code\n"
                + "chatmd: error: there is no code block in the reply\n")
    }

    @Test(arguments: [
        ["--schema", "a"], ["--chunk"], ["--add-delimiters"], ["--rpc"], ["--format", "ndjson"],
    ])
    func itGoesWithTextAlone(others: [String]) throws {
        let outcome = try scene.start(["complete", "chat.md", "-x"] + others).outcome()
        #expect(outcome.ending == .exit(2))
        #expect((outcome.errors + outcome.text).contains("--extract"))
    }

    @Test func whereTheAnswerIsJSONItIsPrintedAsItIs() throws {
        let text = "+++\nresponse_format = \"json\"\n+++\n{}\n"
        let outcome = try scene.run("-m", "echo", "-x", input: .bytes([UInt8](text.utf8)))
        #expect(outcome.text == "{}\n")
    }

    @Test func whatWasSaidBesideCallsOfToolsIsAnotherReply() throws {
        let config = """
            [tools.weather]
            description = "The weather somewhere"
            command = ["cat"]
            approval = "always"

            """
        let isFirst = Locked(true)
        let scene = try Scene(config: config) { _, connection in
            let calls = isFirst.with { isFirst in
                defer { isFirst = false }
                return isFirst
            }
            connection.beginEvents()
            connection.writeText(Scene.escaped(calls ? "```\nbefore\n```" : "```\nafter\n```"))
            if calls { connection.writeCall("weather", "{}", id: "call_1") }
            connection.endReply(calls ? "tool_calls" : "stop")
        }
        let outcome = try scene.run(
            "-m", "grok-3", "-x", "-q", "-T", "weather", input: .bytes([UInt8]("hi")))
        #expect(outcome.text == "after\n")
    }
}
