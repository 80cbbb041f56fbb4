import LLMCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Lets an event loop wake up when a child has ended, by the signal that tells it.
///
/// The end of its output does not do: what it has started may hold that open for ever.
struct ChildExits {
    private let reading: Int32

    /// The handler is installed once and stays: without children it is never called.
    static let shared = ChildExits()

    private init() {
        var ends: [Int32] = [-1, -1]
        guard systemPipe(&ends) == 0 else {
            reading = -1
            return
        }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        reading = ends[0]
        exitPipe = ends[1]
        signal(SIGCHLD) { _ in
            let code = errno
            var byte: UInt8 = 0
            _ = systemWrite(exitPipe, &byte, 1)
            errno = code
        }
    }

    func watch(with loop: EventLoop) {
        loop.watch(reading) { [reading] in
            var bytes = [UInt8](repeating: 0, count: 64)
            while systemRead(reading, &bytes, bytes.count) > 0 {}
        }
    }

    func unwatch(with loop: EventLoop) {
        loop.unwatch(reading)
    }
}

/// The handler can reach nothing but a global. It is set before the handler is installed.
nonisolated(unsafe) private var exitPipe: Int32 = -1
