import LLMCore
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `--format ndjson` where no request is made: still exactly one event at the end, and no stderr.
@Suite struct EventStreamTests {
    private let scene: Scene

    init() throws {
        scene = try Scene(replying: "Yo", config: "default_model = \"grok-3\"\n")
    }

    @Test(arguments: [
        ["--format", "ndjson", "--nope"], ["--nope", "--format=ndjson"],
        ["complete", "--format", "ndjson", "--all"], ["--format", "ndjson", "a.md", "b.md"],
        ["appendd", "--format", "ndjson"], ["append", "a.md", "--rpc"],
        ["complete", "a.md", "--rpc"], ["complete", "--rpc", "-o", "nope=1"],
    ])
    func aUsageErrorIsAnEvent(arguments: [String]) throws {
        let outcome = try scene.start(arguments).outcome()
        #expect(outcome.ending == .exit(2))
        #expect(outcome.errors == "")
        let events = try Events(outcome)
        #expect(events.types == ["error"])
        #expect(try events.end()["code"] == "usage")
    }

    @Test(
        arguments: [
            ("+++\nmodel =\n+++\n", "invalid_file", 3, 2, 8),
            ("hi\n\n# === ASSISTANT ===\n\nHello\n", "nothing_to_send", 8, nil, nil),
            ("+++\nmodel = 'x'\n+++\nhi\n", "model_not_found", 7, 2, 9),
        ] as [(String, String, Int32, Int?, Int?)])
    func aWrongFileIsAnEventWithItsPlace(
        text: String, code: String, status: Int32, line: Int?, column: Int?
    ) throws {
        try scene.folder.write("chat.md", text)
        let outcome = try scene.run("chat.md", "--format", "ndjson")
        #expect(outcome.ending == .exit(status))
        #expect(outcome.errors == "")
        let error = try Events(outcome).end()
        #expect(error["code"]?.string == code)
        #expect(error["path"] == "chat.md")
        #expect(error["line"]?.int == line)
        #expect(error["column"]?.int == column)
    }

    @Test func aMissingFileIsAnEvent() throws {
        let outcome = try scene.run("missing.md", "--format", "ndjson")
        #expect(outcome.ending == .exit(1))
        #expect(outcome.errors == "")
        #expect(try Events(outcome).end()["code"] == "io")
    }

