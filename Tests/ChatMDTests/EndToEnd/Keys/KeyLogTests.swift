import LLMCore
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// No key reaches a log, at whatever level, and below `debug` nothing that was sent or that came.
@Suite struct KeyLogTests {
    private static let question = "the question of all questions"
    private static let answer = "the answer of all answers"

    private func scene(
        _ row: KeyRow, level: LogLevel, _ handler: @escaping LoopbackServer.Handler
    ) throws -> KeyScene {
        let scene = try KeyScene(
            row, config: "[log]\nfile = \"~/chatmd.log\"\nlevel = \"\(level.rawValue)\"", handler)
        try scene.scene.folder.write(
            "chat.md", scene.conversation() + "\(Self.question), and my key is \(scene.key)\n")
        return scene
    }

    private func expectNothingSecret(
        _ scene: KeyScene, _ outcome: ChatMDProcess.Outcome, level: LogLevel
    ) throws {
        let log = try #require(scene.scene.folder.text("home/chatmd.log"))
        #expect(!log.isEmpty)
        // The conversation itself holds the key here, on purpose.
        try scene.scene.folder.write("chat.md", "")
        scene.expectNoKey(in: outcome)
        guard level < .debug else { return }
        for text in [log, outcome.errors] {
            #expect(!text.contains(Self.question))
            #expect(!text.contains(Self.answer))
        }
    }

    @Test(arguments: KeyTrouble.all, [LogLevel.info, .debug])
    func whateverAServerDoesWithTheKey(trouble: KeyTrouble, level: LogLevel) throws {
        for row in KeyRow.formats {
            let scene = try scene(row, level: level) { request, connection in
                let echo = request[row.header.name] ?? "no key"
                trouble.answer(echo, KeyReply(row.format), connection)
            }
            let outcome = try scene.run(["chat.md", "-v"])
            try expectNothingSecret(scene, outcome, level: level)
            try scene.expectKeyOnlyInHeaderAndConversation()
        }
    }

    /// A name of a model is sent, shown and logged like any other word.
    @Test func aKeyGivenAsTheModelIsNotTakenForOne() throws {
        let scene = try scene(KeyRow.formats[0], level: .info) { _, connection in
            connection.respond(status: 200, body: "never")
        }
        let outcome = try scene.run(
            ["chat.md", "-v", "-m", "\(scene.row.id)/x-\(KeyScene.key)"])
        #expect(outcome.errors.contains("what is given as the model holds the key of"))
        #expect(scene.scene.server.requests.isEmpty)
        try scene.scene.folder.write("chat.md", "")
        scene.expectNoKey(in: outcome)
    }

    @Test(arguments: ["", "xai/"]) func norIsAKeyGivenAsAFallback(provider: String) throws {
        let scene = try Scene(replying: "never")
        let outcome = try scene.run(
            "-p", "hi", "-m", "grok-3", "-o", "fallback=[\"\(provider)\(Scene.key)\"]")
        #expect(outcome.ending == .exit(7))
        #expect(outcome.errors.contains("what is given as the model holds the key of"))
        scene.expectNoKey(in: outcome)
        #expect(scene.server.requests.isEmpty)
    }

    @Test(arguments: [LogLevel.info, .debug])
    func aReplyLeavesItsWordsToTheConversation(level: LogLevel) throws {
        for row in KeyRow.formats {
            let scene = try scene(row, level: level) { _, connection in
                let reply = KeyReply(row.format)
                connection.respond(
                    contentType: reply.contentType,
                    body: reply.whole("\(Self.answer) \(KeyScene.key)"))
            }
            let outcome = try scene.run(["chat.md", "-v", "--format", "json"])
            #expect(outcome.text.contains(Self.answer))
            let log = try #require(scene.scene.folder.text("home/chatmd.log"))
            #expect(log.contains(Self.answer) == (level == .debug))
            #expect(log.contains(Self.question) == (level == .debug))
            #expect(!log.contains(KeyScene.key))
            #expect(!outcome.errors.contains(KeyScene.key))
        }
    }

