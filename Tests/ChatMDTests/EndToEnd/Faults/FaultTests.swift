import LLMCore
import TestSupport
import Testing

/// What a server can do wrong, one by one: the right code, one sentence, bounded memory, and nothing
/// lost of what came before.
@Suite struct FaultTests {
    /// One thing that goes wrong on a connection that was made.
    struct Fault: Sendable, CustomTestStringConvertible {
        var name: String
        var code: String
        var status = 200
        var message: [String]
        var megabytes = 64
        var serve: @Sendable (LoopbackConnection) -> Void

        var testDescription: String { name }
        var exit: Int32 { code == "network" ? 6 : 7 }
    }

    @Test(arguments: faultsBeforeText)
    func nothingIsWrittenBeforeTheFirstWord(_ fault: Fault) throws {
        try FaultScene.expectFailure(
            { try FaultScene { _, connection, _ in fault.serve(connection) } },
            code: fault.code, exit: fault.exit, status: fault.status, message: fault.message,
            megabytes: fault.megabytes)
    }

    @Test(arguments: faultsAfterText)
    func whatCameBeforeIsKept(_ fault: Fault) throws {
        let make = {
            try FaultScene { _, connection, textArrived in
                connection.beginEvents()
                connection.writeText(FaultScene.halfAsSent)
                // A reset overtakes what has not been read yet.
                textArrived.wait()
                fault.serve(connection)
            }
        }
        try FaultScene.expectFailure(
            make, code: fault.code, exit: fault.exit, status: fault.status, message: fault.message,
            keepsHalf: true, megabytes: fault.megabytes)
    }

    private static let noise = String(repeating: "x", count: 16 << 10)

    /// A fixed length tells of what is missing.
    private static func begin(_ connection: LoopbackConnection, length: Int) {
        connection.writeHead(
            headers: [("Content-Type", "text/event-stream"), ("Content-Length", "\(length)")])
    }

    // MARK: Before any text

