import LLMCore
import TestSupport
import Testing

/// Proxies that the environment names. The host behind them exists for nobody else.
@Suite struct ProxyTests {
    private static let host = "llm.example.invalid"
    private static let password = "correct-horse-battery"

    private func fault(
        _ scheme: String = "https", with variables: [String: String]
    ) throws -> FaultScene {
        var fault = try FaultScene(
            baseURL: "\(scheme)://\(Self.host)/v1", config: "allow_http = true\n")
        fault.scene.environment.merge(variables) { $1 }
        return fault
    }

    // MARK: Through it

    @Test(
        .enabled(if: TLSServer.isInstalled, "needs nghttpx and openssl"),
        arguments: ["https_proxy", "HTTPS_PROXY", "all_proxy"])
    func anEncryptedRequestTunnelsThroughIt(_ variable: String) throws {
        let server = try TLSServer { _, connection in connection.respondWithReply(["Hello"]) }
        let proxy = try LoopbackServer { [port = server.port] _, connection in
            connection.write("HTTP/1.1 200 Connected\r\n\r\n")
            connection.tunnel(toPort: port)
        }
        let outcome = try fault(with: [
            variable: "http://ann:\(Self.password)@127.0.0.1:\(proxy.port)",
            "SSL_CERT_FILE": server.certificate,
        ]).run("chat.md")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text == "Hello\n")

        let asked = try #require(proxy.requests.first)
        #expect(asked.method == "CONNECT")
        #expect(asked.path == "\(Self.host):443")
        #expect(asked["proxy-authorization"]?.hasPrefix("Basic ") == true)
        #expect(asked["authorization"] == nil)
        let sent = try #require(server.server.requests.first)
        #expect(sent["authorization"] == "Bearer \(Scene.key)")
        #expect(sent["proxy-authorization"] == nil)
    }

    @Test func aPlainRequestGoesToIt() throws {
        let proxy = try LoopbackServer { _, connection in connection.respondWithReply(["Hello"]) }
        let outcome = try fault("http", with: ["http_proxy": "http://127.0.0.1:\(proxy.port)"])
            .run("chat.md")
        #expect(outcome.text == "Hello\n")
        #expect(proxy.requests.first?.path == "http://\(Self.host)/v1/chat/completions")
    }

    @Test func thisMachineIsNeverAskedThroughIt() throws {
        let proxy = try LoopbackServer { _, connection in connection.respond(body: "{}") }
        var fault = try FaultScene { _, connection, _ in connection.respondWithReply(["Hello"]) }
        for name in ["http_proxy", "https_proxy", "all_proxy"] {
            fault.scene.environment[name] = "http://127.0.0.1:\(proxy.port)"
        }
        #expect(try fault.run("chat.md").text == "Hello\n")
        #expect(proxy.connectionCount == 0)
    }

    @Test(arguments: [host, ".example.invalid", "*"])
    func aHostCanBeExempt(_ exemption: String) throws {
        let proxy = try LoopbackServer { _, connection in connection.respond(body: "{}") }
        try FaultScene.expectFailure(
            {
                try fault(with: [
                    "https_proxy": "http://127.0.0.1:\(proxy.port)", "no_proxy": exemption,
                ])
            },
            code: "network", exit: 6, status: 0, message: ["the host \(Self.host) was not found"])
        #expect(proxy.connectionCount == 0)
    }

    // MARK: Against it

    /// Neither output shows the password that the proxy's URL holds.
    private func expectFailure(
        _ scheme: String = "https", proxy: String, status: Int = 0, message: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let errors = try FaultScene.expectFailure(
            { try fault(scheme, with: ["\(scheme)_proxy": proxy]) },
            code: "network", exit: 6, status: status, message: message,
            sourceLocation: sourceLocation)
        #expect(!errors.contains(Self.password), sourceLocation: sourceLocation)
        let text = try fault(scheme, with: ["\(scheme)_proxy": proxy])
            .run("chat.md", "--format", "ndjson").text
        #expect(!text.contains(Self.password), sourceLocation: sourceLocation)
    }

    private static func url(_ port: Int) -> String {
        "http://ann:\(password)@127.0.0.1:\(port)"
    }

    @Test(arguments: ["http", "https"])
    func aProxyThatWantsAPasswordSaysSo(scheme: String) throws {
        let proxy = try LoopbackServer { _, connection in
            connection.respond(
                status: 407, contentType: "text/html",
                headers: [("Proxy-Authenticate", "Basic realm=\"proxy\"")],
                body: "<h1>Who are you?</h1>")
        }
        try expectFailure(
            scheme, proxy: Self.url(proxy.port), status: 407,
            message: [
                "the proxy for \(Self.host) wants a user name and a password",
                "https_proxy=http://user:password@host:port",
            ])
    }

    @Test(arguments: [403, 502, 504])
    func aTunnelThatIsRefusedNamesTheStatus(status: Int) throws {
        let proxy = try LoopbackServer { _, connection in
            connection.respond(status: status, contentType: "text/html", body: "<h1>No</h1>")
        }
        try expectFailure(
            proxy: Self.url(proxy.port), status: status,
            message: [
                "the proxy refused a connection to \(Self.host) with status \(status)\n",
                "https_proxy, http_proxy and all_proxy name the proxy",
            ])
    }

    @Test func aProxyThatDoesNotRunIsNamed() throws {
        let socket = try LoopbackSocket(isListening: false)
        try expectFailure(
            proxy: Self.url(socket.port),
            message: [
                "\(Self.host) cannot be reached: ", "\(socket.port)",
                "https_proxy, http_proxy and all_proxy name the proxy",
            ])
    }

    @Test func aProxyThatHangsUpIsANetworkError() throws {
        let proxy = try LoopbackServer { _, _ in }
        try expectFailure(proxy: Self.url(proxy.port), message: [Self.host])
    }

    @Test func aProxyThatSpeaksAnotherProtocolIsANetworkError() throws {
        let proxy = try LoopbackServer { _, connection in connection.write("SSH-2.0-x\r\n\r\n") }
        try expectFailure(proxy: Self.url(proxy.port), message: [Self.host])
    }

    @Test func anUnknownProxyIsSaidToBeOne() throws {
        try expectFailure(
            proxy: "http://ann:\(Self.password)@proxy.example.invalid:3128",
            message: ["the proxy for \(Self.host) was not found"])
    }

    @Test(arguments: ["gopher://ann:\(password)@127.0.0.1:1", "http://ann:\(password)@[::1"])
    func aBrokenProxyURLIsNotQuoted(_ proxy: String) throws {
        try expectFailure(proxy: proxy, message: [Self.host, "proxy"])
    }

    @Test func aProxyThatDoesNotAnswerIsCancelled() throws {
        let hasAsked = Gate()
        let proxy = try LoopbackServer { _, connection in
            hasAsked.open()
            connection.waitUntilClientLeaves()
        }
        try fault(with: ["https_proxy": Self.url(proxy.port)]).expectCancel { hasAsked.wait() }
    }

    @Test func aTunnelThatStaysSilentIsCancelled() throws {
        let hasAsked = Gate()
        let proxy = try LoopbackServer { _, connection in
            connection.write("HTTP/1.1 200 Connected\r\n\r\n")
            hasAsked.open()
            connection.waitUntilClientLeaves()
        }
        try fault(with: ["https_proxy": Self.url(proxy.port)]).expectCancel { hasAsked.wait() }
    }
}
