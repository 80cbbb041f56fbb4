import LLMCore
import TestSupport
import Testing

/// litellm's proxy: another implementation, in front of llama.cpp's server and of models that fail.
@Suite(.needs(.litellm)) struct GatewayTests {
    private static let rows = RealServer.llama.address == nil ? [] : Endpoint.of(.litellm)

    @Test(.needs(.llama), .needs(.clients)) func theOfficialClientsUnderstandTheSame() throws {
        try EndpointRules.bothUnderstandTheSame(Self.rows)
    }

    @Test(.needs(.llama), arguments: rows) func aReplyHasItsUsageAndItsEnd(_ row: Endpoint) throws {
        try EndpointRules.aReplyHasItsUsageAndItsEnd(row)
    }

    @Test(.needs(.llama), arguments: rows)
    func aConversationGoesOnInItsFile(_ row: Endpoint) throws {
        try EndpointRules.aConversationGoesOnInItsFile(row)
    }

    @Test(.needs(.llama), arguments: rows) func everySettingIsTaken(_ row: Endpoint) throws {
        try EndpointRules.everySettingIsTaken(row)
    }

    @Test(.needs(.llama), arguments: rows) func anUnfinishedReplyIsGoneOnWith(_ row: Endpoint)
        throws
    {
        try EndpointRules.anUnfinishedReplyIsGoneOnWith(row)
    }

    @Test(.needs(.llama), arguments: rows) func toolsAndTheirResultsAreTaken(_ row: Endpoint) throws
    {
        try EndpointRules.toolsAndTheirResultsAreTaken(row)
    }

    @Test(.needs(.llama), arguments: rows)
    func aReplyCannotPoseAsAnotherMessage(_ row: Endpoint) throws {
        try EndpointRules.aReplyCannotPoseAsAnotherMessage(row)
    }

    @Test(.needs(.llamaEmbeddings), .needs(.clients)) func theOfficialClientGetsTheSameVectors()
        throws
    {
        try EndpointRules.bothGetTheSameVectors(.litellmEmbeddings)
    }

    @Test func everyByteOfAKnownReplyArrives() throws {
        let scene = try ServerScene(.litellm, key: RealServer.key)
        try scene.write("hi", model: "greeting", settings: "")
        let events = try scene.events()
        #expect(events.text == "Olá, café 日本 👩‍🚀!\n\n```\n# not a heading\n```")
        #expect(try events.only("done")["finish_reason"] == "stop")
    }

    @Test(
        arguments: [
            ("too-fast", 429, "rate_limited", 5, "rate limit", true),
            ("too-long", 400, "context_length_exceeded", 7, "context window", false),
            ("broken", 500, "server", 7, "internal server error", true),
            ("too-slow", 408, "timeout", 6, "timeout", true),
        ] as [(String, Int, String, Int32, String, Bool)])
    func anErrorKeepsItsCodeAndItsWords(
        model: String, status: Int, code: String, exit: Int32, words: String, isTriedAgain: Bool
    ) throws {
        let scene = try ServerScene(.litellm, key: RealServer.key, retries: 1)
        try scene.write("hi", model: model)
        let before = scene.folder.text("chat.md")
        let outcome = try scene.run("append", "chat.md")
        #expect(outcome.ending == .exit(exit))
        #expect(outcome.errors.contains("chatmd: error: litellm."))
        #expect(outcome.errors.lowercased().contains(words))
        #expect(scene.folder.text("chat.md") == before)

        let events = try scene.events()
        let retries = events.filter { $0["type"] == "retry" }
        #expect(retries.map { $0["status"]?.int } == (isTriedAgain ? [status] : []))
        let error = try events.only("error")
        #expect(error["code"]?.string == code)
        #expect(error["status"]?.int == status)
    }

    @Test func anotherModelAnswersForOneThatIsTooFast() throws {
        let scene = try ServerScene(.litellm, key: RealServer.key)
        try scene.write("hi", model: "too-fast", settings: #"fallback = ["real/greeting"]"#)
        let events = try scene.events()
        #expect(events.text.hasPrefix("Olá"))
        #expect(try events.only("retry")["code"] == "rate_limited")
    }
}
