import LLMCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// stdout or stderr.
///
/// A write waits through the event loop, so that a reader who does not read can neither delay a
/// cancel nor count as a silent server. What a cancel leaves unwritten goes out first next time: no
/// line is torn. A closed pipe ends the program as SIGPIPE would.
final class StandardStream {
    let descriptor: Int32
    private let loop: EventLoop?
    private var pending: [UInt8] = []

    init(descriptor: Int32, loop: EventLoop? = nil) {
        self.descriptor = descriptor
        self.loop = loop
    }

    static func output(_ loop: EventLoop? = nil) -> StandardStream {
        StandardStream(descriptor: STDOUT_FILENO, loop: loop)
    }

    static func error() -> StandardStream {
        StandardStream(descriptor: STDERR_FILENO)
    }

    /// Puts `/dev/null` where stdin, stdout or stderr is closed: the next file that is opened would
    /// take its number, and get what is written for people.
    static func openMissing() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
        where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
            // The lowest free number is this one.
            _ = open("/dev/null", O_RDWR)
        }
    }

    static let input = STDIN_FILENO

    static var isInputTerminal: Bool { isatty(input) == 1 }

    var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Whether colour is wanted there.
    func isStyled(_ environment: Environment) -> Bool {
        TerminalColor.isWanted(isTerminal: isTerminal, environment)
    }

    /// Writes what others wrote or named: harmless on a terminal, as it is elsewhere.
    func write(foreign text: String) throws(Failure) {
        try write(isTerminal ? TerminalText.visible(text) : text)
    }

    /// Writes JSON; on a terminal with escapes for what JSON would let through.
    func write(json: [UInt8]) throws(Failure) {
        guard isTerminal else { return try write(json) }
        try write(TerminalText.escapedInJSON(String(decoding: json, as: UTF8.self)))
    }

    func write(_ text: String) throws(Failure) {
        try write(Array(text.utf8))
    }

    /// Writes all bytes. Through a loop at most a pipe's guaranteed room at a time: more could block
    /// although the pipe is writable.
    func write(_ bytes: [UInt8]) throws(Failure) {
        pending += bytes
        var rest = pending[...]
        defer { pending = Array(rest) }
        while !rest.isEmpty {
            do throws(LLMError) {
                try loop?.waitUntilWritable(descriptor)
            } catch {
                throw Failure(error)
            }
            let limit = loop == nil ? rest.count : min(rest.count, Int(PIPE_BUF))
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, limit) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EPIPE {
                endQuietly()
            } else if errno != EINTR, errno != EAGAIN {
                let reason = String(cString: strerror(errno))
                rest = []
                throw Failure(.io, "writing the output failed: \(reason)")
            }
        }
    }

    private func endQuietly() -> Never {
        signal(SIGPIPE, SIG_DFL)
        raise(SIGPIPE)
        exit(ExitCode.status(forSignal: SIGPIPE))
    }
}