    @Test func warningsAreEventsBeforeTheStart() throws {
        try scene.folder.write(
            "chat.md", "+++\nmodel = \"grok-3\"\ntemprature = 1\n\n[extra]\nx = 1\n+++\nhi\n")
        let outcome = try scene.run("chat.md", "--format", "ndjson")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.errors == "")
        let events = try Events(outcome)
        #expect(events.types == ["warning", "warning", "start", "text", "usage", "done"])
        #expect(
            events.all[0] == [
                "type": "warning", "message": "unknown key `temprature`",
                "hint": "did you mean `temperature`?", "path": "chat.md", "line": 3, "column": 1,
            ])
        #expect(events.all[1]["line"] == 5)
    }

    @Test func warningsForPeopleGoToStandardError() throws {
        try scene.folder.write("chat.md", "+++\ntemprature = 1\n+++\nhi\n")
        let outcome = try scene.run("chat.md", "-m", "grok-3")
        #expect(outcome.text == "Yo\n")
        #expect(
            outcome.errors == """
                chat.md:2:1: warning: unknown key `temprature`
                  did you mean `temperature`?

                """)
    }

    @Test func chunksKeepErrorsOutOfOutput() throws {
        let outcome = try scene.run("complete", "--chunk", input: .bytes([UInt8]("+++\n")))
        #expect(outcome.ending == .exit(3))
        #expect(outcome.text == "")
        #expect(outcome.errors.contains("error: the front matter is not closed"))
    }

    @Test func noChunkSplitsACharacter() throws {
        let scene = try Scene { _, connection in
            connection.beginEvents()
            for byte in #"data: {"choices":[{"delta":{"content":"é漢😀"}}]}"#.utf8 {
                connection.writeChunk([byte])
            }
            connection.writeChunk("\n\ndata: [DONE]\n\n")
            connection.endChunks()
        }
        let outcome = try scene.run(
            "complete", "-m", "grok-3", "--format", "ndjson", input: .bytes([UInt8]("hi")))
        #expect(try Events(outcome).text == "é漢😀")
    }

    @Test func reasoningIsNoChunk() throws {
        let scene = try Scene { _, connection in
            connection.beginEvents()
            connection.writeEvent(#"{"choices":[{"delta":{"reasoning_content":"Hm."}}]}"#)
            connection.writeText("Two")
            connection.writeEvent("[DONE]")
            connection.endChunks()
        }
        try scene.folder.write("chat.md", "hi\n")
        let events = try Events(try scene.run("chat.md", "-m", "grok-3", "--format", "ndjson"))
        #expect(events.types == ["start", "reasoning", "text", "done"])
        #expect(events.first("reasoning")?["text"] == "Hm.")
        #expect(events.text == "Two")
        let text = try scene.run("chat.md", "-m", "grok-3")
        #expect(text.text == "Two\n")
        #expect(text.errors == "")
    }

    @Test(
        .enabled(if: access("/dev/full", W_OK) == 0, "there is no /dev/full"),
        arguments: [[], ["--chunk"], ["--add-delimiters"]])
    func outputThatCannotBeWrittenIsAnError(options: [String]) throws {
        try scene.folder.write("chat.md", "hi\n")
        let process = try scene.start(
            ["complete", "chat.md", "-m", "grok-3"] + options,
            shell: "exec \"$0\" \"$@\" > /dev/full")
        let outcome = try process.outcome()
        #expect(outcome.ending == .exit(1))
        #expect(
            outcome.errors
                == "chatmd: error: writing the output failed: No space left on device\n")
    }

    // MARK: Other commands

    @Test func parsePrintsTheConversation() throws {
        try scene.folder.write(
            "chat.md",
            "+++\nmodel = \"grok-3\"\n+++\n\nhi\n\n# === ASSISTANT (x) ===\n\n\\# === USER ===\n")
        let outcome = try scene.run("parse", "chat.md")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.errors == "")
        let json = try JSONParser.parse(outcome.output)
        #expect(
            json == [
                "path": "chat.md",
                "front_matter": [
                    "syntax": "toml", "lines": ["first": 1, "last": 3],
                    "bytes": ["start": 0, "end": 25],
                ],
                "settings": ["model": ["value": "grok-3", "line": 2, "column": 1]],
                "messages": [
                    [
                        "role": "user", "content": "hi", "lines": ["first": 5, "last": 5],
                        "bytes": ["start": 26, "end": 28],
                    ],
                    [
                        "role": "assistant", "name": "x", "content": "# === USER ===",
                        "heading_line": 7, "lines": ["first": 9, "last": 9],
                        "bytes": ["start": 55, "end": 70],
                    ],
                ],
                "sections": [
                    ["role": "user", "lines": ["first": 4, "last": 6], "message": 0],
                    [
                        "role": "assistant", "name": "x", "heading_line": 7,
                        "lines": ["first": 7, "last": 9], "message": 1,
                    ],
                ],
                "diagnostics": [],
            ])
    }

    @Test func versionAndHelpGoToOutput() throws {
        for arguments in [
            ["--version"], ["--help"], ["-h"], ["help"], ["append", "-h"], ["help", "append"],
        ] {
            let outcome = try scene.start(arguments).outcome()
            #expect(outcome.ending == .exit(0))
            #expect(outcome.text.hasPrefix("chatmd "))
            #expect(outcome.errors == "")
        }
    }

    @Test func withoutArgumentsOnATerminalThereIsShortHelp() throws {
        let outcome = try scene.start([], input: .terminal).outcome()
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text.contains("Usage:"))
    }
}
