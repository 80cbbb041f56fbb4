import LLMCore
import TestSupport
import Testing

/// Answers that have to be JSON: nothing else is given out, and a wrong one is asked for once more.
@Suite struct StructuredAnswerTests {
    private static let right = #"{"name": "Ada", "age": 36}"#
    private static let wrong = #"{"name": "Ada", "age": "36"}"#
    private static let problem = #"/age: must be an integer, not "36""#

    /// A server that gives these replies one after the other.
    private static func scene(_ replies: String..., finish: String = "stop") throws -> Scene {
        let rest = Locked(replies)
        return try Scene { _, connection in
            let reply = rest.with { $0.isEmpty ? "" : $0.removeFirst() }
            connection.beginEvents()
            connection.writeText(Scene.escaped(reply))
            connection.writeEvent(
                #"{"choices":[{"index":0,"delta":{},"finish_reason":"\#(finish)"}]}"#)
            connection.writeEvent(
                #"{"choices":[],"usage":{"prompt_tokens":12,"completion_tokens":3}}"#)
            connection.writeEvent("[DONE]")
            connection.endChunks()
        }
    }

    private static let arguments = ["-m", "grok-3", "--schema", "name, age int"]

    private func run(
        _ scene: Scene, _ arguments: String..., text: String = "Who?\n"
    ) throws -> ChatMDProcess.Outcome {
        try scene.folder.write("chat.md", text)
        return try scene.start(arguments + ["chat.md"] + Self.arguments).outcome()
    }

    private func body(_ scene: Scene, _ index: Int) throws -> JSONValue {
        #expect(scene.server.requests.count > index)
        return try JSONParser.parse(scene.server.requests[index].body)
    }

    // MARK: An answer that fits

    @Test(arguments: [right, "```json\n\(right)\n```\n", "Here:\n\n```\n\(right)\n```\n\nBye."])
    func onlyTheJSONIsPrinted(reply: String) throws {
        let scene = try Self.scene(reply)
        let outcome = try run(scene, "complete")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text == Self.right + "\n")
        #expect(outcome.errors == "")
    }

    @Test func theSchemaIsSentInItsField() throws {
        let scene = try Self.scene(Self.right)
        _ = try run(scene, "complete")
        let format = try body(scene, 0)["response_format"]
        #expect(format?["json_schema"]?["strict"] == true)
        #expect(format?["json_schema"]?["schema"]?["required"] == ["name", "age"])
        #expect(try body(scene, 0)["messages"] == [["role": "user", "content": "Who?"]])
    }

    @Test func appendAddsTheJSONAlone() throws {
        let scene = try Self.scene("Sure!\n\n```json\n\(Self.right)\n```")
        let outcome = try run(scene, "append")
        #expect(outcome.ending == .exit(0))
        #expect(
            scene.folder.text("chat.md")
                == "Who?\n\n# === ASSISTANT ===\n\n\(Self.right)\n\n# === USER ===\n")
    }

    @Test func frontMatterMayAskForIt() throws {
        let scene = try Self.scene("[1]", "{}")
        try scene.folder.write(
            "chat.md", "+++\nmodel = \"grok-3\"\nresponse_format = \"json\"\n+++\nWho?\n")
        let outcome = try scene.run("chat.md")
        #expect(outcome.text == "{}\n")
        let system = try body(scene, 0)["messages"]?[0]
        #expect(system?["role"] == "system")
        #expect(system?["content"]?.string?.contains("JSON") == true)
        #expect(scene.folder.text("chat.md")?.contains("Answer with") == false)
    }

    @Test func theRestOfAnAnswerIsTakenAsItComes() throws {
        let scene = try Self.scene(#" "Ada", "age": 36}"#)
        let begun =
            "+++\nresponse_format = \"json\"\n+++\nWho?\n\n# === ASSISTANT ===\n\n{\"name\":"
        try scene.folder.write("chat.md", begun)
        let outcome = try scene.start(["append", "--continue", "chat.md", "-m", "grok-3"]).outcome()
        #expect(outcome.ending == .exit(0))
        #expect(
            scene.folder.text("chat.md")
                == begun + " \"Ada\", \"age\": 36}\n\n# === USER ===\n")
        #expect(try body(scene, 0)["response_format"] == nil)
    }

