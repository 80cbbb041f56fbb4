import LLMCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Copies of this program that answer a file each, and what they say on the way.
///
/// All of them read from one pipe whose other end is ours: it closes when they are to stop, and by
/// itself when we are killed, so that none of them is left behind.
final class AppendJobs {
    private struct Job {
        var path: String
        var index: Int
        var process: pid_t
        var lines = LineBuffer()
        var hasEnded = false
    }

    /// How many names one line has room for.
    private static let maximumShown = 3

    private let loop: EventLoop
    private let status: StatusLine?
    private let count: Int
    private var done = 0
    /// By the descriptor that their messages come from.
    private var jobs: [Int32: Job] = [:]
    private var life: [Int32] = [-1, -1]

    init(_ loop: EventLoop, _ status: StatusLine?, count: Int) throws(Failure) {
        self.loop = loop
        self.status = status
        self.count = count
        life = try Self.pipe()
    }

    deinit {
        for end in life where end >= 0 { systemClose(end) }
    }

    var running: Int { jobs.count }

    /// Starts one; `body` runs in the copy.
    func start(
        _ path: String, at index: Int, _ body: () -> Int32
    ) throws(Failure) {
        let errors = try Self.pipe()
        defer { systemClose(errors[1]) }
        let process = Spawn.copy(input: life[0], errors: errors[1]) {
            // What is ours alone must end with us alone.
            for descriptor in [life[1], errors[0]] + jobs.keys { systemClose(descriptor) }
            return body()
        }
        guard let process else {
            let reason = String(cString: strerror(errno))
            systemClose(errors[0])
            throw Failure(.internal, "no process could be started: \(reason)")
        }
        let reading = errors[0]
        jobs[reading] = Job(path: path, index: index, process: process)
        loop.watch(reading) { [unowned self] in read(from: reading) }
        show()
    }

    /// One could not be started.
    func skip() {
        done += 1
        show()
    }

    /// Waits until at least one has ended.
    func waitForOne(_ statuses: inout [Int32]) throws(Failure) {
        try Failure.converting { () throws(LLMError) in
            try loop.run { jobs.values.contains(where: \.hasEnded) }
        }
        collect(&statuses)
    }

    /// Has all of them stop; they close their replies first.
    func cancel() {
        systemClose(life[1])
        life[1] = -1
        status?.spin("stopping")
    }

    /// Waits for the end of all, and ends those that are not done when the loop is cancelled.
    func waitForAll(_ statuses: inout [Int32]) {
        do throws(Failure) {
            while running > 0 { try waitForOne(&statuses) }
        } catch {
            for job in jobs.values { kill(job.process, SIGKILL) }
            for descriptor in jobs.keys { jobs[descriptor]?.hasEnded = true }
            collect(&statuses)
        }
    }

    private func collect(_ statuses: inout [Int32]) {
        for (descriptor, job) in jobs where job.hasEnded {
            loop.unwatch(descriptor)
            systemClose(descriptor)
            jobs[descriptor] = nil
            done += 1
            var code: Int32 = 0
            while waitpid(job.process, &code, 0) < 0, errno == EINTR {}
            let signal = code & 0x7F
            statuses[job.index] = signal == 0 ? (code >> 8) & 0xFF : ExitCode.status(for: .internal)
            if signal != 0, life[1] >= 0 { tellEnd(of: job, by: signal) }
        }
        show()
    }

    /// Nobody else tells it: a process that was killed, for want of memory perhaps, could not.
    private func tellEnd(of job: Job, by signal: Int32) {
        let failure = Failure(
            .internal, "the process that answered this file was ended by signal \(signal)",
            hint: "what came of the reply is in the file",
            path: job.path)
        try? status?.wipe()
        try? MessagePrinter().fail(failure)
    }

    private func read(from descriptor: Int32) {
        guard jobs[descriptor]?.lines.read(from: descriptor) == true else {
            jobs[descriptor]?.hasEnded = true
            return loop.unwatch(descriptor)
        }
        // Where nobody reads this any more, the next real write says so.
        try? status?.wipe()
        while let line = jobs[descriptor]?.lines.next() {
            try? StandardStream.error().write(line + [UInt8(ascii: "\n")])
        }
    }

    private func show() {
        guard running > 0 else { return }
        let paths = jobs.values.sorted { $0.index < $1.index }.map(\.path)
        let others = paths.count - Self.maximumShown
        let names = paths.prefix(Self.maximumShown).joined(separator: ", ")
        status?.spin(
            "\(done) of \(count) done; answering \(names)"
                + (others > 0 ? " and \(others) more" : ""))
    }

    private static func pipe() throws(Failure) -> [Int32] {
        var ends: [Int32] = [-1, -1]
        guard systemPipe(&ends) == 0 else {
            throw Failure(.internal, "pipe: \(String(cString: strerror(errno)))")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return ends
    }
}
