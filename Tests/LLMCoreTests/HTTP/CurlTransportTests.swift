import TestSupport
import Testing

@testable import LLMCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct CurlTransportTests {
    private let usage = StreamEvent.usage(Usage(inputTokens: 12, outputTokens: 3))

    @Test func aStreamedReplyArrives() throws {
        let server = try LoopbackServer { _, connection in
            connection.respondWithReply(["Hel", "lo"], model: "grok-4.3")
        }
        let reply = LoopbackClient(server).reply()
        var events: [StreamEvent] = []
        while let event = try reply.next() { events.append(event) }
        #expect(events == [.text("Hel"), .text("lo"), usage, .finish(.stop)])
        #expect(reply.model == "grok-4.3")
        #expect(reply.responseID == "reply-1")
        #expect(reply.status == 200)
    }

    @Test func theRequestIsSentAsWritten() throws {
        let server = try LoopbackServer { _, connection in connection.respondWithReply(["a"]) }
        #expect(LoopbackClient(server).outcome().error == nil)
        let sent = try #require(server.requests.first)
        #expect(sent.method == "POST")
        #expect(sent.path == "/v1/chat/completions")
        #expect(sent["authorization"] == "Bearer xai-test-0123456789")
        #expect(sent["content-type"] == "application/json")
        #expect(sent["accept"] == "text/event-stream")
        #expect(sent["user-agent"] == "chatmd/0")
        #expect(sent["host"] == "127.0.0.1:\(server.port)")
        #expect(
            sent.text == #"{"model":"grok-3","messages":[{"role":"user","content":"Hi"}],"#
                + #""stream":true,"stream_options":{"include_usage":true}}"#)
    }

    @Test(arguments: ["expect", "cookie", "referer"])
    func noOtherHeaderIsSent(_ name: String) throws {
        let server = try LoopbackServer { _, connection in connection.respondWithReply(["a"]) }
        #expect(LoopbackClient(server).outcome().error == nil)
        #expect(try #require(server.requests.first)[name] == nil)
    }

    @Test func aBodyWithoutLengthEndsWithTheConnection() throws {
        let server = try LoopbackServer { _, connection in
            connection.writeHead(headers: [("Content-Type", "text/event-stream")])
            connection.write(
                "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: [DONE]\n\n")
        }
        #expect(LoopbackClient(server).outcome().events == [.text("a"), .finish(.stop)])
    }

    @Test func interimAnswersAreSkipped() throws {
        let server = try LoopbackServer { _, connection in
            connection.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
            connection.respondWithReply(["a"])
        }
        #expect(LoopbackClient(server).outcome().events == [.text("a"), usage, .finish(.stop)])
    }

    @Test func connectionsAreKeptForTheNextRequest() throws {
        let server = try LoopbackServer { _, connection in
            connection.keepsAlive = true
            // In one write: a reply is over at [DONE], whether or not the answer's end has come.
            connection.respond(contentType: "text/event-stream", body: "data: [DONE]\n\n")
        }
        let model = LoopbackClient(server)
        let client = LLMClient(transport: CurlTransport(loop: model.loop, userAgent: "chatmd/0"))
        for _ in 0..<3 {
            let reply = try client.reply(to: model.request, from: model.provider, key: Secret("k"))
            while try reply.next() != nil {}
        }
        #expect(server.requests.count == 3)
        #expect(server.connectionCount == 1)
    }

    @Test func aLargeRequestGoesOut() throws {
        let server = try LoopbackServer { _, connection in connection.respondWithReply(["a"]) }
        var client = LoopbackClient(server)
        let text = String(repeating: "0123456789abcde\n", count: 20 << 16)
        client.request.messages = [Message(role: .user, text: text)]
        #expect(client.outcome().error == nil)
        let sent = try #require(server.requests.first)
        #expect(try JSONParser.parse(sent.body)["messages"]?[0]?["content"]?.string == text)
    }

    @Test func aTimeoutIsNeverCountedWhileNobodyReads() throws {
        let server = try LoopbackServer { _, connection in connection.respondWithReply(["a", "b"]) }
        var client = LoopbackClient(server)
        client.timeouts = HTTPTimeouts(firstByte: 60, betweenBytes: 0)
        let reply = client.reply()
        _ = try reply.next()
        try client.loop.wait(milliseconds: 20)
        // What has come meanwhile is read before any clock is looked at.
        #expect(throws: Never.self) { while try reply.next() != nil {} }
    }

    #if os(Linux)
        /// The kernel's own table: a connection whose next timer is of kind 2 is kept alive.
        @Test func silentConnectionsAreKeptAlive() throws {
            let server = try LoopbackServer { _, connection in
                connection.beginEvents()
                connection.writeText("a")
                connection.waitUntilClientLeaves()
            }
            let reply = LoopbackClient(server).reply()
            #expect(try reply.next() == .text("a"))
            let table = String(decoding: try RecordedStream.read("/proc/net/tcp"), as: UTF8.self)
            let port = String(server.port, radix: 16, uppercase: true)
            let rows = table.split(separator: "\n").map { $0.split(separator: " ") }
            let ours = try #require(rows.first { $0[2].hasSuffix(":" + port) && $0[3] == "01" })
            #expect(ours[5].hasPrefix("02:"))
        }
    #endif

    // MARK: In a process of their own

    /// Proxies would see the conversation; libcurl takes them from the environment.
    @Test func noProxyIsAskedForThisMachine() async {
        await #expect(processExitsWith: .success) {
            let proxy = try LoopbackServer { _, connection in connection.respond(body: "{}") }
            for name in ["http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"] {
                setenv(name, "http://127.0.0.1:\(proxy.port)", 1)
            }
            unsetenv("no_proxy")
            unsetenv("NO_PROXY")
            let server = try LoopbackServer { _, connection in connection.respondWithReply(["a"]) }
            for host in ["127.0.0.1", "localhost"] {
                var client = LoopbackClient(baseURL: "http://\(host):\(server.port)/v1")
                client.request.model = host
                try #require(client.outcome().error == nil)
            }
            try #require(server.requests.count == 2)
            try #require(proxy.connectionCount == 0)
        }
    }

    @Test func aProxyIsAskedForOtherMachines() async {
        await #expect(processExitsWith: .success) {
            let proxy = try LoopbackServer { _, connection in connection.respondWithReply(["a"]) }
            setenv("http_proxy", "http://127.0.0.1:\(proxy.port)", 1)
            unsetenv("no_proxy")
            unsetenv("NO_PROXY")
            var client = LoopbackClient(baseURL: "http://llm.example.invalid/v1")
            client.provider.allowsPlainHTTP = true
            try #require(client.outcome().error == nil)
            let sent = try #require(proxy.requests.first)
            try #require(sent.path == "http://llm.example.invalid/v1/chat/completions")
        }
    }

    #if os(Linux)
        /// 200 MB pass through while the reader dawdles; the peak may grow by 20 MB.
        @Test(.timeLimit(.minutes(5))) func aReplyIsNeverHeldAsAWhole() async {
            await #expect(processExitsWith: .success) {
                let text = String(repeating: "x", count: 64 << 10)
                let count = 200 << 4
                let server = try LoopbackServer { _, connection in
                    connection.beginEvents()
                    for _ in 0..<count where !connection.writeText(text) { return }
                    connection.writeEvent("[DONE]")
                    connection.endChunks()
                }
                let client = LoopbackClient(server)
                let reply = client.reply()
                _ = try reply.next()
                let before = try peakMemory()
                var bytes = text.utf8.count
                while let event = try reply.next() {
                    guard case .text(let piece) = event else { continue }
                    bytes += piece.utf8.count
                    if bytes % (20 << 20) == 0 { try client.loop.wait(milliseconds: 10) }
                }
                try #require(bytes == count * text.utf8.count)
                let growth = try peakMemory() - before
                try #require(growth < 20 << 10, "\(growth) kB more")
            }
        }
    #endif
}

/// The most memory that this process has had resident so far, in kilobytes.
private func peakMemory() throws -> Int {
    let status = String(decoding: try RecordedStream.read("/proc/self/status"), as: UTF8.self)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    return try #require(Int(line.filter(\.isNumber)))
}
