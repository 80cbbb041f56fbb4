import LLMCore
import TestSupport
import Testing

/// A key goes to the host that the user or the built-in table pairs it with, and to no other.
@Suite struct KeyRoutingTests {
    private static func answering(_ format: WireFormatName) -> LoopbackServer.Handler {
        { _, connection in
            let reply = KeyReply(format)
            connection.respond(contentType: reply.contentType, body: reply.whole())
        }
    }

    private func thief() throws -> LoopbackServer {
        try LoopbackServer { _, connection in connection.respondWithReply(["thanks"]) }
    }

    // MARK: Among providers

    /// Three providers in a row; each repeats the key it was sent.
    @Test(arguments: KeyOutput.allCases)
    func aFallbackGetsItsOwnKeyAlone(output: KeyOutput) throws {
        let rows = [KeyRow.formats[0], KeyRow.formats[3], KeyRow.formats[4]]
        let servers = try zip(rows, [404, 529, 200]).map { row, status in
            try LoopbackServer { request, connection in
                let echo = request[row.header.name] ?? "no key"
                let reply = KeyReply(row.format, id: echo, model: echo)
                connection.respond(
                    status: status,
                    contentType: status == 200 ? reply.contentType : "application/json",
                    headers: [("x-request-id", echo)],
                    body: status == 200 ? reply.whole() : reply.refusal(status, "not \(echo)"))
            }
        }
        var scene = try KeyScene(rows[0], Self.answering(.openAIChat))
        let addresses = zip(rows, servers).map { row, server in
            "[providers.\(row.id)]\nbase_url = \"\(server.baseURL)\"\n"
        }
        try scene.scene.write(config: "[retry]\nmax_retries = 0\n" + addresses.joined())
        try scene.scene.folder.write(
            "chat.md",
            scene.conversation("fallback = [\"anthropic/other\", \"gemini/third\"]\n"))
        let outcome = try scene.run(output)
        #expect(outcome.ending == .exit(0), "\(outcome)")

        let keys = rows.map { scene.scene.environment[$0.provider.keyVariable ?? ""] ?? "?" }
        for (row, (server, key)) in zip(rows, zip(servers, keys)) {
            #expect(server.requests.count == 1)
            let request = try #require(server.requests.first)
            #expect(request[row.header.name] == row.header.prefix + key)
            let sent = request.headers.map(\.value) + [request.path, request.text]
            for other in keys where other != key {
                #expect(!sent.contains { $0.contains(other) })
            }
            scene.key = key
            if key.hasPrefix("sk-Other") {
                #expect(!outcome.text.contains(key) && !outcome.errors.contains(key))
            } else {
                scene.expectNoKey(in: outcome)
            }
        }
    }

    @Test func anAliasTakesTheKeyOfWhomItMeans() throws {
        let row = KeyRow.formats[3]
        let scene = try KeyScene(
            row, config: "[aliases]\n\"grok-4.7\" = \"anthropic/m-1\"\n", Self.answering(.anthropic)
        )
        try scene.scene.folder.write("chat.md", "+++\nmodel = \"grok-4.7\"\n+++\nhi\n")
        #expect(try scene.run(.text).text == "Yo\n")
        try scene.expectKeyInItsHeaderOnly()
    }

    @Test func aProviderOfOnesOwnGetsNoKeyThatIsNotNamed() throws {
        let server = try LoopbackServer(Self.answering(.openAIChat))
        let scene = try KeyScene(
            KeyRow.formats[0],
            config: "[providers.own]\nbase_url = \"\(server.baseURL)\"\n"
                + "[providers.openai-mirror]\nbase_url = \"\(server.baseURL)\"\n",
            Self.answering(.openAIChat))
        for id in ["own", "openai-mirror"] {
            let outcome = try scene.run(["chat.md", "-m", "\(id)/gpt-5.5"])
            #expect(outcome.ending == .exit(0))
        }
        for request in server.requests {
            #expect(!request.headers.contains { $0.value.contains("sk-") })
        }
        #expect(server.requests.count == 2)
    }

