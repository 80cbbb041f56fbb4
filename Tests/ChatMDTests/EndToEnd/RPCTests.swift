import LLMCore
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `complete --rpc`: what editors speak. Every event carries the request's id, exactly one ends
/// the stream, and stderr stays empty.
@Suite struct RPCTests {
    private static func request(
        _ text: String, id: JSONValue = 7, _ more: KeyValuePairs<String, JSONValue> = [:]
    ) -> String {
        var request = JSONObject([("type", "complete"), ("id", id), ("text", .string(text))])
        for (key, value) in more { request[key] = value }
        return String(decoding: JSONWriter.bytes(of: .object(request)), as: UTF8.self) + "\n"
    }

    private func expectEnd(
        _ process: ChatMDProcess, _ ending: ChatMDProcess.Ending, id: JSONValue? = 7,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> (events: Events, end: JSONValue) {
        let outcome = try process.outcome()
        #expect(outcome.ending == ending, sourceLocation: sourceLocation)
        #expect(outcome.errors == "", sourceLocation: sourceLocation)
        let events = try Events(outcome)
        #expect(events.all.allSatisfy { $0["id"] == id }, sourceLocation: sourceLocation)
        return (events, try events.end(sourceLocation: sourceLocation))
    }

    /// A server that says half of something and then nothing until the client goes.
    private func stalling(_ clientLeft: Gate) throws -> Scene {
        try Scene { _, connection in
            connection.beginEvents()
            connection.writeText("Half")
            connection.waitUntilClientLeaves()
            clientLeft.open()
        }
    }

    private static let grok = ["options": ["model": "grok-3"]] as KeyValuePairs<String, JSONValue>

    // MARK: Cancelling

    @Test(arguments: [#"{"type":"cancel","id":7}"# + "\n", #"{"type":"cancel"}"# + "\n", nil])
    func aCancelLineOrTheEndOfInputCancels(line: String?) throws {
        let clientLeft = Gate()
        let scene = try stalling(clientLeft)
        let process = try scene.start(["complete", "--rpc"], input: .open)
        process.write(Self.request("hi", Self.grok))
        #expect(process.waitForOutput { $0.contains("Half") })
        if let line { process.write(line) } else { process.closeInput() }
        let (events, done) = try expectEnd(process, .exit(130))
        #expect(done["finish_reason"] == "cancelled")
        #expect(events.text == "Half")
        #expect(clientLeft.wait())
    }

    @Test func aCancelInTwoPiecesCancels() throws {
        let clientLeft = Gate()
        let scene = try stalling(clientLeft)
        let process = try scene.start(["complete", "--rpc"], input: .open)
        process.write(Self.request("hi", Self.grok))
        #expect(process.waitForOutput { $0.contains("Half") })
        process.write(#"{"type":"can"#)
        process.write(#"cel","id":7}"# + "\n")
        _ = try expectEnd(process, .exit(130))
    }

    /// An editor that is busy while it cancels: what it reads later is still one whole stream.
    @Test func anEditorMayReadLateAndLeaveEarly() throws {
        let (filled, clientLeft) = (Gate(), Gate())
        let text = String(repeating: "x", count: 1000)
        let scene = try Scene { _, connection in
            connection.beginEvents()
            for number in 0..<400 {
                guard connection.writeText(text) else { break }
                if number == 200 { filled.open() }
            }
            connection.waitUntilClientLeaves()
            clientLeft.open()
        }
        #expect(mkfifo(scene.folder("go"), 0o600) == 0)
        let process = try scene.start(
            ["complete", "--rpc"], input: .open, shell: "\"$0\" \"$@\" | { read -r _ < go; cat; }")
        process.write(Self.request("hi", Self.grok))
        #expect(filled.wait())
        process.write("{\"type\":\"cancel\"}\n")
        #expect(clientLeft.wait())
        process.closeInput()
        try scene.folder.write("go", "\n")
        let (events, done) = try expectEnd(process, .exit(0))
        #expect(done["finish_reason"] == "cancelled")
        #expect(events.text.allSatisfy { $0 == "x" })
    }

    @Test func whatIsNoCancelOfThisRequestIsReadPast() throws {
        let go = Gate()
        let scene = try Scene { _, connection in
            connection.beginEvents()
            connection.writeText("One")
            go.wait()
            connection.writeText(" two")
            connection.writeEvent("[DONE]")
            connection.endChunks()
        }
        let process = try scene.start(["complete", "--rpc"], input: .open)
        process.write(Self.request("hi", Self.grok))
        #expect(process.waitForOutput { $0.contains("One") })
        process.write("{\"type\":\"cancel\",\"id\":8}\ngarbage\n\n{\"type\":\"later\"}\n")
        go.open()
        let (events, done) = try expectEnd(process, .exit(0))
        #expect(events.text == "One two")
        #expect(done["finish_reason"] == "stop")
    }

    @Test func aSignalCancelsToo() throws {
        let clientLeft = Gate()
        let scene = try stalling(clientLeft)
        let process = try scene.start(["complete", "--rpc"], input: .open)
        process.write(Self.request("hi", Self.grok))
        #expect(process.waitForOutput { $0.contains("Half") })
        process.send(SIGTERM)
        let (_, done) = try expectEnd(process, .signal(SIGTERM))
        #expect(done["finish_reason"] == "cancelled")
    }

    /// As when an editor ends its job: the end of the input must not cut off what the signal began.
    @Test(arguments: 1...5) func aSignalAndTheEndOfInputLeaveAWholeStream(_: Int) throws {
        let clientLeft = Gate()
        let scene = try stalling(clientLeft)
        let process = try scene.start(["complete", "--rpc"], input: .open)
        process.write(Self.request("hi", Self.grok))
        #expect(process.waitForOutput { $0.contains("Half") })
        process.send(SIGTERM)
        process.closeInput()
        let (_, done) = try expectEnd(process, .signal(SIGTERM))
        #expect(done["finish_reason"] == "cancelled")
    }

    // MARK: Requests

    @Test func anEditorMayCloseItsInputOnlyAfterTheEnd() throws {
        let scene = try Scene(replying: "Yo")
        let process = try scene.start(["complete", "--rpc"], input: .open)
        process.write(Self.request("hi", Self.grok))
        let (events, done) = try expectEnd(process, .exit(0))
        #expect(events.types == ["start", "text", "usage", "done"])
        #expect(done["finish_reason"] == "stop")
    }

    @Test func theIdComesBackAsItWasGiven() throws {
        let scene = try Scene(replying: "Yo")
        for id in ["a-1", 7, .null, ["x": [1]]] as [JSONValue] {
            let process = try scene.start(["complete", "--rpc"], input: .open)
            process.write(Self.request("hi", id: id, Self.grok))
            _ = try expectEnd(process, .exit(0), id: id)
        }
    }

    @Test func aHugeConversationIsTaken() throws {
        let scene = try Scene(replying: "Yo")
        let text = String(repeating: "Zeile äöü 😀 \"\\\n", count: 300_000)
        let process = try scene.start(["complete", "--rpc"], input: .open)
        process.write(Self.request(text, Self.grok))
        let (events, _) = try expectEnd(process, .exit(0))
        #expect(events.text == "Yo")
        #expect(try scene.sentMessages() == [["user", String(text.dropLast())]])
    }

    @Test func delimitersAreAnOption() throws {
        let scene = try Scene(replying: "Yo")
        let process = try scene.start(["complete", "--rpc"], input: .open)
        process.write(
            Self.request("hi", ["options": ["model": "grok-3", "add_delimiters": true]]))
        let (events, _) = try expectEnd(process, .exit(0))
        #expect(events.text == "\n\n# === ASSISTANT ===\n\nYo\n\n# === USER ===\n")
    }

    @Test func optionsBeatTheFrontMatterAndTheCommandLine() throws {
        let scene = try Scene(replying: "Yo")
        let process = try scene.start(
            ["complete", "--rpc", "-o", "seed=1", "-o", "temperature=0.1"], input: .open)
        process.write(
            Self.request(
                "+++\ntemperature = 2\nmodel = \"echo\"\n+++\nhi",
                ["options": ["model": "grok-3", "temperature": 0.5, "stop": ["a", "b"]]]))
        _ = try expectEnd(process, .exit(0))
        let body = try scene.sentBody()
        #expect(body["model"] == "grok-3")
        #expect(body["temperature"] == 0.5)
        #expect(body["seed"] == 1)
        #expect(body["stop"] == ["a", "b"])
    }

    @Test func anOptionMayBeATable() throws {
        let scene = try Scene(replying: "{}")
        let process = try scene.start(["complete", "--rpc"], input: .open)
        let extra: JSONValue = ["keep": ["a": [1, 2.5, true]]]
        let schema: JSONValue = ["type": "object"]
        process.write(
            Self.request(
                "hi",
                [
                    "options": [
                        "model": "grok-3", "extra": extra, "response_format": ["schema": schema],
                    ]
                ]))
        _ = try expectEnd(process, .exit(0))
        let body = try scene.sentBody()
        #expect(body["keep"] == extra["keep"])
        #expect(body["response_format"]?["json_schema"]?["schema"] == schema)
    }

    // MARK: Errors

    @Test(arguments: [
        ("garbage\n", "--rpc: the first line is not a JSON object"),
        ("\n", "--rpc: the first line is not a JSON object"),
        ("[1]\n", "--rpc: the first line is not a JSON object"),
        ("{\"type\":\"cancel\"}\n", "--rpc: the first line must have the type \"complete\""),
        ("", "--rpc needs a request as a JSON line on stdin"),
        ("{\"type\":\"complete\"", "--rpc needs a request as a JSON line on stdin"),
    ])
    func aWrongFirstLineIsAnErrorEvent(line: String, message: String) throws {
        let scene = try Scene(replying: "never")
        let process = try scene.start(["complete", "--rpc"], input: .bytes([UInt8](line)))
        let (events, error) = try expectEnd(process, .exit(2), id: nil)
        #expect(events.types == ["error"])
        #expect(error["code"] == "usage")
        #expect(error["message"]?.string == message)
    }

    @Test(
        arguments: [
            ("hi", ["options": ["colour": "red"]], "usage", 2),
            ("hi", ["options": ["temperature": "hot"]], "usage", 2),
            ("hi", ["options": "model"], "usage", 2),
            ("hi", ["options": ["model": "nonesuch"]], "model_not_found", 7),
            ("+++\nmodel =\n+++\nhi", [:], "invalid_file", 3),
            ("+++\nx\n", [:], "invalid_file", 3),
            ("", [:], "nothing_to_send", 8),
            ("a\u{0}b", [:], "invalid_file", 3),
        ] as [(String, KeyValuePairs<String, JSONValue>, String, Int32)])
    func anErrorBeforeTheStartCarriesTheId(
        text: String, more: KeyValuePairs<String, JSONValue>, code: String, status: Int32
    ) throws {
        let scene = try Scene(replying: "never")
        let process = try scene.start(["complete", "--rpc"], input: .open)
        process.write(Self.request(text, more))
        let (events, error) = try expectEnd(process, .exit(status))
        #expect(events.types == ["error"])
        #expect(error["code"]?.string == code)
        #expect(scene.server.connectionCount == 0)
    }

    @Test func aRequestWithoutTextStillHasItsId() throws {
        let scene = try Scene(replying: "never")
        let process = try scene.start(["complete", "--rpc"], input: .open)
        process.write(#"{"type":"complete","id":7}"# + "\n")
        let (_, error) = try expectEnd(process, .exit(2))
        #expect(error["message"] == "--rpc: the request has neither \"text\" nor \"messages\"")
    }

    @Test func anErrorOfTheProviderCarriesTheId() throws {
        let scene = try Scene { _, connection in
            connection.respond(status: 429, body: #"{"error":{"message":"Slow down"}}"#)
        }
        let process = try scene.start(["complete", "--rpc"], input: .open)
        process.write(Self.request("hi", Self.grok))
        let (events, error) = try expectEnd(process, .exit(5))
        #expect(events.types == ["start", "error"])
        #expect(error["code"] == "rate_limited")
    }

    @Test func thePathNamesTheConversation() throws {
        let scene = try Scene(replying: "never")
        let process = try scene.start(["complete", "--rpc"], input: .open)
        process.write(Self.request("+++\nmodel =\n+++\n", ["path": "/notes/rivers.md"]))
        let (_, error) = try expectEnd(process, .exit(3))
        #expect(error["path"] == "/notes/rivers.md")
        #expect(error["line"] == 2)
        #expect(error["column"] == 8)
    }
}
