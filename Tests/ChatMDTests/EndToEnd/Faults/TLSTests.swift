import LLMCore
import TestSupport
import Testing

/// Encrypted connections to a real server, and HTTP/2 over them.
@Suite(.enabled(if: TLSServer.isInstalled, "needs nghttpx and openssl"))
struct TLSTests {
    /// A chat whose server is that one, trusted by that variable.
    private func fault(
        _ server: TLSServer, host: String = "127.0.0.1",
        trusting variable: String? = "SSL_CERT_FILE"
    ) throws -> FaultScene {
        var fault = try FaultScene(baseURL: "https://\(host):\(server.port)/v1")
        if let variable { fault.scene.environment[variable] = server.certificate }
        return fault
    }

    private static func reply(
        _ request: LoopbackServer.Request, _ connection: LoopbackConnection
    ) {
        connection.respondWithReply(["Hel", "lo"])
    }

    // MARK: Certificates

    @Test func aCertificateThatNobodyKnowsIsRefusedWithACure() throws {
        let server = try TLSServer(Self.reply)
        try FaultScene.expectFailure(
            { try fault(server, trusting: nil) },
            code: "network", exit: 6, status: 0,
            message: [
                "no secure connection to 127.0.0.1:\(server.port): ", "certificate",
                "\n  SSL_CERT_FILE names the file of trusted certificates\n",
            ])
        #expect(server.server.requests.isEmpty)
    }

    @Test(arguments: ["SSL_CERT_FILE", "CURL_CA_BUNDLE"])
    func aVariableNamesTrustedCertificates(_ variable: String) throws {
        let server = try TLSServer(Self.reply)
        let outcome = try fault(server, trusting: variable).run("chat.md")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text == "Hello\n")
        #expect(server.server.requests.first?["authorization"] == "Bearer \(Scene.key)")
    }

    @Test func aCertificateForAnotherNameIsRefused() throws {
        let server = try TLSServer(Self.reply)
        try FaultScene.expectFailure(
            { try fault(server, host: "localhost") },
            code: "network", exit: 6, status: 0,
            message: ["no secure connection to localhost:\(server.port): "])
        #expect(server.server.requests.isEmpty)
    }

    @Test func aMissingFileOfCertificatesIsNamed() throws {
        let server = try TLSServer(Self.reply)
        try FaultScene.expectFailure(
            {
                var fault = try fault(server)
                fault.scene.environment["SSL_CERT_FILE"] = "/nowhere/certificates.pem"
                return fault
            },
            code: "network", exit: 6, status: 0, message: ["/nowhere/certificates.pem"])
    }

    // MARK: HTTP/2

    /// nghttpx names the client's protocol in `via`.
    @Test(arguments: [("h2,http/1.1", "2 nghttpx"), ("http/1.1", "1.1 nghttpx")])
    func theBestCommonProtocolIsSpoken(offered: String, spoken: String) throws {
        let server = try TLSServer(protocols: offered, Self.reply)
        let outcome = try fault(server).run("chat.md")
        #expect(outcome.text == "Hello\n")
        #expect(server.server.requests.first?["via"] == spoken)
    }

    @Test func aStreamThatBreaksOverHTTP2KeepsWhatCame() throws {
        let textArrived = Gate()
        let server = try TLSServer { _, connection in
            connection.beginEvents()
            connection.writeText("Half")
            textArrived.wait()
        }
        let fault = try fault(server)
        let process = try fault.start(["chat.md", "--format", "ndjson"])
        #expect(process.waitForOutput { $0.contains("Half") })
        textArrived.open()
        let outcome = try process.outcome()
        #expect(outcome.ending == .exit(6))
        let events = try Events(outcome)
        #expect(events.text == "Half")
        #expect(try events.end()["code"]?.string == "network")
    }

    @Test func aStalledStreamOverHTTP2IsCancelled() throws {
        let hasGotThere = Gate()
        let server = try TLSServer { _, connection in
            connection.beginEvents()
            connection.writeText(FaultScene.halfAsSent)
            hasGotThere.open()
            connection.waitUntilClientLeaves()
        }
        try fault(server).expectCancel(keepsHalf: true) { hasGotThere.wait() }
    }

    @Test func aLongReplyOverHTTP2IsWhole() throws {
        let piece = String(repeating: "0123456789abcdef", count: 1 << 10)
        let server = try TLSServer { _, connection in
            connection.respondWithReply([String](repeating: piece, count: 500))
        }
        let outcome = try fault(server).run("chat.md")
        let isWhole = outcome.text == String(repeating: piece, count: 500) + "\n"
        #expect(isWhole)
    }
}