    private static let faultsBeforeText = [
        Fault(
            name: "an end without an answer", code: "network", status: 0,
            message: ["SERVER closed the connection without an answer"]
        ) { _ in },
        Fault(
            name: "a reset before the header", code: "network", status: 0,
            message: ["the connection to SERVER broke before an answer came: "]
        ) { $0.reset() },
        Fault(
            name: "an end inside the header", code: "network", status: 0,
            message: ["SERVER closed the connection inside the header of its answer"]
        ) { $0.write("HTTP/1.1 200 OK\r\nContent-Type: text/ev") },
        Fault(
            name: "another protocol", code: "protocol", status: 0,
            message: ["SERVER does not answer in HTTP"]
        ) { $0.write("220 mail.example.org ESMTP\r\n") },
        Fault(
            name: "a version that does not exist", code: "protocol", status: 0,
            message: ["SERVER does not answer in HTTP"]
        ) { $0.write("HTTP/7.3 200 OK\r\n\r\n") },
        Fault(
            name: "a status that is no number", code: "protocol", status: 0,
            message: ["SERVER does not answer in HTTP"]
        ) { $0.write("HTTP/1.1 OK\r\n\r\n") },
        Fault(
            name: "an unknown status", code: "server", status: 799,
            message: ["SERVER answered with status 799"]
        ) { $0.respond(status: 799, contentType: "text/html", body: "<html></html>") },
        Fault(
            name: "nothing but interim answers", code: "protocol", status: 0,
            message: ["SERVER sent a header of more than 256 kB"]
        ) { while $0.write("HTTP/1.1 102 Processing\r\nX-Progress: some\r\n\r\n") {} },
        Fault(
            name: "an upgrade that nobody asked for", code: "network", status: 0,
            message: ["SERVER"]
        ) { $0.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\nPRI * HTTP/2.0") },
        Fault(
            name: "a header of many lines", code: "protocol", status: 0,
            message: ["SERVER sent a header of more than 256 kB"]
        ) { connection in
            connection.write("HTTP/1.1 200 OK\r\n")
            while connection.write("X-Filler: some\r\n") {}
        },
        Fault(
            name: "a header of long lines", code: "protocol", status: 0,
            message: ["SERVER sent a header of more than 256 kB"]
        ) { connection in
            connection.write("HTTP/1.1 200 OK\r\n")
            while connection.write("X-Filler: \(noise)\r\n") {}
        },
        Fault(
            name: "a header line without end", code: "protocol", status: 0,
            message: ["SERVER sent a header line of more than 100 kB"]
        ) { connection in
            connection.write("HTTP/1.1 200 OK\r\nX-Filler: ")
            while connection.write(noise) {}
        },
        Fault(
            name: "an HTML page", code: "protocol",
            message: [
                "SERVER did not answer with a model's reply (text/html)", "is base_url right?",
            ]
        ) { $0.respond(contentType: "text/html", body: "<!doctype html>\n<h1>Welcome</h1>") },
        Fault(
            name: "an HTML error page", code: "server", status: 502,
            message: ["SERVER answered with status 502 with text/html"]
        ) { $0.respond(status: 502, contentType: "text/html", body: "<h1>Bad Gateway</h1>") },
        Fault(
            name: "a picture", code: "protocol",
            message: ["SERVER did not answer with a model's reply (image/png)"]
        ) { $0.respond(contentType: "image/png", body: "\u{89}PNG\r\n\u{1A}\n") },
        Fault(
            name: "an empty body", code: "protocol", message: ["SERVER sent an empty answer"]
        ) { $0.respond(contentType: "text/event-stream", body: "") },
        Fault(
            name: "a status without body", code: "protocol", status: 204,
            message: ["SERVER sent an empty answer"]
        ) { $0.writeHead(status: 204, headers: []) },
        Fault(
            name: "blank lines alone", code: "protocol", message: ["SERVER sent an empty answer"]
        ) { $0.respond(contentType: "text/event-stream", body: "\n\n\r\n\n") },
        Fault(
            name: "an error with status 200", code: "overloaded", message: ["Try later"]
        ) { $0.respond(body: #"{"error":{"message":"Try later","code":503}}"#) },
        Fault(
            name: "JSON of another kind", code: "protocol",
            message: ["the answer is JSON, but not a chat completion"]
        ) { $0.respond(body: #"{"status":"ok"}"#) },
        Fault(
            name: "JSON that is cut", code: "protocol", message: ["the answer is not JSON"]
        ) { $0.respond(body: #"{"choices":[{"message":{"cont"#) },
        Fault(
            name: "a redirect", code: "invalid_request", status: 308,
            message: ["SERVER redirects to https://example.org/", "base_url ="]
        ) { $0.respond(status: 308, headers: [("Location", "https://example.org/v2")], body: "") },
        Fault(
            name: "a redirect to nowhere", code: "invalid_request", status: 302,
            message: ["SERVER answered with status 302"]
        ) { $0.respond(status: 302, body: "") },
    ]

    // MARK: After half a reply

    private static let faultsAfterText = [
        Fault(
            name: "a reset inside a line", code: "network",
            message: ["the connection to SERVER broke in the middle of the reply, after "]
        ) { connection in
            connection.writeChunk(#"data: {"choices":[{"ind"#)
            connection.reset()
        },
        Fault(
            name: "chunks that do not end", code: "network",
            message: ["the connection to SERVER broke in the middle of the reply"]
        ) { _ in },
        Fault(
            name: "an end inside a chunk", code: "network",
            message: ["the connection to SERVER broke in the middle of the reply"]
        ) { $0.write("1000\r\ndata: {") },
        Fault(
            name: "a chunk without a size", code: "network",
            message: ["the connection to SERVER broke in the middle of the reply"]
        ) { $0.write("size?\r\n") },
        Fault(
            name: "no finish reason and no [DONE]", code: "network",
            message: ["the reply ended in the middle"]
        ) { $0.endChunks() },
        Fault(
            name: "an error event", code: "overloaded", message: ["error: Engine overloaded\n"]
        ) { connection in
            connection.writeEvent(#"{"error":{"message":"Engine overloaded","code":503}}"#)
            connection.endChunks()
        },
        Fault(
            name: "a named error event", code: "server", message: ["error: It broke\n"]
        ) { connection in
            connection.writeChunk("event: error\ndata: {\"message\":\"It broke\"}\n\n")
            connection.endChunks()
        },
        Fault(
            name: "an event that is not JSON", code: "protocol",
            message: ["an event of the stream is not JSON"]
        ) { connection in
            connection.writeEvent("<html>")
            connection.endChunks()
        },
        Fault(
            name: "a line of more than 64 MB", code: "protocol",
            message: ["an event of the stream is larger than 64 MB"], megabytes: 256
        ) { connection in
            connection.writeChunk("data: ")
            while connection.writeChunk(noise) {}
        },
        Fault(
            name: "an event of many lines", code: "protocol",
            message: ["an event of the stream is larger than 64 MB"], megabytes: 256
        ) { while $0.writeChunk("data: \(noise)\n") {} },
        Fault(
            name: "endless comments", code: "protocol",
            message: ["SERVER sent an answer of more than 256 MB"]
        ) { while $0.writeChunk(": \(noise)\n") {} },
        Fault(
            name: "a flood of trailers", code: "protocol",
            message: ["SERVER sent a header of more than 256 kB"]
        ) { connection in
            connection.write("0\r\n")
            while connection.write("X-Filler: some\r\n") {}
        },
    ]

    // MARK: Lengths that lie

    @Test func aBodyShorterThanItsLengthKeepsWhatCame() throws {
        try FaultScene.expectFailure(
            {
                try FaultScene { _, connection, textArrived in
                    Self.begin(connection, length: 100_000)
                    connection.write(Self.event(FaultScene.halfAsSent))
                    textArrived.wait()
                }
            },
            code: "network", exit: 6, status: 200,
            message: ["the connection to SERVER broke in the middle of the reply"], keepsHalf: true)
    }

    @Test func aBodyLongerThanItsLengthEndsThere() throws {
        let half = Self.event(FaultScene.halfAsSent)
        try FaultScene.expectFailure(
            {
                try FaultScene { _, connection, textArrived in
                    Self.begin(connection, length: half.utf8.count + 10)
                    connection.write(half)
                    textArrived.wait()
                    connection.write(Self.event("more") + "data: [DONE]\n\n")
                }
            },
            code: "network", exit: 6, status: 200,
            message: ["the reply ended in the middle"], keepsHalf: true)
    }

    private static func event(_ text: String) -> String {
        #"data: {"choices":[{"index":0,"delta":{"content":"\#(text)"}}]}"# + "\n\n"
    }

    // MARK: Before a connection

    @Test func aRefusedConnectionAsksWhetherAServerRuns() throws {
        let socket = try LoopbackSocket(isListening: false)
        try FaultScene.expectFailure(
            { try FaultScene(baseURL: "http://127.0.0.1:\(socket.port)/v1") },
            code: "network", exit: 6, status: 0,
            message: [
                "127.0.0.1:\(socket.port) cannot be reached", "is a server running there?",
            ])
    }

    @Test func anUnknownHostIsNamed() throws {
        try FaultScene.expectFailure(
            { try FaultScene(baseURL: "https://llm.example.invalid/v1") },
            code: "network", exit: 6, status: 0,
            message: ["the host llm.example.invalid was not found", "is the network up"])
    }

    @Test func plainHTTPBehindHTTPSIsATLSFailure() throws {
        let server = try LoopbackServer { _, connection in connection.respond(body: "{}") }
        try FaultScene.expectFailure(
            { try FaultScene(baseURL: "https://127.0.0.1:\(server.port)/v1") },
            code: "network", exit: 6, status: 0,
            message: ["no secure connection to 127.0.0.1:\(server.port): "])
        #expect(server.requests.isEmpty)
    }
}
