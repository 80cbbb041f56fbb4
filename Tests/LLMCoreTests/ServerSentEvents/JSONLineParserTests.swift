import Testing

@testable import LLMCore

@Suite struct JSONLineParserTests {
    private func lines(_ pieces: [ArraySlice<UInt8>]) throws -> [ServerSentEvent] {
        var parser = JSONLineParser()
        var events: [ServerSentEvent] = []
        for piece in pieces { events += try parser.consume(piece) }
        if let event = parser.finish() { events.append(event) }
        return events
    }

    private let bytes = Array("{\"a\":1}\r\n\n  \n{\"b\":2}\n{\"c\"".utf8)
    private let expected = [
        ServerSentEvent(data: Array("{\"a\":1}".utf8)),
        ServerSentEvent(data: Array("{\"b\":2}".utf8)),
        ServerSentEvent(data: Array("{\"c\"".utf8), isTerminated: false),
    ]

    @Test func everyLineIsAnEventAndBlankOnesAreNone() throws {
        #expect(try lines([bytes[...]]) == expected)
    }

    @Test func whereverItIsCutTheLinesAreTheSame() throws {
        for cut in bytes.indices {
            #expect(try lines([bytes[..<cut], bytes[cut...]]) == expected, "\(cut)")
        }
        #expect(try lines(bytes.map { [$0] }) == expected)
    }

    @Test func aLineWithoutEndIsRefusedInTime() {
        var parser = JSONLineParser()
        let piece = [UInt8](repeating: 0x20, count: 8 << 20)
        #expect(throws: LLMError.self) {
            for _ in 0..<9 { _ = try parser.consume(piece[...]) }
        }
    }
}
