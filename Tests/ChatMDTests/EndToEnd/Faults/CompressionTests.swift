import LLMCore
import TestSupport
import Testing

/// Answers that were compressed on their way.
@Suite struct CompressionTests {
    /// The encodings that this machine's libcurl asks for.
    private static let known: [String] = {
        let fault = try? FaultScene { _, connection, _ in connection.respondWithReply(["Yo"]) }
        _ = try? fault?.run("chat.md")
        let names = fault?.scene.server.requests.first?["accept-encoding"] ?? ""
        return names.split(separator: ",").map { String($0.drop { $0 == " " }) }
    }()

    private static func begin(
        _ connection: LoopbackConnection, _ encoding: String, status: Int = 200
    ) {
        connection.writeHead(
            status: status,
            headers: [
                ("Content-Type", status == 200 ? "text/event-stream" : "application/json"),
                ("Content-Encoding", encoding),
            ])
    }

    private static func fixture(_ name: String) -> [UInt8] {
        wholeFile("\(Snapshot.testsFolder)/Fixtures/compressed/\(name)") ?? []
    }

    @Test func gzipIsAskedFor() {
        #expect(Self.known.contains("gzip"))
    }

    private static let suffixes = ["gzip": "gz", "deflate": "deflate", "br": "br", "zstd": "zst"]

    @Test(arguments: known)
    func whatIsAskedForIsRead(encoding: String) throws {
        let suffix = try #require(Self.suffixes[encoding])
        let fault = try FaultScene { _, connection, _ in
            Self.begin(connection, encoding)
            connection.write(Self.fixture("reply.\(suffix)"))
        }
        let outcome = try fault.run("chat.md")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text == "Half, whole: äöü€\n")
        #expect(outcome.errors == "")
    }

    /// The compressor was flushed after the first event, which must not wait for the second.
    @Test(arguments: [("gzip", "gz"), ("deflate", "deflate")])
    func aStreamIsReadAsItComes(encoding: String, suffix: String) throws {
        let fault = try FaultScene { _, connection, textArrived in
            let bytes = Self.fixture("reply.\(suffix)")
            let flush = bytes.indices.first { bytes[$0...].starts(with: [0, 0, 0xFF, 0xFF]) } ?? 0
            Self.begin(connection, encoding)
            connection.write(Array(bytes[..<(flush + 4)]))
            textArrived.wait()
            connection.write(Array(bytes[(flush + 4)...]))
        }
        let process = try fault.start(["chat.md"])
        #expect(process.waitForOutput { $0 == "Half, " })
        fault.textArrived.open()
        #expect(try process.outcome().text == "Half, whole: äöü€\n")
    }

    @Test func aStreamThatIsCutKeepsWhatCame() throws {
        let fault = try FaultScene { _, connection, _ in
            Self.begin(connection, "gzip")
            connection.write(Array(Self.fixture("reply.gz").dropLast(40)))
        }
        let outcome = try fault.run("chat.md")
        #expect(outcome.ending == .exit(6))
        #expect(outcome.text.hasPrefix("Half, "))
        #expect(outcome.errors.contains("in the middle"))
    }

    @Test func anErrorIsReadToo() throws {
        try FaultScene.expectFailure(
            {
                try FaultScene { _, connection, _ in
                    Self.begin(connection, "gzip", status: 400)
                    var gzip = Gzip()
                    gzip.append(#"{"error":{"message":"No such thing"}}"#)
                    connection.write(gzip.bytes)
                }
            },
            code: "invalid_request", exit: 7, status: 400, message: ["error: No such thing\n"])
    }

    // MARK: What cannot be decompressed

    @Test(arguments: [
        ("gzip", "no gzip at all", 200), ("rot13", "qngn", 200),
        // libcurl refuses that many while it reads the header.
        ("gzip, gzip, gzip, gzip, gzip, gzip", "x", 0),
    ])
    func rubbishIsRefused(encoding: String, body: String, status: Int) throws {
        try FaultScene.expectFailure(
            {
                try FaultScene { _, connection, _ in
                    Self.begin(connection, encoding)
                    connection.write(body)
                }
            },
            code: "protocol", exit: 7, status: status,
            message: ["the answer of SERVER cannot be decompressed: "])
    }

    @Test func rubbishInTheMiddleKeepsWhatCame() throws {
        try FaultScene.expectFailure(
            {
                try FaultScene { _, connection, textArrived in
                    Self.begin(connection, "gzip")
                    var gzip = Gzip()
                    gzip.append(Self.event(FaultScene.halfAsSent))
                    connection.write(gzip.bytes)
                    textArrived.wait()
                    connection.write([UInt8](repeating: 0xFF, count: 100))
                }
            },
            code: "protocol", exit: 7, status: 200,
            message: ["the answer of SERVER cannot be decompressed: "], keepsHalf: true)
    }

    // MARK: Bombs

    /// A hundred times its size. How much of it comes at once, and so which limit it meets first,
    /// is up to the machine.
    @Test func aGzipBombEndsAtALimit() throws {
        try FaultScene.expectFailure(
            {
                try FaultScene { _, connection, textArrived in
                    Self.begin(connection, "gzip")
                    var gzip = Gzip()
                    gzip.append(Self.event(FaultScene.halfAsSent))
                    connection.write(gzip.bytes)
                    textArrived.wait()
                    let bomb = Gzip.comments()
                    while connection.write(bomb) {}
                }
            },
            code: "protocol", exit: 7, status: 200,
            message: ["SERVER sent ", "more than ", " MB"], keepsHalf: true, megabytes: 128)
    }

    /// Thirty thousand times its size: one read would fill the memory.
    @Test(.enabled(if: known.contains("zstd"), "this machine's libcurl does not know zstd"))
    func aZstdBombEndsAtTheFirstRead() throws {
        try FaultScene.expectFailure(
            {
                try FaultScene { _, connection, textArrived in
                    Self.begin(connection, "zstd")
                    connection.write(Zstd.start + Zstd.raw(Self.event(FaultScene.halfAsSent)))
                    textArrived.wait()
                    let bomb = Array(repeatElement(Zstd.repeated(0x78), count: 16 << 10).joined())
                    while connection.write(bomb) {}
                }
            },
            code: "protocol", exit: 7, status: 200,
            message: ["SERVER sent compressed data that expands to more than 32 MB at once"],
            keepsHalf: true, megabytes: 192)
    }

    @Test func aBombAsAnErrorIsReadUpToItsLimit() throws {
        try FaultScene.expectFailure(
            {
                try FaultScene { _, connection, _ in
                    Self.begin(connection, "gzip", status: 503)
                    connection.write(Gzip().bytes)
                    let bomb = Gzip.comments()
                    while connection.write(bomb) {}
                }
            },
            code: "overloaded", exit: 7, status: 503,
            message: ["SERVER answered with status 503 with application/json"])
    }

    private static func event(_ text: String) -> String {
        #"data: {"choices":[{"index":0,"delta":{"content":"\#(text)"}}]}"# + "\n\n"
    }
}
