import LLMCore
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `chatmd doctor --online`: which providers answer.
@Suite struct DoctorOnlineTests {
    private static let xai = "[providers.xai]\nbase_url = \"SERVER\"\n"

    /// xAI has a key, and its address leads to the server.
    private func scene(
        config: String = DoctorOnlineTests.xai, _ handler: @escaping LoopbackServer.Handler
    ) throws -> DoctorScene {
        var scene = try DoctorScene(config: config, handler)
        scene.scene.environment["XAI_API_KEY"] = Scene.key
        return scene
    }

    private func answer(_ status: Int, _ body: String) throws -> Diagnosis {
        let scene = try scene { _, connection in connection.respond(status: status, body: body) }
        let diagnosis = try scene.run("--online")
        #expect(scene.scene.server.requests.count == 1)
        return diagnosis
    }

    private func line(_ diagnosis: Diagnosis) throws -> String {
        let lines = diagnosis.lines("providers")
        #expect(lines.count == 1)
        return try #require(lines.first)
    }

    // MARK: Answers

    @Test(arguments: [
        (#"{"data":[{"id":"a"},{"id":"b"}]}"#, "with 2 models"),
        (#"{"data":[{"id":"a"}]}"#, "with 1 model"),
    ])
    func aProviderThatTakesTheKeyIsOk(body: String, models: String) throws {
        let line = try line(try answer(200, body))
        #expect(line.hasPrefix("ok xai: answers in "))
        #expect(line.hasSuffix(" ms, \(models)"))
    }

    @Test func aWrongKeyIsAnErrorInTheProvidersWords() throws {
        let diagnosis = try answer(
            401, #"{"error":{"message":"No such key:\n\#(Scene.key)"}}"#)
        #expect(try line(diagnosis).hasPrefix("error xai: No such key: [redacted]"))
        #expect(diagnosis.outcome.ending == .exit(1))
    }

    @Test(arguments: [
        (429, #"{"error":{"message":"slow down"}}"#), (503, #"{"error":{"message":"busy"}}"#),
        (500, "{}"), (404, "{}"),
    ])
    func aProviderThatIsBusyOrListsNothingIsAWarning(status: Int, body: String) throws {
        #expect(try line(try answer(status, body)).hasPrefix("warning xai: "))
    }

    @Test(arguments: [(403, "{}"), (402, "{}"), (200, "<html>"), (307, "")])
    func whatNoConversationCouldBeHeldWithIsAnError(status: Int, body: String) throws {
        #expect(try line(try answer(status, body)).hasPrefix("error xai: "))
    }

    @Test func aSilentProviderIsGivenUp() throws {
        let scene = try scene { _, connection in connection.waitUntilClientLeaves() }
        let diagnosis = try scene.run("--online", "--timeout", "0.2")
        #expect(try line(diagnosis).hasPrefix("error xai: "))
        #expect(try line(diagnosis).contains("0.2 s"))
    }

    @Test func whereNobodyListensIsSaid() throws {
        let scene = try scene(
            config: "[providers.xai]\nbase_url = \"\(DoctorScene.nowhere)\"\n"
        ) { _, _ in }
        let diagnosis = try scene.run("--online")
        #expect(try line(diagnosis).hasPrefix("error xai: 127.0.0.1:1 cannot be reached: "))
    }

    @Test func whatIsAskedCanBeWatched() throws {
        let scene = try scene { _, connection in connection.respond(body: #"{"data":[]}"#) }
        let outcome = try scene.runAsText("--online", "-v")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.errors.contains(" request provider=xai "))
        scene.scene.expectNoKey(in: outcome)
    }

    // MARK: Who is asked

    @Test func thoseWithAKeyAndOnesOwnAreAskedOneAfterTheOther() throws {
        let scene = try scene(
            config: Self.xai + """
                [providers.openai]
                base_url = "SERVER"
                [providers.work]
                base_url = "SERVER"
                api_key_env = "WORK_KEY"
                [providers.free]
                base_url = "SERVER"
                """
        ) { _, connection in connection.respond(body: #"{"data":[]}"#) }
        let names = try scene.run("--online").lines("providers").map {
            String($0.split(separator: " ")[1].dropLast())
        }
        #expect(names == ["xai", "free"])
        #expect(
            scene.scene.server.requests.map { $0["authorization"] } == [
                "Bearer \(Scene.key)", nil,
            ])
    }

    @Test func noRequestIsSentAgain() throws {
        let scene = try scene(config: Self.xai + "[retry]\nmax_retries = 5\n") { _, connection in
            connection.respond(status: 503, body: "{}")
        }
        _ = try scene.run("--online")
        #expect(scene.scene.server.requests.count == 1)
    }

    /// Its list of models says nothing about a key: anybody gets it.
    @Test func openRouterIsAskedForTheKeysAccount() throws {
        var scene = try scene(config: "[providers.openrouter]\nbase_url = \"SERVER\"\n") {
            request, connection in
            connection.respond(
                status: request.path == "/v1/key" ? 200 : 403, body: #"{"data":{"usage":1}}"#)
        }
        scene.scene.environment["XAI_API_KEY"] = nil
        scene.scene.environment["OPENROUTER_API_KEY"] = "sk-or-0123456789"
        let diagnosis = try scene.run("--online")
        #expect(
            try line(diagnosis).wholeMatch(
                of: /ok openrouter: answers in \d+ ms, and takes the key/) != nil)
        #expect(
            scene.scene.server.requests.allSatisfy {
                $0["authorization"] == "Bearer sk-or-0123456789"
            })
    }

    @Test func withoutAnyoneToAskThatIsSaid() throws {
        #expect(
            try DoctorScene().run("--online").lines("providers") == [
                "note providers: there is none with a key to ask"
            ])
    }

    // MARK: Waiting

    @Test func aTerminalShowsWhoIsWaitedFor() throws {
        var scene = try scene { _, connection in connection.waitUntilClientLeaves() }
        scene.scene.environment["TERM"] = "xterm"
        let process = try scene.scene.start(["doctor", "--online"], output: .terminal)
        #expect(process.waitForOutput { $0.contains(" waiting for xAI ") })
        process.send(SIGINT)
        #expect(try process.outcome().ending == .signal(SIGINT))
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func aSignalEndsItAndWhatWasFoundStays(signal: Int32) throws {
        let (asked, left) = (Gate(), Gate())
        let scene = try scene(
            config: """
                [providers.openai]
                base_url = "\(DoctorScene.nowhere)"
                [providers.xai]
                base_url = "SERVER"
                """
        ) { _, connection in
            asked.open()
            connection.waitUntilClientLeaves()
            left.open()
        }
        var environment = scene.scene.environment
        environment["OPENAI_API_KEY"] = "sk-other-0123456789"
        let process = try ChatMDProcess(
            ["doctor", "--online"], environment: environment, folder: scene.folder.path)
        #expect(asked.wait())
        process.send(signal)
        let outcome = try process.outcome()
        #expect(outcome.ending == .signal(signal))
        #expect(outcome.errors == "")
        #expect(outcome.text.contains("\nproviders\n  error    openai  "))
        #expect(!outcome.text.contains("\n  ok       xai             answers"))
        #expect(left.wait())
    }

    @Test func aSignalEndsAProgramThatIsAskedForAKey() throws {
        let scene = try scene(config: Self.xai + "api_key_cmd = [\"getkey\"]\n") { _, _ in }
        var environment = scene.scene.environment
        environment["XAI_API_KEY"] = nil
        try scene.write(
            program: "getkey", "echo on > '\(scene.folder("state"))'; exec sleep 100")
        let process = try ChatMDProcess(
            ["doctor", "--online"], environment: environment, folder: scene.folder.path)
        #expect(scene.folder.wait(for: "state") { $0 == "on\n" })
        process.send(SIGINT)
        #expect(try process.outcome().ending == .signal(SIGINT))
    }
}
