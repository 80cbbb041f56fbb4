import LLMCore

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// A pipe by which any thread ends the waiting of another one's event loop.
final class Interrupt: Sendable {
    private let readEnd: Int32
    private let writeEnd: Int32

    init() throws(LLMError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw LLMError(.internal, "pipe: \(String(cString: strerror(errno)))")
        }
        (readEnd, writeEnd) = (ends[0], ends[1])
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    func raise() {
        var byte: UInt8 = 0
        _ = write(writeEnd, &byte, 1)
    }

    /// Forgets what was raised.
    func clear() {
        var bytes: (UInt64, UInt64) = (0, 0)
        while read(readEnd, &bytes, 16) > 0 {}
    }

    /// Lets the loop be cancelled; to be called on its thread.
    func watch(with loop: EventLoop) {
        loop.watch(readEnd) { [unowned loop] in
            self.clear()
            loop.cancel()
        }
    }
}
