import TestSupport
import Testing

@testable import LLMCore

@Suite(.timeLimit(.minutes(1))) struct EventLoopTests {
    @Test func aReadyDescriptorIsServed() throws {
        let pipe = try Pipe()
        let loop = EventLoop()
        var count = 0
        loop.watch(pipe.readEnd) {
            pipe.readByte()
            count += 1
        }
        pipe.writeByte()
        pipe.writeByte()
        try loop.run { count == 2 }
    }

    @Test func aDescriptorIsNoLongerServedAfterUnwatch() throws {
        let pipe = try Pipe()
        let loop = EventLoop()
        var count = 0
        loop.watch(pipe.readEnd) { count += 1 }
        loop.unwatch(pipe.readEnd)
        pipe.writeByte()
        try loop.wait(milliseconds: 5)
        #expect(count == 0)
    }

    @Test func aSecondWatchReplacesTheFirst() throws {
        let pipe = try Pipe()
        let loop = EventLoop()
        var served: [Int] = []
        loop.watch(pipe.readEnd) { served.append(1) }
        loop.watch(pipe.readEnd) {
            pipe.readByte()
            served.append(2)
        }
        pipe.writeByte()
        try loop.run { !served.isEmpty }
        #expect(served == [2])
    }

    @Test func anActionMayRemoveALaterWatch() throws {
        let first = try Pipe(), second = try Pipe()
        let loop = EventLoop()
        var served: [Int] = []
        loop.watch(first.readEnd) {
            first.readByte()
            loop.unwatch(second.readEnd)
            served.append(1)
        }
        loop.watch(second.readEnd) { served.append(2) }
        second.writeByte()
        first.writeByte()
        try loop.poll()
        #expect(served == [1])
    }

    @Test func anActionMayWatchAnotherDescriptor() throws {
        let first = try Pipe(), second = try Pipe()
        let loop = EventLoop()
        var isServed = false
        loop.watch(first.readEnd) {
            first.readByte()
            loop.watch(second.readEnd) {
                second.readByte()
                isServed = true
            }
        }
        first.writeByte()
        second.writeByte()
        try loop.run { isServed }
    }

    @Test func theTickComesAgainAndAgain() throws {
        let loop = EventLoop()
        var count = 0
        loop.startTicking(everyMilliseconds: 1) { count += 1 }
        try loop.run { count == 5 }
    }

    @Test func theTickMayStopItself() throws {
        let loop = EventLoop()
        var count = 0
        loop.startTicking(everyMilliseconds: 1) {
            count += 1
            loop.stopTicking()
        }
        try loop.wait(milliseconds: 20)
        #expect(count == 1)
    }

    @Test func pollingWithNothingToServeReturns() throws {
        try EventLoop().poll()
    }
}
