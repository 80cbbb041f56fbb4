import LLMCore
import TestSupport
import Testing

@testable import chatmd

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct StandardStreamTests {
    /// A pipe whose ends are closed by `body` or not at all.
    private func pipeEnds() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    @Test func whatIsWrittenArrives() throws {
        let (reading, writing) = try pipeEnds()
        try StandardStream(descriptor: writing).write("Grüße\n")
        try StandardStream(descriptor: writing, loop: EventLoop()).write("again")
        close(writing)
        #expect(try contents(of: reading) == Array("Grüße\nagain".utf8))
    }

    @Test func moreThanAPipeHoldsArrives() throws {
        let (reading, writing) = try pipeEnds()
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let loop = EventLoop()
        var received: [UInt8] = []
        // The reader is a watch on the same loop: it runs whenever the writer has to wait.
        loop.watch(reading) { received += Self.available(reading) }
        try StandardStream(descriptor: writing, loop: loop).write(bytes)
        loop.unwatch(reading)
        close(writing)
        #expect(received + (try contents(of: reading)) == bytes)
    }

    @Test func aCancelEndsAWaitForTheReaderAndTearsNoLine() throws {
        let (reading, writing) = try pipeEnds()
        let loop = EventLoop()
        let stream = StandardStream(descriptor: writing, loop: loop)
        let first = [UInt8](repeating: 0x61, count: 200_000)
        loop.startTicking(everyMilliseconds: 5) { loop.cancel() }
        let failure = #expect(throws: Failure.self) { try stream.write(first) }
        #expect(failure?.code == .cancelled)
        loop.stopTicking()
        loop.reset()
        var received: [UInt8] = []
        loop.watch(reading) { received += Self.available(reading) }
        try stream.write("second")
        loop.unwatch(reading)
        close(writing)
        #expect(received + (try contents(of: reading)) == first + Array("second".utf8))
    }

    @Test func aWriteThatFailsSaysWhy() {
        let failure = #expect(throws: Failure.self) {
            try StandardStream(descriptor: -1).write("x")
        }
        #expect(failure?.code == .io)
        #expect(failure?.message.hasPrefix("writing the output failed: ") == true)
    }

    private static func available(_ descriptor: Int32) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = read(descriptor, &buffer, buffer.count)
        return Array(buffer[..<max(count, 0)])
    }

    private func contents(of descriptor: Int32) throws -> [UInt8] {
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        while true {
            let chunk = Self.available(descriptor)
            if chunk.isEmpty { return bytes }
            bytes += chunk
        }
    }
}
