#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A pipe whose two ends are used one byte at a time, or filled.
public final class Pipe: Sendable {
    public let readEnd: Int32
    public let writeEnd: Int32

    public init() throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw SystemError("pipe") }
        (readEnd, writeEnd) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    public func writeByte() {
        var byte: UInt8 = 1
        _ = write(writeEnd, &byte, 1)
    }

    public func readByte() {
        var byte: UInt8 = 0
        _ = read(readEnd, &byte, 1)
    }

    /// Writes until the pipe takes nothing more.
    public func fill() {
        _ = fcntl(writeEnd, F_SETFL, fcntl(writeEnd, F_GETFL) | O_NONBLOCK)
        let bytes = [UInt8](repeating: 0, count: 4096)
        while write(writeEnd, bytes, bytes.count) > 0 {}
    }

    /// Reads as much as a full pipe holds at least.
    public func drain() {
        var bytes = [UInt8](repeating: 0, count: 4096)
        _ = read(readEnd, &bytes, bytes.count)
    }
}
