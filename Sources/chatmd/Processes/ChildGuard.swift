#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A process that outlives us by a moment, to end the programs we have started when we cannot do it
/// ourselves any more: after a SIGKILL, or a crash.
///
/// It is this program again, in a session of its own, at the other end of a pipe: it is told of
/// every process group that begins and ends, and when the pipe closes it ends what is left. Started
/// with the first program that a model has run; other programs end within seconds anyway.
final class ChildGuard {
    /// The argument that makes this program the guard.
    static let argument = "__guard-children"

    private let pipe: Int32
    private let process: pid_t

    init?() {
        var ends: [Int32] = [-1, -1]
        guard systemPipe(&ends) == 0 else { return nil }
        defer { systemClose(ends[0]) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        guard let program = Self.program, let process = Self.start(program, reading: ends[0])
        else {
            systemClose(ends[1])
            return nil
        }
        pipe = ends[1]
        self.process = process
    }

    /// With nothing left to end it goes at once.
    deinit {
        systemClose(pipe)
        while waitpid(process, nil, 0) < 0, errno == EINTR {}
    }

    private static var program: String? {
        #if os(Linux)
            // Also where the file has been replaced since.
            return "/proc/self/exe"
        #else
            return Executable.own
        #endif
    }

    func add(_ group: pid_t) { tell("+\(group)\n") }

    func remove(_ group: pid_t) { tell("-\(group)\n") }

    /// One write below a pipe's room: nobody sees half a line.
    private func tell(_ line: String) {
        let bytes = Array(line.utf8)
        _ = bytes.withUnsafeBytes { systemWrite(pipe, $0.baseAddress, $0.count) }
    }

    /// In a group of its own: Ctrl-C is for the group of the terminal.
    private static func start(_ program: String, reading end: Int32) -> pid_t? {
        let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
        defer { systemClose(nowhere) }
        var process: pid_t = 0
        let streams = ChildStreams(input: end, output: nowhere, errors: nowhere)
        let code = Spawn.start(
            program, ["chatmd", argument], [], streams: streams, folder: nil, &process)
        return code == 0 ? process : nil
    }

    // MARK: On the other side

    /// Reads what is told until there is nobody to tell it, then ends what is left. Never returns.
    static func serve() -> Never {
        for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { signal(number, SIG_IGN) }
        var groups: Set<pid_t> = []
        var lines = LineBuffer()
        while lines.read(from: STDIN_FILENO) {
            while let line = lines.next() {
                guard let group = Int32(String(decoding: line.dropFirst(), as: UTF8.self)),
                    group > 1
                else { continue }
                if line.first == UInt8(ascii: "+") {
                    groups.insert(group)
                } else {
                    groups.remove(group)
                }
            }
        }
        for group in groups { kill(-group, SIGTERM) }
        let end = MonotonicClock.now + 500
        while groups.contains(where: { kill(-$0, 0) == 0 }), MonotonicClock.now < end {
            poll(nil, 0, 5)
        }
        for group in groups { kill(-group, SIGKILL) }
        exit(0)
    }
}
