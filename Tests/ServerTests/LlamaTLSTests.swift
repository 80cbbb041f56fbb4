import TestSupport
import Testing

/// llama.cpp's server behind TLS and a key.
@Suite(.needs(.llamaTLS)) struct LlamaTLSTests {
    private static let rows = Endpoint.of(.llamaTLS)

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

    @Test(arguments: rows) func aReplyCannotPoseAsAnotherMessage(_ row: Endpoint) throws {
        try EndpointRules.aReplyCannotPoseAsAnotherMessage(row)
    }

    @Test(arguments: rows, ["sk-a-wrong-key", nil])
    func withoutTheRightKeyNothingIsAnswered(_ row: Endpoint, key: String?) throws {
        let scene = try ServerScene(row, key: key)
        try scene.write("hi")
        let outcome = try scene.run("append", "chat.md")
        #expect(outcome.ending == .exit(4))
        if let key { #expect(!outcome.errors.contains(key)) }
        #expect(try scene.messages().count == 1)

        let error = try scene.events().only("error")
        #expect(error["code"] == "authentication")
        #expect(error["status"] == 401)
    }
}

/// Whom chatmd trusts, which is the same for all endpoints.
@Suite(.needs(.llamaTLS)) struct LlamaCertificateTests {
    private func scene(scheme: String? = nil) throws -> ServerScene {
        let row = try #require(Endpoint.of(.llamaTLS).first)
        let scene = try ServerScene(row, key: RealServer.key, scheme: scheme)
        try scene.write("hi")
        return scene
    }

    @Test(arguments: ["SSL_CERT_FILE", "CURL_CA_BUNDLE"])
    func anAuthorityOfOnesOwnIsTrusted(variable: String) throws {
        var scene = try scene()
        scene.environment["SSL_CERT_FILE"] = nil
        scene.environment[variable] = RealServer.authority
        let events = try scene.events()
        #expect(try events.only("done")["finish_reason"] == "length")
        #expect(!events.text.isEmpty)
    }

    @Test func anUnknownAuthorityIsNotTrusted() throws {
        var scene = try scene()
        scene.environment["SSL_CERT_FILE"] = nil
        let outcome = try scene.run("chat.md")
        #expect(outcome.ending == .exit(6))
        #expect(outcome.errors.contains("certificate"))
        #expect(outcome.errors.contains("SSL_CERT_FILE"))
        #expect(try scene.events().only("error")["code"] == "network")
    }

    @Test func plainTextToAServerWithTLSIsANetworkError() throws {
        let scene = try scene(scheme: "http")
        #expect(try scene.run("chat.md").ending == .exit(6))
        #expect(try scene.events().only("error")["code"] == "network")
    }
}
