import LLMCore
import TestSupport
import Testing

/// No key gets into a recording, however a server spells it, and what was taken out changes nothing
/// when the recording is played.
@Suite struct KeyRecordTests {
    private func expectTheSame(
        _ scene: KeyScene, _ arguments: [String], _ recorded: ChatMDProcess.Outcome,
        toTheByte: Bool = true
    ) throws {
        scene.scene.server.stop()
        var offline = scene
        offline.scene.environment = scene.scene.environment.filter { !$0.key.hasSuffix("_KEY") }
        let replayed = try offline.run(arguments + ["--replay", "rec"])
        #expect(replayed.ending == recorded.ending, "\(replayed)")
        #expect(replayed.text == recorded.text)
        #expect(!toTheByte || replayed.errors == recorded.errors)
    }

    @Test(arguments: KeyRow.formats, KeyTrouble.all)
    func whateverAServerDoesWithTheKey(row: KeyRow, trouble: KeyTrouble) throws {
        let scene = try KeyScene(row) { request, connection in
            let echo = request[row.header.name] ?? "no key"
            trouble.answer(echo, KeyReply(row.format), connection)
        }
        let recorded = try scene.run(["chat.md", "--record", "rec"])
        #expect(scene.scene.folder.bytes("rec/001.request") != nil)
        scene.expectNoKey(in: recorded)
        try scene.expectKeyInItsHeaderOnly()
        // Places and lengths in what is quoted are those of the text without the key.
        let counts = ["an answer that is not JSON", "an error far too long"].contains(trouble.name)
        try expectTheSame(scene, ["chat.md"], recorded, toTheByte: !counts)
    }

    @Test func aKeyInPiecesIsTakenOutToo() throws {
        let row = KeyRow.formats[0]
        let scene = try KeyScene(row) { request, connection in
            let reply = KeyReply(row.format, id: request[row.header.name] ?? "", model: "m")
            connection.beginEvents()
            for byte in reply.whole().utf8 { connection.writeChunk([byte]) }
            connection.endChunks()
        }
        let recorded = try scene.run(["chat.md", "--record", "rec"])
        #expect(recorded.ending == .exit(0))
        #expect(scene.scene.folder.text("rec/001.response")?.contains("Bearer [redacted]") == true)
        scene.expectNoKey(in: recorded)
        try expectTheSame(scene, ["chat.md"], recorded)
    }

    @Test(arguments: KeyTrouble.all)
    func noKeyGetsIntoTheCache(trouble: KeyTrouble) throws {
        let row = KeyRow.formats[0]
        let scene = try KeyScene(row, config: "[cache]\nsize = \"1 MB\"\n") {
            request, connection in
            let echo = request[row.header.name] ?? "no key"
            trouble.answer(echo, KeyReply(row.format), connection)
        }
        scene.expectNoKey(in: try scene.run(["chat.md"]))
        scene.expectNoKey(in: try scene.run(["chat.md"]))
        #expect(scene.scene.server.requests.count == 2)
    }

    /// The body is as it came, and the rest does not matter to the reply.
    @Test func aKeyInAHeaderOfTheAnswerIsNotKeptWithIt() throws {
        let row = KeyRow.formats[0]
        let scene = try KeyScene(row, config: "[cache]\nsize = \"1 MB\"\n") {
            request, connection in
            let reply = KeyReply(row.format)
            connection.respond(
                contentType: reply.contentType,
                headers: [("x-request-id", request[row.header.name] ?? "")], body: reply.whole())
        }
        let outcomes = try (0..<2).map { _ in try scene.run(["chat.md", "--format", "ndjson"]) }
        #expect(scene.scene.server.requests.count == 1)
        for outcome in outcomes {
            #expect(try Events(outcome).end()["request_id"] == "Bearer [redacted]")
            scene.expectNoKey(in: outcome)
        }
    }

    @Test(arguments: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    func otherCommandsKeepTheirKeysToo(number: Int) throws {
        let service = KeyServiceTests.services[number]
        let row = service.row
        let scene = try KeyScene(row) { request, connection in
            let echo = request[row.header.name] ?? "no key"
            connection.respond(
                status: 500, headers: [("x-request-id", echo)],
                body: "{\"error\":{\"message\":\"\(echo)\"}}")
        }
        let recorded = try scene.run(service.words + ["--record", "rec"])
        scene.expectNoKey(in: recorded)
        try expectTheSame(scene, service.words, recorded)
    }

    /// Headers and parts of an address that are secrets by their names.
    @Test func whatElseIsSecretIsTakenOut() throws {
        let row = KeyRow.formats[0]
        let scene = try KeyScene(row) { request, connection in
            connection.respond(
                headers: [("Set-Cookie", "sid=1"), ("x-echo", request["x-gateway-token"] ?? "")],
                body: #"{"error":{"message":"\#(request.path)"}}"#)
        }
        try scene.scene.write(
            config: """
                [retry]
                max_retries = 0
                [providers.xai]
                base_url = "\(scene.scene.server.baseURL)?token=query-secret-1&team=docs"
                headers = { "X-Gateway-Token" = "gateway-secret-1" }
                """)
        let recorded = try scene.run(["chat.md", "--record", "rec"])
        for name in ["rec/001.request", "rec/001.response"] {
            let text = try #require(scene.scene.folder.text(name))
            #expect(!text.contains("secret-1"))
            #expect(!text.contains("sid=1"))
            #expect(text.contains("team=docs"))
        }
        try expectTheSame(scene, ["chat.md"], recorded)
    }
}