    /// The environment is the user's own.
    @Test(arguments: ["openai", "anthropic", "gemini", "azure", "ollama"])
    func aVariableThatNamesAnAddressBringsOnlyItsProvidersKey(id: String) throws {
        let provider = try #require(BuiltInProviders.all.first { $0.id == id })
        let format = provider.compatibleWireFormat ?? provider.wireFormat
        let row = KeyRow(provider: provider, format: format)
        var scene = try KeyScene(row, Self.answering(format))
        try scene.scene.write(config: "")
        scene.scene.environment[try #require(provider.baseURLVariable)] =
            scene.scene.server.baseURL
        let outcome = try scene.run(.ndjson)
        #expect(outcome.ending == .exit(0), "\(outcome)")
        try scene.expectKeyInItsHeaderOnly()
        scene.expectNoKey(in: outcome)
    }

    // MARK: The user's own headers

    @Test(arguments: KeyRow.formats)
    func aHeaderOfTheKeysNameTakesItsPlace(row: KeyRow) throws {
        let scene = try KeyScene(
            row, config: "headers = { \"\(row.header.name)\" = \"Token of-my-own-12345\" }",
            Self.answering(row.format))
        #expect(try scene.run(.text).ending == .exit(0))
        let request = try #require(scene.scene.server.requests.first)
        let fields = request.headers.filter { $0.name.lowercased() == row.header.name }
        #expect(fields.map(\.value) == ["Token of-my-own-12345"])
        #expect(!request.headers.contains { $0.value.contains(scene.key) })
    }

    @Test func whatElseIsASecretByNameIsNotShown() throws {
        let row = KeyRow.formats[0]
        let secrets = ["gate-0123456789abc", "basic-0123456789abc", "query-0123456789abc"]
        let scene = try KeyScene(row) { request, connection in
            let team = request["x-team"] ?? ""
            connection.respond(
                status: 400,
                body: KeyReply(row.format).refusal(
                    400, "team \(team): \(secrets.joined(separator: " "))"))
        }
        try scene.write(
            config: """
                headers = { "cf-aig-authorization" = "Bearer \(secrets[0])", \
                "X-Auth" = "Basic \(secrets[1])", "X-Team" = "documentation" }
                """)
        let config = try #require(scene.scene.folder.text("home/.config/chatmd/config.toml"))
        let address = "\(scene.scene.server.baseURL)?version=2&api_key=\(secrets[2])"
        try scene.scene.write(
            config: config.replacing("\(scene.scene.server.baseURL)", with: address))
        for output in [KeyOutput.text, .ndjson, .append] {
            let outcome = try scene.run(output)
            let shown = outcome.text + outcome.errors
            #expect(shown.contains("team documentation: [redacted] [redacted] [redacted]"))
        }
        #expect(scene.scene.server.requests[0].path.contains("api_key=\(secrets[2])"))
    }

    @Test(arguments: [404, 200])
    func whatFollowsTheAddressIsNotShown(status: Int) throws {
        let row = KeyRow.formats[0]
        let scene = try KeyScene(row) { _, connection in
            connection.respond(status: status, contentType: "text/html", body: "<h1>")
        }
        let server = scene.scene.server
        try scene.scene.write(
            config: "[providers.xai]\nbase_url = \"\(server.baseURL)?k=abc-012345678\"\n")
        let outcome = try scene.run(.text)
        #expect(outcome.errors.contains("\(server.baseURL)/chat/completions"))
        #expect(!outcome.errors.contains("abc-012345678"))
        #expect(server.requests.first?.path.hasSuffix("?k=abc-012345678") == true)
    }

    @Test func aPasswordInAnAddressIsRefusedAndNotShown() throws {
        let scene = try KeyScene(KeyRow.formats[0], Self.answering(.openAIChat))
        try scene.scene.write(
            config: "[providers.xai]\nbase_url = \"https://me:pass-0123456789@llm.example/v1\"\n")
        let outcome = try scene.run(.text)
        #expect(outcome.ending == .exit(3))
        #expect(outcome.errors.contains("user names do not belong into it"))
        #expect(outcome.errors.contains("https://…@llm.example/v1"))
        #expect(!outcome.errors.contains("pass-0123456789"))
    }

    // MARK: What others wish

    @Test(arguments: KeyRow.formats, [301, 302, 303, 307, 308])
    func aRedirectIsNotFollowed(row: KeyRow, status: Int) throws {
        let thief = try thief()
        for target in ["\(thief.baseURL)/x", "//127.0.0.1:\(thief.port)/x", "/v1/elsewhere"] {
            let scene = try KeyScene(row) { _, connection in
                connection.respond(
                    status: status,
                    headers: [
                        ("Location", target), ("Refresh", "0; url=\(thief.baseURL)"),
                        ("Alt-Svc", "h2=\"127.0.0.1:\(thief.port)\"; ma=60"),
                        ("Set-Cookie", "a=b"),
                    ],
                    body: "")
            }
            let outcome = try scene.run(["chat.md", "--retries", "2"])
            #expect(outcome.ending == .exit(7))
            #expect(outcome.errors.contains("redirects are not followed"))
            #expect(scene.scene.server.requests.count == 1)
            scene.expectNoKey(in: outcome)
        }
        #expect(thief.connectionCount == 0)
    }

    @Test(arguments: KeyRow.formats)
    func aConversationCannotSayWhereAKeyGoes(row: KeyRow) throws {
        let thief = try thief()
        let scene = try KeyScene(row, Self.answering(row.format))
        let lines = [
            "base_url = \"\(thief.baseURL)\"", "baseUrl = \"\(thief.baseURL)\"",
            "api_key_env = \"XAI_API_KEY\"", "api_key_cmd = [\"echo\", \"x\"]",
            "api_key = \"mine\"", "headers = { \"X-Leak\" = \"1\" }",
            "wire_format = \"openai-chat\"",
            "allow_http = true", "proxy = \"\(thief.baseURL)\"",
            "extra = { base_url = \"\(thief.baseURL)\" }",
            "providers = { \(row.id) = { base_url = \"\(thief.baseURL)\" } }",
            "aliases = { \"\(row.id)/\(KeyScene.model)\" = \"own/m\" }",
        ]
        for output in KeyOutput.allCases {
            try scene.scene.folder.write(
                "chat.md", scene.conversation(lines.joined(separator: "\n") + "\n"))
            let outcome = try scene.run(output)
            #expect(outcome.ending == .exit(0), "\(outcome)")
            if output != .chunk {
                let warnings = (outcome.errors + outcome.text).split(separator: "\n")
                    .filter { $0.contains("warning") }
                #expect(warnings.count == lines.count, "\(outcome)")
            }
            scene.expectNoKey(in: outcome)
        }
        #expect(thief.connectionCount == 0)
        try scene.expectKeyInItsHeaderOnly()
        for request in scene.scene.server.requests {
            #expect(request["x-leak"] == nil)
            #expect(!request.text.contains("base_url"))
        }
    }

    @Test(arguments: ["base_url", "api_key_env", "headers", "providers", "allow_http"])
    func noOptionSaysWhereAKeyGoes(name: String) throws {
        let scene = try KeyScene(KeyRow.formats[0], Self.answering(.openAIChat))
        #expect(try scene.run(["chat.md", "-o", "\(name)=http://x"]).ending == .exit(2))
        let process = try scene.scene.start(["complete", "--rpc"], input: .open)
        process.write(
            #"{"type":"complete","id":1,"text":"hi","options":{"model":"xai/m","\#(name)":"x"}}"#
                + "\n")
        let outcome = try process.outcome()
        #expect(outcome.ending == .exit(2))
        #expect(try Events(outcome).end()["code"] == "usage")
        #expect(scene.scene.server.connectionCount == 0)
    }

    /// In Gemini's protocol the model is a part of the path.
    @Test(
        arguments: [
            "@evil.example/x", "http://evil.example/x", "/evil.example/x", "models/m:other",
            "a:b@c",
            "./m", "m/.", "-m", "+",
        ])
    func noModelsNameLeadsElsewhere(name: String) throws {
        for row in KeyRow.formats {
            let scene = try KeyScene(row, Self.answering(row.format))
            let outcome = try scene.run(["chat.md", "-m", "\(row.id)/\(name)"])
            #expect(outcome.ending == .exit(0), "\(outcome)")
            try scene.expectKeyInItsHeaderOnly()
            let path = try #require(scene.scene.server.requests.first).path
            if row.format == .gemini {
                #expect(path.hasPrefix("/v1/models/"))
                #expect(path.hasSuffix(":streamGenerateContent?alt=sse"))
                let inside = path.dropFirst(11).dropLast(30)
                #expect(!inside.contains { "/:@?#".contains($0) }, "\(path)")
            } else {
                #expect(!path.contains("evil") && !path.contains("?"))
            }
        }
    }

    @Test(
        arguments: [
            "../x", "a/../../x", "..", "x?key=1", "x#y", "x%2f..", "x%2F", "a\\b", "a b", "a\u{1}",
            "a\n", "ä", "", String(repeating: "a", count: 257),
        ])
    func aNameThatIsNoneIsRefused(name: String) throws {
        for row in KeyRow.formats {
            let scene = try KeyScene(row, Self.answering(row.format))
            let outcome = try scene.run(["chat.md", "-m", "\(row.id)/\(name)"])
            #expect(outcome.ending == .exit(7), "\(outcome)")
            #expect(scene.scene.server.connectionCount == 0)
        }
    }

    /// A proxy would be told even of hosts that do not exist.
    @Test(
        arguments: [
            "llm.example.invalid", "localhost.example.invalid", "127.0.0.1.example.invalid",
            "127.1", "0x7f.0.0.1", "2130706433", "127.0.0.01", "localhost.", "[::ffff:127.0.0.1]",
        ])
    func noPlainConnectionLeavesThisMachine(host: String) throws {
        let proxy = try thief()
        var scene = try KeyScene(KeyRow.formats[0], Self.answering(.openAIChat))
        for name in ["http_proxy", "https_proxy", "all_proxy"] {
            scene.scene.environment[name] = "http://127.0.0.1:\(proxy.port)"
        }
        try scene.scene.write(config: "[providers.xai]\nbase_url = \"http://\(host):9/v1\"\n")
        let outcome = try scene.run(.text)
        #expect(outcome.ending == .exit(3), "\(outcome)")
        #expect(outcome.errors.contains("without encryption") || outcome.errors.contains("usable"))
        #expect(proxy.connectionCount == 0)
    }

    /// libcurl can read passwords from there.
    @Test func noOtherPasswordIsSent() throws {
        let row = KeyRow.formats[3]
        let scene = try KeyScene(row, Self.answering(row.format))
        for name in ["home/.netrc", ".netrc", "home/.curlrc"] {
            try scene.scene.folder.write(
                name, "machine 127.0.0.1 login me password pass-0123456789\n")
        }
        _ = try scene.run(.text)
        let request = try #require(scene.scene.server.requests.first)
        #expect(request["authorization"] == nil)
        #expect(request["cookie"] == nil)
    }
}
