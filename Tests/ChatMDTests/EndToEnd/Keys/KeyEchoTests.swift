import LLMCore
import TestSupport
import Testing

/// Whatever a server does with the key it was sent: nobody who reads chatmd's output sees it.
@Suite struct KeyEchoTests {
    private func scene(_ row: KeyRow, _ trouble: KeyTrouble) throws -> KeyScene {
        try KeyScene(row) { request, connection in
            let echo = request[row.header.name] ?? "no key"
            trouble.answer(echo, KeyReply(row.format), connection)
        }
    }

    private func expectNoKey(
        _ scene: KeyScene, _ trouble: KeyTrouble, _ outputs: [KeyOutput],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for output in outputs {
            let outcome = try scene.run(output)
            #expect(
                (outcome.ending == .exit(0)) != trouble.isFailure, "\(output): \(outcome)",
                sourceLocation: sourceLocation)
            if trouble.isQuoted {
                let shown = outcome.text + outcome.errors
                #expect(
                    shown.contains("[redacted]"), "\(output): \(shown)",
                    sourceLocation: sourceLocation)
            }
            scene.expectNoKey(in: outcome, sourceLocation: sourceLocation)
        }
        #expect(scene.scene.server.requests.count == outputs.count, sourceLocation: sourceLocation)
        try scene.expectKeyInItsHeaderOnly(sourceLocation: sourceLocation)
    }

    @Test(arguments: KeyRow.all, KeyTrouble.all)
    func noProvidersKeyIsShown(row: KeyRow, trouble: KeyTrouble) throws {
        try expectNoKey(try scene(row, trouble), trouble, [.ndjson])
    }

    @Test(arguments: KeyTrouble.all)
    func noOutputShowsTheKey(trouble: KeyTrouble) throws {
        let row = KeyRow(provider: BuiltInProviders.xAI, format: .openAIChat)
        try expectNoKey(
            try scene(row, trouble), trouble, [.text, .json, .chunk, .rpc, .append])
    }

    @Test(arguments: KeyOutput.allCases)
    func aRetryDoesNotShowTheKey(output: KeyOutput) throws {
        for row in KeyRow.all {
            let hasFailed = Locked(false)
            let scene = try KeyScene(row) { request, connection in
                let echo = request[row.header.name] ?? "no key"
                let reply = KeyReply(row.format)
                if hasFailed.with({ hasFailed in
                    defer { hasFailed = true }
                    return hasFailed
                }) {
                    connection.respond(contentType: reply.contentType, body: reply.whole())
                } else {
                    connection.respond(
                        status: 503, headers: [("Retry-After", "0")],
                        body: reply.refusal(503, "later, \(echo)"))
                }
            }
            let outcome = try scene.run(output, ["--retries", "1"])
            #expect(outcome.ending == .exit(0), "\(row): \(outcome)")
            if output != .chunk {
                #expect((outcome.text + outcome.errors).contains("later, "), "\(outcome)")
            }
            scene.expectNoKey(in: outcome)
            try scene.expectKeyInItsHeaderOnly()
        }
    }

    @Test func aReplyKeptBesideItsFileHoldsNoKey() throws {
        let row = KeyRow.all[0]
        let (begun, go) = (Gate(), Gate())
        let scene = try KeyScene(row) { request, connection in
            let echo = request[row.header.name] ?? "no key"
            let reply = KeyReply(row.format, id: echo, model: echo)
            connection.beginEvents(headers: [("x-request-id", echo)])
            connection.writeChunk(reply.beginning("Half. "))
            begun.open()
            go.wait()
            connection.writeChunk(reply.beginning("More. ") + reply.error("no more, \(echo)"))
            connection.endChunks()
        }
        let process = try scene.scene.start(["append", "chat.md"])
        #expect(scene.scene.folder.wait(for: "chat.md") { $0.contains("Half. ") })
        try scene.scene.folder.write("chat.md", "other\n")
        go.open()
        let outcome = try process.outcome()
        #expect(scene.scene.folder.text("chat.reply.md")?.contains("Half. More.") == true)
        #expect(outcome.errors.contains("no more, "))
        scene.expectNoKey(in: outcome)
    }

    /// A reply is the user's content: what a model says and the tools it calls stay as they are. A
    /// key can hardly be among it, no model is shown one; and a server that wants it there can spell
    /// it in ways that nobody finds. A dummy key such as `ollama` would tear holes into texts.
    @Test func whatTheModelSaysIsNotRedacted() throws {
        let key = KeyScene.key
        let scene = try KeyScene(KeyRow.formats[0]) { _, connection in
            connection.beginEvents(headers: [("x-request-id", key)])
            connection.writeEvent(
                #"{"id":"\#(key)","model":"\#(key)","choices":[{"index":0,"delta":{"#
                    + #""reasoning_content":"thinking of \#(key)","content":"It is \#(key).","#
                    + #""tool_calls":[{"index":0,"id":"c1","type":"function","function":"#
                    + #"{"name":"look_up","arguments":"{\"a\":\"\#(key)\"}"}}]}}]}"#)
            connection.writeEvent(
                #"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#)
            connection.writeEvent("[DONE]")
            connection.endChunks()
        }
        let events = try Events(try scene.run(.ndjson))
        #expect(events.text == "It is \(key).")
        #expect(events.first("reasoning")?["text"]?.string == "thinking of \(key)")
        #expect(events.first("tool_call")?["arguments"]?.string == #"{"a":"\#(key)"}"#)
        let end = try events.end()
        #expect(end["model"] == "[redacted]")
        #expect(end["request_id"] == "[redacted]")
        #expect(end["response_id"] == "[redacted]")
        #expect(try scene.run(.text).text == "It is \(key).\n")
    }
}