    @Test func theRestOfAnAnswerHasNoSchema() throws {
        let scene = try Self.scene(Self.right)
        let outcome = try run(scene, "append", "--continue")
        #expect(outcome.ending == .exit(2))
        #expect(outcome.errors.contains("--schema and --continue contradict each other"))
    }

    // MARK: An answer that does not

    @Test func aWrongAnswerIsAskedForOnceMore() throws {
        let scene = try Self.scene(Self.wrong, Self.right)
        let outcome = try run(scene, "complete")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text == Self.right + "\n")
        #expect(
            outcome.errors == "chatmd: the answer is not the JSON that was asked for: "
                + "\(Self.problem); trying again (2 of 2)\n")
        let messages = try #require(try body(scene, 1)["messages"]?.array)
        #expect(messages.map { $0["role"] } == ["user", "assistant", "user"])
        #expect(messages[1]["content"]?.string == Self.wrong)
        #expect(messages[2]["content"]?.string?.contains("- \(Self.problem)\n") == true)
        #expect(try body(scene, 1)["response_format"] == body(scene, 0)["response_format"])
    }

    @Test func appendWritesNothingOfTheCorrection() throws {
        let scene = try Self.scene(Self.wrong, Self.right)
        _ = try run(scene, "append")
        #expect(
            scene.folder.text("chat.md")
                == "Who?\n\n# === ASSISTANT ===\n\n\(Self.right)\n\n# === USER ===\n")
    }

    @Test func anAnswerThatStaysWrongIsAnErrorAndShown() throws {
        let scene = try Self.scene(Self.wrong, "No.")
        let outcome = try run(scene, "complete")
        #expect(outcome.ending == .exit(7))
        #expect(outcome.text == "")
        #expect(outcome.errors.contains("chatmd: note: this is the reply:\nNo.\n"))
        #expect(outcome.errors.contains("it is not JSON: not a JSON value, at \"No.\""))
        #expect(scene.server.requests.count == 2)
    }

    @Test func aFileStaysAsItWasThen() throws {
        let scene = try Self.scene(Self.wrong, Self.wrong)
        let outcome = try run(scene, "append")
        #expect(outcome.ending == .exit(7))
        #expect(scene.folder.text("chat.md") == "Who?\n")
        #expect(outcome.errors.contains(Self.wrong))
    }

    @Test func anAnswerThatWasCutOffIsNotAskedForAgain() throws {
        let scene = try Self.scene(#"{"name": "A"#, finish: "length")
        let outcome = try run(scene, "complete")
        #expect(outcome.ending == .exit(7))
        #expect(outcome.errors.contains("raise max_tokens"))
        #expect(scene.server.requests.count == 1)
    }

    @Test func anAnswerThatAFilterEndedSaysSo() throws {
        let scene = try Self.scene("No.", finish: "content_filter")
        let outcome = try run(scene, "complete")
        #expect(outcome.ending == .exit(7))
        #expect(outcome.errors.hasSuffix("\n  the provider's content filter ended it\n"))
        #expect(scene.server.requests.count == 1)
    }

    @Test func anEmptyAnswerIsAskedForAgainWithoutIt() throws {
        let scene = try Self.scene("", Self.right)
        let outcome = try run(scene, "complete")
        #expect(outcome.text == Self.right + "\n")
        #expect(try body(scene, 1)["messages"]?.array?.map { $0["role"] } == ["user", "user"])
    }

    // MARK: Events

    @Test func theTextComesInOnePieceOnceItIsRight() throws {
        let scene = try Self.scene(Self.wrong, "```\n\(Self.right)\n```")
        let outcome = try run(scene, "complete", "--format", "ndjson")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.errors == "")
        let events = try Events(outcome)
        #expect(events.types == ["start", "retry", "text", "usage", "done"])
        #expect(events.text == Self.right)
        let retry = events.first("retry")
        #expect(retry?["code"] == "protocol")
        #expect(retry?["message"]?.string?.hasSuffix(Self.problem) == true)
        #expect(events.first("usage")?["input_tokens"] == 24)
        #expect(try events.end()["rounds"] == 2)
    }

    @Test func aRefusedAnswerIsInTheError() throws {
        let scene = try Self.scene(Self.wrong, Self.wrong)
        let outcome = try run(scene, "complete", "--format", "ndjson", "--add-delimiters")
        let events = try Events(outcome)
        #expect(events.types == ["start", "retry", "error"])
        #expect(try events.end()["code"] == "protocol")
        #expect(try events.end()["answer"]?.string == Self.wrong)
    }

    @Test func aModelThatRefusesIsNotAskedOnceMore() throws {
        let scene = try Scene { _, connection in
            connection.beginEvents()
            connection.writeEvent(
                #"{"choices":[{"index":0,"delta":{"refusal":"I cannot do that."}}]}"#)
            connection.writeEvent(#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#)
            connection.writeEvent("[DONE]")
            connection.endChunks()
        }
        let outcome = try run(scene, "complete")
        #expect(outcome.ending == .exit(7))
        #expect(outcome.text == "")
        #expect(outcome.errors.contains("I cannot do that."))
        #expect(outcome.errors.contains("the model refuses to answer"))
        #expect(scene.server.requests.count == 1)
    }

    @Test func whatCameBeforeABreakIsInTheError() throws {
        let scene = try Scene { _, connection in
            connection.beginEvents()
            connection.writeText(#"{\"name\":"#)
        }
        let outcome = try run(scene, "complete", "--format", "json")
        let object = try JSONParser.parse(outcome.output)
        #expect(object["text"] == "")
        #expect(object["error"]?["answer"] == #"{"name":"#)
        #expect(outcome.errors.contains(#"{"name":"#))
    }

    // MARK: The option

    @Test func aSchemaMayBeAFile() throws {
        let scene = try Self.scene("[1]")
        try scene.folder.write("numbers.json", #"{"type": "array", "items": {"type": "integer"}}"#)
        try scene.folder.write("chat.md", "Count.\n")
        let outcome = try scene.run("chat.md", "-m", "grok-3", "--schema", "numbers.json")
        #expect(outcome.text == "[1]\n")
        #expect(try body(scene, 0)["response_format"]?["json_schema"]?["strict"] == nil)
    }

    @Test(arguments: [#"{"type": "integer"}"#, "\n  {\"type\": \"integer\"}\n"])
    func aSchemaMayBeJSON(schema: String) throws {
        let scene = try Self.scene("3")
        try scene.folder.write("chat.md", "Count.\n")
        let outcome = try scene.run("chat.md", "-m", "grok-3", "--schema", schema)
        #expect(outcome.text == "3\n")
    }

    @Test(
        arguments: [
            ("-", 2, "--schema reads no stdin"), ("missing.json", 1, "fields hold no slash"),
            ("{", 2, "--schema: this is no JSON"), ("wrong.json", 3, "wrong.json:2:1: error:"),
            ("a b", 2, "`b` is no type of a field"),
            (
                #"{"type": "strng"}"#, 2,
                "the schema of the answer is wrong at /type: must be one of"
            ),
            ("list.json", 2, "--schema: a JSON Schema is an object"),
        ] as [(String, Int32, String)])
    func whatIsNoSchemaIsSaidBeforeAnythingIsSent(
        schema: String, status: Int32, words: String
    ) throws {
        let scene = try Self.scene()
        try scene.folder.write("wrong.json", "{\n]")
        try scene.folder.write("list.json", "[]")
        try scene.folder.write("chat.md", "Count.\n")
        let outcome = try scene.run("chat.md", "-m", "grok-3", "--schema", schema)
        #expect(outcome.ending == .exit(status))
        #expect(outcome.errors.contains(words))
        #expect(scene.server.requests.isEmpty)
    }

    @Test func aSchemaInFrontMatterIsNamedWithItsPlace() throws {
        let scene = try Self.scene()
        try scene.folder.write(
            "chat.md",
            "+++\nmodel = \"grok-3\"\n[response_format.schema]\npattern = \"[\"\n+++\nCount.\n")
        let outcome = try scene.run("chat.md")
        #expect(outcome.ending == .exit(3))
        #expect(outcome.errors.contains("chat.md:3"))
        #expect(outcome.errors.contains("/pattern: \"[\" is no pattern"))
    }

    @Test func echoNeedsNoServerForATry() throws {
        let scene = try Self.scene()
        try scene.folder.write("chat.md", "{\"a\": \"b\"}\n")
        let outcome = try scene.run("chat.md", "-m", "echo", "--schema", "a")
        #expect(outcome.text == "{\"a\": \"b\"}\n")
    }
}
