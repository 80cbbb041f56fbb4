import LLMCore
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// llama.cpp's server: a real engine behind the wire formats.
@Suite(.needs(.llama)) struct LlamaServerTests {
    private static let rows = Endpoint.of(.llama)

    @Test(.needs(.clients)) func theOfficialClientsUnderstandTheSame() throws {
        try EndpointRules.bothUnderstandTheSame(Self.rows)
    }

    @Test(arguments: rows) func aReplyHasItsUsageAndItsEnd(_ row: Endpoint) throws {
        try EndpointRules.aReplyHasItsUsageAndItsEnd(row)
    }

    @Test(arguments: rows) func aConversationGoesOnInItsFile(_ row: Endpoint) throws {
        try EndpointRules.aConversationGoesOnInItsFile(row)
    }

    @Test(arguments: rows) func everySettingIsTaken(_ row: Endpoint) throws {
        try EndpointRules.everySettingIsTaken(row)
    }

    @Test(arguments: rows) func anUnfinishedReplyIsGoneOnWith(_ row: Endpoint) throws {
        try EndpointRules.anUnfinishedReplyIsGoneOnWith(row)
    }

    @Test(arguments: rows) func toolsAndTheirResultsAreTaken(_ row: Endpoint) throws {
        try EndpointRules.toolsAndTheirResultsAreTaken(row)
    }

    @Test(arguments: rows) func aReplyCannotPoseAsAnotherMessage(_ row: Endpoint) throws {
        try EndpointRules.aReplyCannotPoseAsAnotherMessage(row)
    }

    @Test func aStopWordEndsTheReplyBeforeIt() throws {
        let scene = try ServerScene(.llama)
        try scene.write("hi")
        let whole = try scene.events().text
        let word = try #require(whole.split(separator: " ").dropFirst(3).first)
        let before = whole[..<(try #require(whole.firstRange(of: word)).lowerBound)]

        try scene.write("hi", settings: ServerScene.greedy + "\nstop = \"\(word)\"")
        let events = try scene.events()
        #expect(events.text == before)
        #expect(try events.only("done")["finish_reason"] == "stop")
    }

    /// llama.cpp's server has the endpoints of the others as well.
    @Test(
        arguments: [
            ("llamacpp", "openai-chat", "/v1"), ("openai", "openai-responses", "/v1"),
            ("anthropic", "anthropic", ""),
        ])
    func whatIsCountedIsWhatTheReplyCosts(_ id: String, _ format: String, _ path: String) throws {
        let server = try #require(RealServer.llama.address)
        var scene = try ServerScene(.llama)
        try scene.folder.write(
            "home/chatmd/config.toml",
            "[providers.\(id)]\nbase_url = \"\(server)\(path)\"\nwire_format = \"\(format)\"\n")
        for name in ["OPENAI_API_KEY", "ANTHROPIC_API_KEY"] {
            scene.environment[name] = "sk-no-key"
        }
        try scene.folder.write(
            "chat.md",
            "+++\nmodel = \"\(id)/tiny\"\nsystem = \"Be brief.\"\nmax_tokens = 3\n+++\n"
                + "Who?\n\n# === ASSISTANT ===\n\nI am.\n\n# === USER ===\n\nWhy? 日本\n")
        let outcome = try scene.run("tokens", "chat.md", "--exact", "--format", "json")
        let count = try JSONParser.parse(outcome.output)["tokens"]?.int
        let usage = try scene.events().only("usage")
        #expect(count == usage["input_tokens"]?.int)
        #expect(count ?? 0 > 20)
    }

    @Test func anOverflowOfTheContextHasItsOwnCode() throws {
        let scene = try ServerScene(.llama)
        try scene.write(String(repeating: "many words ", count: 3000))
        let before = scene.folder.text("chat.md")
        let outcome = try scene.run("append", "chat.md")
        #expect(outcome.ending == .exit(7))
        #expect(outcome.errors.contains("context"))
        #expect(scene.folder.text("chat.md") == before)

        let error = try scene.events().only("error")
        #expect(error["code"] == "context_length_exceeded")
        #expect(error["status"] == 400)
    }
}

@Suite(.needs(.llamaEmbeddings)) struct LlamaEmbeddingTests {
    @Test(.needs(.clients)) func theOfficialClientGetsTheSameVectors() throws {
        try EndpointRules.bothGetTheSameVectors(.llamaEmbeddings)
    }

    @Test func aTextThatIsTooLongIsAnErrorInTheServersWords() throws {
        let scene = try ServerScene(Endpoint.llamaEmbeddings)
        let text = String(repeating: "many words ", count: 3000)
        let outcome = try scene.run("embed", "-m", "real/tiny", text)
        #expect(outcome.ending == .exit(7))
        #expect(outcome.text == "")
        #expect(outcome.errors.contains("too large to process"))
    }
}

/// Ctrl-C, seen from the server.
@Suite(.needs(.llamaLong)) struct LlamaCancelTests {
    @Test func aCancelKeepsWhatCameAndFreesTheServer() throws {
        let scene = try ServerScene(.llamaLong)
        try scene.write("hi", settings: "")
        let process = try scene.start(["append", "chat.md"])
        #expect(scene.folder.wait(for: "chat.md") { $0.utf8.count > 500 })
        process.send(SIGINT)
        let cancelled = ContinuousClock.now
        let outcome = try process.outcome()
        // A busy machine is given time; the whole reply would take a minute.
        #expect(cancelled.duration(to: .now) < .seconds(5))
        #expect(outcome.ending == .signal(SIGINT))
        #expect(outcome.errors == "")
        #expect(scene.folder.text("chat.md")?.hasSuffix("\n\n# === USER ===\n") == true)
        #expect(try scene.messages().map { $0[0] } == ["user", "assistant"])

        // There is one slot. When it is free again it has not seen the end of the reply.
        let slot = try freeSlot()
        let tokens = try #require(slot["n_prompt_tokens"]?.int, "\(slot)")
        #expect(tokens < 60_000)
        try scene.write("hi")
        #expect(try scene.run("append", "chat.md").ending == .exit(0))
    }

    /// What the server says of its slot as soon as nothing runs in it.
    private func freeSlot() throws -> JSONValue {
        let address = try #require(RealServer.llamaLong.address)
        while true {
            let curl = try ChatMDProcess(
                ["curl", "--silent", "--fail", address + "/slots"], executable: "/usr/bin/env",
                environment: ["PATH": "/usr/bin:/bin:/usr/local/bin"], folder: "/")
            let slot = try #require(try JSONParser.parse(try curl.outcome().text)[0])
            if slot["is_processing"] == false { return slot }
        }
    }
}
