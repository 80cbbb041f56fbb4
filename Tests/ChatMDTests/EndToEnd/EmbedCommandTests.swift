import LLMCore
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `chatmd embed` against a server on loopback.
@Suite struct EmbedCommandTests {
    /// Answers each text with two numbers: its length, and how many texts came before in the request.
    private func embedding() throws -> Scene {
        try Scene.service { request, connection in
            let texts = (try? JSONParser.parse(request.body))?["input"]?.array ?? []
            let rows = texts.enumerated().map { index, text in
                #"{"index":\#(index),"embedding":[\#(text.string?.utf8.count ?? -1),\#(index).25]}"#
            }
            connection.respond(
                body: #"{"model":"e-1","data":[\#(rows.joined(separator: ","))],"#
                    + #""usage":{"prompt_tokens":\#(texts.count)}}"#)
        }
    }

    private func inputs(_ scene: Scene) throws -> [[String]] {
        try scene.server.requests.map { request in
            (try JSONParser.parse(request.body)["input"]?.array ?? []).compactMap(\.string)
        }
    }

    // MARK: Output

    @Test func textsBecomeOneObject() throws {
        let scene = try embedding()
        let outcome = try scene.run("embed", "a", "bcd")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.errors == "")
        #expect(
            outcome.text
                == #"{"model":"e-1","dimensions":2,"usage":{"input_tokens":2},"#
                + #""embeddings":[[1.0,0.25],[3.0,1.25]]}"# + "\n")
        let request = try #require(scene.server.requests.first)
        #expect(request.path == "/v1/embeddings")
        #expect(request["authorization"] == "Bearer \(Scene.openAIKey)")
        #expect(
            try JSONParser.parse(request.body)
                == ["model": "text-embedding-3-small", "input": ["a", "bcd"]])
        #expect(scene.expectNoOpenAIKey(in: outcome))
    }

    @Test func textIsALineOfNumbers() throws {
        let outcome = try embedding().run("embed", "a", "bcd", "--format", "text")
        #expect(outcome.text == "1.0 0.25\n3.0 1.25\n")
    }

    @Test func eventsEndWithDone() throws {
        let outcome = try embedding().run("embed", "a", "bcd", "--format", "ndjson")
        let events = try Events(outcome)
        #expect(events.types == ["start", "embedding", "embedding", "usage", "done"])
        #expect(events.all[0]["texts"] == 2)
        #expect(events.all[2]["index"] == 1)
        #expect(events.all[2]["embedding"]?.array?.map(\.double) == [3, 1.25])
        #expect(events.all[3]["input_tokens"] == 2)
        #expect(try events.end()["dimensions"] == 2)
        #expect(try events.end()["model"] == "e-1")
        #expect(outcome.errors == "")
    }

    // MARK: Input

    @Test func stdinIsOneTextWithoutItsLastLineEnd() throws {
        for words in [["embed"], ["embed", "-"]] {
            let scene = try embedding()
            let outcome = try scene.start(words, input: .bytes(Array("a\nb\r\n".utf8))).outcome()
            #expect(outcome.ending == .exit(0))
            #expect(try inputs(scene) == [["a\nb"]])
        }
    }

    @Test func linesAreTextsOfTheirOwn() throws {
        let scene = try embedding()
        _ = try scene.run("embed", "--lines", input: .bytes(Array("eins\r\nzwei\n\u{1F600}".utf8)))
        #expect(try inputs(scene) == [["eins", "zwei", "\u{1F600}"]])
    }

    @Test func manyLinesComeBackInOrder() throws {
        let scene = try embedding()
        let lines = (0..<150).map { String(repeating: "x", count: $0 + 1) }
        let outcome = try scene.run(
            "embed", "-m", "free/e", "--lines", "--format", "text",
            input: .bytes(Array((lines.joined(separator: "\n") + "\n").utf8)))
        let first = outcome.text.split(separator: "\n").map { $0.split(separator: " ")[0] }
        #expect(first.map { Double($0) } == (1...150).map(Double.init))
        #expect(try inputs(scene).map(\.count) == [64, 64, 22])
        #expect(outcome.errors == "")
    }

    @Test(arguments: [
        (["embed", "--lines"], "a\n\nb\n", "line 2 is empty, and has no embedding"),
        (["embed"], "\n", "there is no text on stdin"),
        (["embed"], "", "there is no text on stdin"),
        (["embed", "a", "-"], "", "- reads stdin, so it stands alone"),
        (["embed", "--lines", "a"], "", "--lines cuts what is on stdin, so it takes no TEXT"),
        (["embed", "a", ""], "", "an empty text has no embedding"),
        (["embed", "a", "--dimensions", "0"], "", "--dimensions takes a number above 0"),
        (
            ["embed", "a", "--format", "jsonl"], "",
            "--format takes text or ndjson or json, not `jsonl`"
        ),
    ])
    func aWrongCommandLineIsExplained(_ words: [String], _ input: String, _ message: String) throws
    {
        let scene = try embedding()
        let outcome = try scene.start(words, input: .bytes(Array(input.utf8))).outcome()
        #expect(outcome.ending == .exit(2))
        #expect(outcome.errors.hasPrefix("chatmd: error: \(message)\n"))
        #expect(scene.server.requests.isEmpty)
    }

    @Test func bytesThatAreNoTextAreRefused() throws {
        let outcome = try embedding().run("embed", input: .bytes([0xFF, 0xFE]))
        #expect(outcome.ending == .exit(3))
        #expect(outcome.errors == "chatmd: error: the text on stdin is not UTF-8 text\n")
    }

    // MARK: Models and providers

    @Test func modelAndLengthAreSent() throws {
        let scene = try embedding()
        _ = try scene.run("embed", "a", "-m", "openai/text-embedding-3-large", "--dimensions", "2")
        let body = try scene.sentBody()
        #expect(body["model"] == "text-embedding-3-large")
        #expect(body["dimensions"] == 2)
    }

    @Test func aProviderOfOnesOwnIsAskedWithItsKey() throws {
        var scene = try embedding()
        scene.environment["WORK_KEY"] = "work-key-0123456789"
        let outcome = try scene.run("embed", "a", "-m", "work/some-model")
        #expect(outcome.ending == .exit(0))
        let request = try #require(scene.server.requests.first)
        #expect(request["authorization"] == "Bearer work-key-0123456789")
        #expect(try scene.sentBody()["model"] == "some-model")
    }

    @Test func geminiIsAskedInItsOwnWay() throws {
        var scene = try Scene.answering((200, #"{"embeddings":[{"values":[0.5,-1e-3]}]}"#))
        scene.environment["GEMINI_API_KEY"] = "gemini-key-0123456789"
        scene.environment["GOOGLE_GEMINI_BASE_URL"] = scene.server.baseURL
        let outcome = try scene.run("embed", "a", "--provider", "gemini", "--format", "text")
        #expect(outcome.text == "0.5 -0.001\n")
        let request = try #require(scene.server.requests.first)
        #expect(request.path == "/v1/models/gemini-embedding-001:batchEmbedContents")
        #expect(request["x-goog-api-key"] == "gemini-key-0123456789")
        #expect(request["authorization"] == nil)
    }

    @Test func theModelForChatsIsNotAsked() throws {
        let scene = try embedding()
        let config = try #require(scene.folder.text("home/.config/chatmd/config.toml"))
        try scene.write(config: "model = \"gpt-5.5\"\n" + config)
        _ = try scene.run("embed", "a")
        #expect(try scene.sentBody()["model"] == "text-embedding-3-small")
    }

    @Test(arguments: [
        (["-m", "xai/grok-3"], 7, "xAI has no embeddings"),
        (["--provider", "free"], 7, "free has no default model for embeddings"),
        (["--provider", "opneai"], 3, "there is no provider `opneai`"),
        (["-m", "work/e"], 4, "no key for work: WORK_KEY is not set"),
    ])
    func whatCannotBeAskedIsSaidBeforeSending(
        _ options: [String], _ status: Int32, _ message: String
    ) throws {
        let scene = try embedding()
        let outcome = try scene.start(["embed", "a"] + options).outcome()
        #expect(outcome.ending == .exit(status))
        #expect(outcome.errors.hasPrefix("chatmd: error: \(message)\n"))
        #expect(scene.server.connectionCount == 0)
    }

    @Test func withoutAnyKeyTheVariablesAreNamed() throws {
        var scene = try embedding()
        scene.environment["OPENAI_API_KEY"] = nil
        let outcome = try scene.run("embed", "a")
        #expect(outcome.ending == .exit(4))
        #expect(outcome.errors.contains("OPENAI_API_KEY"))
        #expect(outcome.errors.contains("-m ollama/NAME"))
    }

    // MARK: Errors

    @Test(
        arguments: [
            (401, 4, "authentication"), (404, 7, "model_not_found"), (429, 5, "rate_limited"),
            (500, 7, "server"),
        ] as [(Int, Int32, String)])
    func aStatusHasItsCode(_ status: Int, _ exit: Int32, _ code: String) throws {
        let answer = #"{"error":{"message":"No: \#(Scene.openAIKey)"}}"#
        let scene = try Scene.answering((status, answer), headers: [("x-request-id", "req_1")])
        let outcome = try scene.run("embed", "a")
        #expect(outcome.ending == .exit(exit))
        #expect(outcome.text == "")
        #expect(outcome.errors.hasPrefix("chatmd: error: No: [redacted]\n"))
        #expect(outcome.errors.contains("request id: req_1\n"))

        let printed = try scene.run("embed", "a", "--format", "ndjson")
        #expect(printed.ending == .exit(exit))
        #expect(printed.errors == "")
        let event = try Events(printed).end()
        #expect(event["code"]?.string == code)
        #expect(event["status"]?.int == status)
        #expect(event["provider"] == "openai")
        #expect(scene.expectNoOpenAIKey(in: outcome) && scene.expectNoOpenAIKey(in: printed))
    }

    @Test func aBusyServerIsAskedAgain() throws {
        let good = #"{"data":[{"embedding":[1]}]}"#
        let busy = #"{"error":{"message":"busy"}}"#
        let scene = try Scene.answering((429, busy), (503, busy), (200, good))
        let outcome = try scene.run("embed", "a", "--retries", "2", "--format", "text")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text == "1.0\n")
        #expect(outcome.errors.hasPrefix("chatmd: busy; trying again in "))
        #expect(outcome.errors.split(separator: "\n").count == 2)

        let events = try Events(
            try Scene.answering((429, busy), (200, good))
                .run("embed", "a", "--retries", "1", "--format", "ndjson"))
        #expect(events.types == ["start", "retry", "embedding", "done"])
        #expect(events.first("retry")?["code"] == "rate_limited")
    }

    @Test(arguments: [
        (
            #"{"data":[{"embedding":[1]},{"embedding":[2]}]}"#,
            "1 embeddings were asked for, and 2 came"
        ),
        (#"{"data":[]}"#, "1 embeddings were asked for, and 0 came"),
        ("{", "the answer is not JSON"), ("", "127.0.0.1"),
        (#"{"error":{"message":"not today"}}"#, "not today"),
    ])
    func aWrongAnswerIsRefused(_ answer: String, _ message: String) throws {
        let scene = try Scene.answering((200, answer))
        let outcome = try scene.run("embed", "a")
        #expect(outcome.ending == .exit(7))
        #expect(outcome.text == "")
        #expect(outcome.errors.hasPrefix("chatmd: error: \(message)"))
    }

    @Test func aBodyThatIsCutIsANetworkError() throws {
        let scene = try Scene.service { _, connection in
            connection.writeHead(headers: [
                ("Content-Type", "application/json"), ("Content-Length", "1000"),
            ])
            connection.write(#"{"data":["#)
        }
        let outcome = try scene.run("embed", "a")
        #expect(outcome.ending == .exit(6))
        #expect(outcome.text == "")
    }

    @Test func aHugeBodyIsGivenUp() throws {
        let scene = try Scene.service { _, connection in
            connection.writeHead(headers: [("Content-Type", "application/json")])
            let blanks = [UInt8](repeating: 0x20, count: 1 << 20)
            for _ in 0..<80 where !connection.write(blanks) { break }
        }
        let outcome = try scene.run("embed", "a")
        #expect(outcome.ending == .exit(7))
        #expect(outcome.errors == "chatmd: error: the answer is larger than 64 MB\n")
    }

    @Test func aSilentServerTimesOut() throws {
        let over = Gate()
        let scene = try Scene.service { _, _ in over.wait() }
        let outcome = try scene.run("embed", "a", "--timeout", "0.3")
        over.open()
        #expect(outcome.ending == .exit(6))
        #expect(outcome.errors.contains("sent nothing for 0.3 s"))
    }

    @Test func vectorsThatCameAreKeptWhenALaterBatchFails() throws {
        let rows = [String](repeating: #"{"embedding":[1]}"#, count: 64).joined(separator: ",")
        let lines = String(repeating: "x\n", count: 100)
        for (format, count) in [("ndjson", 66), ("text", 64), ("json", 0)] {
            let scene = try Scene.answering((200, #"{"data":[\#(rows)]}"#), (400, "{}"))
            let outcome = try scene.run(
                "embed", "-m", "free/e", "--lines", "--format", format,
                input: .bytes(Array(lines.utf8)))
            #expect(outcome.ending == .exit(7))
            #expect(outcome.text.split(separator: "\n").count == count, "\(format)")
        }
    }

    @Test(arguments: ["json", "text", "ndjson"])
    func aSignalEndsTheWait(_ format: String) throws {
        let arrived = Gate()
        let over = Gate()
        let scene = try Scene.service { _, _ in
            arrived.open()
            over.wait()
        }
        let process = try scene.start(["embed", "a", "--format", format])
        arrived.wait()
        process.send(SIGINT)
        let outcome = try process.outcome()
        over.open()
        #expect(outcome.ending == .signal(SIGINT))
        #expect(outcome.errors == "")
        guard format == "ndjson" else {
            #expect(outcome.text == "")
            return
        }
        #expect(try Events(outcome).end()["finish_reason"] == "cancelled")
    }
}