    /// Byte by byte: no piece of the network's holds the key, all of them together do.
    @Test func aKeyInPiecesIsFoundToo() throws {
        let row = KeyRow.formats[0]
        let scene = try scene(row, level: .debug) { request, connection in
            let reply = KeyReply(row.format, id: request[row.header.name] ?? "", model: "m")
            connection.beginEvents()
            for byte in reply.whole().utf8 { connection.writeChunk([byte]) }
            connection.endChunks()
        }
        let outcome = try scene.run(["chat.md"])
        #expect(outcome.ending == .exit(0))
        try expectNothingSecret(scene, outcome, level: .debug)
    }

    @Test(arguments: [LogLevel.info, .debug])
    func aRetryAndAFallback(level: LogLevel) throws {
        let row = KeyRow.formats[0]
        let scene = try scene(row, level: level) { request, connection in
            let echo = request[row.header.name] ?? "no key"
            connection.respond(
                status: 429, headers: [("x-request-id", echo)],
                body: KeyReply(row.format).refusal(429, "later, \(echo)"))
        }
        try scene.scene.folder.write(
            "chat.md",
            scene.conversation("fallback = \"echo\"\n") + "my key is \(scene.key)\n")
        let outcome = try scene.run(["append", "chat.md", "-v", "--retries", "1"])
        let log = try #require(scene.scene.folder.text("home/chatmd.log"))
        #expect(log.contains(" warn "))
        #expect(log.contains(" retry "))
        #expect(log.contains(" fallback "))
        try expectNothingSecret(scene, outcome, level: level)
    }

    @Test(arguments: [LogLevel.info, .debug])
    func aServerThatIsNotThere(level: LogLevel) throws {
        let scene = try scene(KeyRow.formats[0], level: level) { _, _ in }
        scene.scene.server.stop()
        let outcome = try scene.run(["chat.md", "-v"])
        #expect(outcome.ending == .exit(6))
        try expectNothingSecret(scene, outcome, level: level)
    }

    @Test(arguments: [LogLevel.info, .debug])
    func aCancel(level: LogLevel) throws {
        let row = KeyRow.formats[0]
        let scene = try scene(row, level: level) { request, connection in
            connection.beginEvents(headers: [("x-request-id", request[row.header.name] ?? "")])
            connection.write(KeyReply(row.format).beginning("Half"))
            connection.writeText("Half")
            connection.waitUntilClientLeaves()
        }
        let process = try scene.scene.start(["chat.md", "-v"])
        #expect(process.waitForOutput { $0.contains("Half") })
        process.send(SIGINT)
        let outcome = try process.outcome()
        #expect(outcome.ending == .signal(SIGINT))
        let log = try #require(scene.scene.folder.text("home/chatmd.log"))
        #expect(log.contains(" cancelled provider=\(row.id)\n"))
        try expectNothingSecret(scene, outcome, level: level)
    }

    @Test(arguments: [LogLevel.info, .debug])
    func otherRequests(level: LogLevel) throws {
        for service in KeyServiceTests.services {
            let row = service.row
            let scene = try scene(row, level: level) { request, connection in
                let echo = request[row.header.name] ?? "no key"
                connection.respond(
                    status: 500, headers: [("x-\(echo.split(separator: " ").last ?? "")", echo)],
                    body: "{\"error\":{\"message\":\"\(echo)\"}}")
            }
            let outcome = try scene.run(service.words + ["-v"])
            #expect(outcome.ending != .exit(0))
            try expectNothingSecret(scene, outcome, level: level)
        }
    }
}

extension KeyScene {
    /// The user has written the key into the conversation; nowhere else has it been added.
    fileprivate func expectKeyOnlyInHeaderAndConversation() throws {
        for request in scene.server.requests {
            #expect(request.headers.filter { $0.value.contains(key) }.count == 1)
            #expect(!request.path.contains(key))
        }
    }
}
