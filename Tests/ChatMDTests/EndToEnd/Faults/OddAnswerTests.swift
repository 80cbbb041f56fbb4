import LLMCore
import TestSupport
import Testing

/// What looks like a fault and is an answer all the same: nothing is lost, and memory is bounded.
@Suite struct OddAnswerTests {
    struct Answer: Sendable, CustomTestStringConvertible {
        var name: String
        var text = "Hello"
        var finishReason = "stop"
        var megabytes = 64
        var serve: @Sendable (LoopbackConnection) -> Void

        var testDescription: String { name }
    }

    @Test(arguments: answers)
    func itIsTaken(_ answer: Answer) throws {
        let fault = try FaultScene { _, connection, _ in answer.serve(connection) }
        let process = try fault.start(
            ["chat.md", "--format", "ndjson"], megabytes: answer.megabytes)
        let printed = try process.outcome()
        #expect(printed.ending == .exit(0))
        let events = try Events(printed)
        // A difference of megabytes is not for printing.
        let isWhole = events.text == answer.text
        #expect(isWhole, "\(events.text.prefix(80))")
        #expect(try events.end()["finish_reason"]?.string == answer.finishReason)
    }

    private static let noise = String(repeating: "x", count: 64 << 10)
    private static let hello = #"{"choices":[{"index":0,"delta":{"content":"Hello"}}]}"#

    private static func finish(_ connection: LoopbackConnection, _ reason: String = "stop") {
        connection.writeEvent(
            #"{"choices":[{"index":0,"delta":{},"finish_reason":"\#(reason)"}]}"#)
    }

    private static let answers = [
        Answer(name: "a finish reason without [DONE]") { connection in
            connection.beginEvents()
            connection.writeText("Hello")
            finish(connection)
            connection.endChunks()
        },
        Answer(name: "[DONE] without a finish reason") { connection in
            connection.beginEvents()
            connection.writeText("Hello")
            connection.writeEvent("[DONE]")
        },
        Answer(name: "two finish reasons", finishReason: "length") { connection in
            connection.beginEvents()
            connection.writeText("Hello")
            finish(connection)
            finish(connection, "length")
            connection.writeEvent("[DONE]")
            connection.endChunks()
        },
        Answer(name: "text after the finish reason", text: "Hello you") { connection in
            connection.beginEvents()
            connection.writeText("Hello")
            finish(connection)
            connection.writeText(" you")
            connection.writeEvent("[DONE]")
        },
        Answer(name: "rubbish after [DONE]") { connection in
            connection.beginEvents()
            connection.writeText("Hello")
            connection.writeEvent("[DONE]")
            connection.writeChunk("data: {oops\n\nwhat?\u{0}")
            connection.reset()
        },
        Answer(name: "a wrong content type") { connection in
            let body = "data: \(hello)\n\ndata: [DONE]\n\n"
            connection.respond(contentType: "text/plain", body: body)
        },
        Answer(name: "no content type") { connection in
            connection.writeHead(headers: [])
            connection.write("data: \(hello)\n\ndata: [DONE]\n\n")
        },
        Answer(name: "HTTP/1.0") { connection in
            connection.write("HTTP/1.0 200 OK\r\n\r\ndata: \(hello)\n\ndata: [DONE]\n\n")
        },
        Answer(name: "a status without words") { connection in
            connection.write("HTTP/1.1 200\r\n\r\ndata: \(hello)\n\ndata: [DONE]\n\n")
        },
        Answer(name: "interim answers first") { connection in
            for _ in 0..<50 { connection.write("HTTP/1.1 102 Processing\r\n\r\n") }
            connection.respondWithReply(["Hello"])
        },
        Answer(name: "trailers") { connection in
            connection.beginEvents(headers: [("Trailer", "Content-Type")])
            connection.writeText("Hello")
            finish(connection)
            connection.write("0\r\nContent-Type: text/html\r\nX-Request-Id: trailing\r\n\r\n")
        },
        Answer(name: "one byte at a time") { connection in
            let body = ": slow\r\n\r\ndata: \(hello)\r\n\r\ndata: [DONE]\r\n\r\n"
            connection.writeHead(headers: [("Content-Type", "text/event-stream")])
            for byte in body.utf8 { connection.write([byte]) }
        },
        Answer(name: "bytes that are not UTF-8", text: "Hel\u{FFFD}lo\u{FFFD}") { connection in
            connection.beginEvents()
            let start = Array(#"data: {"choices":[{"index":0,"delta":{"content":"Hel"#)
            connection.writeChunk(start + [0xFF] + Array("lo") + [0xC3] + Array("\"}}]}\n\n"))
            connection.writeChunk([0x3A, 0x20, 0xFE, 0xFF, 0x0A, 0x0A])
            connection.writeEvent("[DONE]")
        },
        Answer(name: "100 MB of comments") { connection in
            connection.beginEvents()
            connection.writeText("Hel")
            for _ in 0..<1600 { connection.writeChunk(": \(noise)\n") }
            connection.writeText("lo")
            connection.writeEvent("[DONE]")
        },
        Answer(name: "a comment of 50 MB", megabytes: 192) { connection in
            connection.beginEvents()
            connection.writeText("Hel")
            connection.writeChunk(": ")
            for _ in 0..<800 { connection.writeChunk(noise) }
            connection.writeChunk("\n\n")
            connection.writeText("lo")
            connection.writeEvent("[DONE]")
        },
        Answer(
            name: "a line of 20 MB", text: String(repeating: noise, count: 320), megabytes: 256
        ) { connection in
            connection.beginEvents()
            connection.writeChunk(#"data: {"choices":[{"index":0,"delta":{"content":""#)
            for _ in 0..<320 { connection.writeChunk(noise) }
            connection.writeChunk("\"}}]}\n\n")
            connection.writeEvent("[DONE]")
        },
    ]
}
