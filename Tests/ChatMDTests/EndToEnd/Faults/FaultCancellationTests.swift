import LLMCore
import TestSupport
import Testing

/// Ctrl-C while a server misbehaves for ever: that the program ends is the proof.
@Suite struct FaultCancellationTests {
    /// A state that the server never leaves by itself.
    struct Trap: Sendable, CustomTestStringConvertible {
        var name: String
        var keepsHalf = false
        /// Gets there, opens the gate, and stays until the client has gone.
        var serve: @Sendable (LoopbackConnection, Gate) -> Void

        var testDescription: String { name }
    }

    @Test(arguments: traps)
    func itEnds(_ trap: Trap) throws {
        let hasGotThere = Gate()
        let clientLeft = Gate()
        let fault = try FaultScene { _, connection, _ in
            if trap.keepsHalf {
                connection.beginEvents()
                connection.writeText(FaultScene.halfAsSent)
            }
            trap.serve(connection, hasGotThere)
            connection.waitUntilClientLeaves()
            clientLeft.open()
        }
        try fault.expectCancel(keepsHalf: trap.keepsHalf) { hasGotThere.wait() }
        #expect(clientLeft.wait())
    }

    private static let noise = String(repeating: "x", count: 64 << 10)

    private static let traps = [
        Trap(name: "silence before the header") { _, hasGotThere in hasGotThere.open() },
        Trap(name: "silence inside the header") { connection, hasGotThere in
            connection.write("HTTP/1.1 200 OK\r\nContent-Ty")
            hasGotThere.open()
        },
        Trap(name: "interim answers now and then") { connection, hasGotThere in
            connection.write("HTTP/1.1 100 Continue\r\n\r\n")
            hasGotThere.open()
        },
        Trap(name: "silence before the body") { connection, hasGotThere in
            connection.beginEvents()
            hasGotThere.open()
        },
        Trap(name: "silence in the middle", keepsHalf: true) { _, hasGotThere in
            hasGotThere.open()
        },
        Trap(name: "silence inside a line", keepsHalf: true) { connection, hasGotThere in
            connection.writeChunk(#"data: {"choices":[{"ind"#)
            hasGotThere.open()
        },
        Trap(name: "silence inside a chunk's size", keepsHalf: true) { connection, hasGotThere in
            connection.write("10")
            hasGotThere.open()
        },
        Trap(name: "a byte at a time", keepsHalf: true) { connection, hasGotThere in
            hasGotThere.open()
            while connection.writeChunk(":") {}
        },
        Trap(name: "comments as fast as they go", keepsHalf: true) { connection, hasGotThere in
            hasGotThere.open()
            // Under the limit for the whole, and then silence.
            for _ in 0..<3000 where !connection.writeChunk(": \(noise)\n") { break }
        },
        Trap(name: "an error's body that does not end") { connection, hasGotThere in
            connection.writeHead(status: 500, headers: [("Content-Length", "100")])
            connection.write(#"{"error":"#)
            hasGotThere.open()
        },
    ]

    @Test func aHandshakeWithoutAnswerEnds() throws {
        let socket = try LoopbackSocket(isListening: true)
        let fault = try FaultScene(baseURL: "https://127.0.0.1:\(socket.port)/v1")
        try fault.expectCancel { socket.waitForClient() }
    }
}
