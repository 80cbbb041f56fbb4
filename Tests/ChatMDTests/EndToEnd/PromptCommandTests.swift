import LLMCore
import TestSupport
import Testing

/// `chatmd prompt` against a server on loopback.
@Suite struct PromptCommandTests {
    private func completing(_ pieces: String..., finish: String = "stop") throws -> Scene {
        try Scene.service { _, connection in
            connection.beginEvents()
            for piece in pieces {
                connection.writeEvent(
                    #"{"id":"c-1","model":"base-1","choices":[{"index":0,"text":"\#(piece)"}]}"#)
            }
            connection.writeEvent(
                #"{"choices":[{"index":0,"text":"","finish_reason":"\#(finish)"}]}"#)
            connection.writeEvent(
                #"{"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2}}"#)
            connection.writeEvent("[DONE]")
            connection.endChunks()
        }
    }

    @Test func theTextIsGoneOnWith() throws {
        let scene = try completing(" the", " Nile")
        let outcome = try scene.run("prompt", "The longest river is", "-o", "max_tokens=9")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text == " the Nile\n")
        #expect(outcome.errors == "")
        let request = try #require(scene.server.requests.first)
        #expect(request.path == "/v1/completions")
        let body = try scene.sentBody()
        #expect(body["model"] == "gpt-3.5-turbo-instruct")
        #expect(body["prompt"] == "The longest river is")
        #expect(body["max_tokens"] == 9)
        #expect(body["messages"] == nil)
    }

    @Test func eventsAreThoseOfAReply() throws {
        let outcome = try completing(" the", " Nile").run("prompt", "x", "--format", "ndjson")
        let events = try Events(outcome)
        #expect(events.types.first == "start")
        #expect(events.text == " the Nile")
        #expect(events.first("usage")?["input_tokens"] == 5)
        #expect(try events.end()["model"] == "base-1")
        #expect(outcome.errors == "")
    }

    @Test func whatOnlyTheChatsProtocolRefusesIsSent() throws {
        let scene = try completing("c")
        let outcome = try scene.run("prompt", "ab", "-o", "stop=[\".\"]", "-o", "seed=7")
        #expect(outcome.ending == .exit(0))
        let body = try scene.sentBody()
        #expect(body["stop"] == ["."])
        #expect(body["seed"] == 7)
    }

    @Test func oneObjectHoldsTheText() throws {
        let outcome = try completing(" the", " Nile").run("prompt", "x", "--format", "json")
        let json = try JSONParser.parse(outcome.output)
        #expect(json["text"] == " the Nile")
        #expect(json["model"] == "base-1")
    }

    @Test func stdinLosesItsLastLineEndOnly() throws {
        for words in [["prompt"], ["prompt", "-"]] {
            let scene = try completing("c")
            _ = try scene.start(words, input: .bytes(Array("a\nb\n\n".utf8))).outcome()
            #expect(try scene.sentBody()["prompt"] == "a\nb\n")
        }
    }

    @Test func aTextThatIsCutIsNoted() throws {
        let outcome = try completing("c", finish: "length").run("prompt", "ab")
        #expect(outcome.ending == .exit(0))
        #expect(
            outcome.errors
                == "chatmd: note: the reply was cut off at the token limit; raise max_tokens\n")
    }

    @Test func settingsOfTheConfigurationCountButItsModelForChatsDoesNot() throws {
        let scene = try completing("c")
        let config = try #require(scene.folder.text("home/.config/chatmd/config.toml"))
        try scene.write(
            config: "model = \"gpt-5.5\"\nsystem = \"Be kind.\"\ntemperature = 0.5\n"
                + "fallback = [\"echo\"]\n" + config)
        let outcome = try scene.run("prompt", "ab")
        #expect(outcome.ending == .exit(0))
        let body = try scene.sentBody()
        #expect(body["model"] == "gpt-3.5-turbo-instruct")
        #expect(body["temperature"] == 0.5)
    }

    @Test(arguments: [["-m", "free/base"], ["-o", "model=free/base"]])
    func aProviderOfOnesOwnIsAsked(_ options: [String]) throws {
        let scene = try completing("c")
        let outcome = try scene.start(["prompt", "ab"] + options).outcome()
        #expect(outcome.text == "c\n")
        #expect(try scene.sentBody()["model"] == "base")
        #expect(scene.server.requests.first?["authorization"] == nil)
    }

    @Test(arguments: [
        (["a", "b"], 2, "one text at a time, not 2"), ([""], 2, "the text to go on with is empty"),
        (["a", "-o", "system=x"], 2, "prompt sends no messages, so it takes no system message"),
        (["a", "-m", "xai/grok-3"], 7, "xAI has no text completions"),
        (["a", "-m", "work/x"], 4, "no key for work: WORK_KEY is not set"),
        (["a", "--provider", "free"], 7, "free has no default model for text completions"),
    ])
    func whatCannotBeAskedIsSaidBeforeSending(
        _ words: [String], _ status: Int32, _ message: String
    ) throws {
        let scene = try completing("c")
        let outcome = try scene.start(["prompt"] + words).outcome()
        #expect(outcome.ending == .exit(status))
        #expect(outcome.errors.hasPrefix("chatmd: error: \(message)\n"))
        #expect(scene.server.connectionCount == 0)
    }

    @Test(
        arguments: [
            (401, 4, "authentication"), (404, 7, "model_not_found"), (429, 5, "rate_limited"),
        ] as [(Int, Int32, String)])
    func aStatusHasItsCode(_ status: Int, _ exit: Int32, _ code: String) throws {
        let scene = try Scene.answering(
            (status, #"{"error":{"message":"No: \#(Scene.openAIKey)"}}"#))
        let outcome = try scene.run("prompt", "a")
        #expect(outcome.ending == .exit(exit))
        #expect(outcome.errors.hasPrefix("chatmd: error: No: [redacted]\n"))
        let printed = try scene.run("prompt", "a", "--format", "ndjson")
        #expect(try Events(printed).end()["code"]?.string == code)
        #expect(scene.expectNoOpenAIKey(in: outcome) && scene.expectNoOpenAIKey(in: printed))
    }

    @Test func aBusyServerIsAskedAgain() throws {
        let whole =
            #"{"model":"b","choices":[{"index":0,"text":" west","finish_reason":"stop"}]}"#
        let scene = try Scene.answering((503, #"{"error":{"message":"busy"}}"#), (200, whole))
        let outcome = try scene.run(
            "prompt", "The sun sets in the", "--retries", "1", "--no-stream")
        #expect(outcome.text == " west\n")
        #expect(outcome.errors.hasPrefix("chatmd: busy; trying again in "))
    }

    @Test func whatCameBeforeACutIsPrinted() throws {
        let scene = try Scene.service { _, connection in
            connection.beginEvents()
            connection.writeEvent(#"{"choices":[{"index":0,"text":"half"}]}"#)
        }
        let outcome = try scene.run("prompt", "a")
        #expect(outcome.ending == .exit(6))
        #expect(outcome.text == "half\n")
    }
}
