import Testing

@testable import chatmd

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct LineBufferTests {
    /// A line at a time, as the pieces come; then what is left after the end.
    private func lines(from pieces: [[UInt8]]) -> [[UInt8]] {
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        var buffer = LineBuffer()
        var lines: [[UInt8]] = []
        for piece in pieces {
            #expect(write(ends[1], piece, piece.count) == piece.count)
            let isOpen = buffer.read(from: ends[0])
            #expect(isOpen)
            while let line = buffer.next() { lines.append(line) }
        }
        close(ends[1])
        let isOpen = buffer.read(from: ends[0])
        let rest = buffer.next()
        #expect(!isOpen && rest == nil)
        close(ends[0])
        return lines
    }

    private let text = Array("{\"a\":1}\n\nzwei: é\r\nunfinished".utf8)
    private var expected: [[UInt8]] {
        [Array("{\"a\":1}".utf8), [], Array("zwei: é\r".utf8)]
    }

    @Test func linesComeWithoutTheirEnding() {
        #expect(lines(from: [text]) == expected)
    }

    @Test func aLineMayBeCutAnywhere() {
        for cut in 1..<text.count {
            #expect(lines(from: [Array(text[..<cut]), Array(text[cut...])]) == expected)
        }
        #expect(lines(from: text.map { [$0] }) == expected)
    }

    @Test func whatHasNoEndingIsNoLine() {
        #expect(lines(from: [Array("half".utf8)]) == [])
    }

    @Test func aClosedDescriptorIsTheEnd() {
        var buffer = LineBuffer()
        let isOpen = buffer.read(from: -1)
        #expect(!isOpen)
    }
}
