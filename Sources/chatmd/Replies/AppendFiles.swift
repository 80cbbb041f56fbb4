import LLMCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Has several files answered, each for itself.
struct AppendFiles {
    static let maximumJobs = 32

    private let paths: [String]
    private let task: AppendTask
    private let jobs: Int
    private var invocation: Invocation { task.invocation }

    /// - Throws: where the files cannot be answered together, before anything is asked.
    init(_ paths: [String], _ task: AppendTask) throws(Failure) {
        self.paths = paths
        self.task = task
        let arguments = task.invocation.arguments
        let isForm = arguments.has(.dryRun) && paths.contains("curl")
        if isForm { throw Failure.usage("--dry-run=curl is one word") }
        for name in [Option.Name.record, .replay] where arguments.has(name) {
            throw Failure.usage(
                "--\(name.rawValue) is for one file, and there are \(paths.count)",
                hint: "answer them one by one, each with a folder of its own")
        }
        jobs = arguments.value(.jobs).flatMap { Int($0) } ?? 1
        try FileIdentity.checkThatAllDiffer(paths)
    }

    /// One file may have `-j` too: scripts do not count.
    static func checkJobs(_ arguments: Arguments) throws(Failure) {
        guard let jobs = arguments.value(.jobs), !(1...maximumJobs).contains(Int(jobs) ?? 0) else {
            return
        }
        throw Failure.usage(
            "-j takes a number from 1 to \(maximumJobs), not `\(jobs)`",
            hint: "providers refuse more than a few requests at a time anyway")
    }

    /// The exit status is the worst one, see `ExitCode.worst`.
    func run() throws(Failure) -> Int32 {
        if let dryRun = DryRun(invocation) { return try printRequests(dryRun) }
        let sizes = paths.map(FileIdentity.size)
        let (statuses, signal) = try jobs == 1 ? answerInTurn() : answerAtOnce()
        let messages = invocation.messages()
        if zip(paths, sizes).allSatisfy({ FileIdentity.size(of: $0) == $1 }) {
            try messages.keep(task.inputOnly)
        }
        if let signal { Signals.end(by: signal) }
        let failed = zip(paths, statuses).filter { $1 != ExitCode.answered }
            .map { TerminalText.sentence($0.0) }
        if !failed.isEmpty {
            let answered = paths.count - failed.count
            try messages.note(
                "\(answered) of \(paths.count) files \(answered == 1 ? "was" : "were") answered; "
                    + "not \(failed.joined(separator: ", "))")
        }
        return ExitCode.worst(statuses)
    }

    private func printRequests(_ dryRun: DryRun) throws(Failure) -> Int32 {
        var statuses: [Int32] = []
        for path in paths {
            do throws(Failure) {
                statuses.append(try dryRun.print(try task.request(to: path)))
            } catch {
                try tell(error, about: path)
                statuses.append(ExitCode.status(for: error.code))
            }
        }
        return ExitCode.worst(statuses)
    }

    private func tell(_ failure: Failure, about path: String) throws(Failure) {
        try invocation.messages(about: path).fail(failure)
    }

    // MARK: One after the other

    private func answerInTurn() throws(Failure) -> ([Int32], signal: Int32?) {
        var statuses: [Int32] = []
        var turns = RateLimits()
        var told: Set<String> = []
        for (index, path) in paths.enumerated() {
            let loop = EventLoop()
            let status = invocation.statusLine(loop)
            do throws(Failure) {
                let (run, sink) = try prepare(
                    index, status, hasClosingLine: status != nil, &told)
                try waitForTurn(of: run, &turns, loop, status)
                let signals = Signals(cancelling: loop)
                statuses.append(
                    run.run(
                        into: sink, loop: loop, invocation,
                        approver: invocation.approver(loop, status), signals))
                if let signal = signals.received { return (statuses, signal) }
            } catch {
                try tell(error, about: path)
                statuses.append(ExitCode.status(for: error.code))
            }
        }
        return (statuses, nil)
    }

    /// Makes ready one of the files.
    private func prepare(
        _ index: Int, _ status: StatusLine?, hasClosingLine: Bool, _ told: inout Set<String>
    ) throws(Failure) -> (ReplyRun, FileSink) {
        var (run, sink) = try task.prepare(
            paths[index], status, progress: "\(index + 1) of \(paths.count): ",
            hasClosingLine: hasClosingLine)
        run.leaveOutWarnings(&told)
        return (run, sink)
    }

    /// Keeps the provider's `rate_limit` over all files; each counts its further requests itself.
    private func waitForTurn(
        of run: ReplyRun, _ turns: inout RateLimits, _ loop: EventLoop, _ status: StatusLine?
    ) throws(Failure) {
        let pause = turns.takeTurn(at: run.settings.provider, now: MonotonicClock.now)
        guard pause > 0 else { return }
        status?.spin("waiting for the rate limit of \(run.settings.provider.id)")
        try Failure.converting { () throws(LLMError) in try loop.wait(milliseconds: pause) }
        try status?.clear()
    }

    // MARK: Several at a time

    private func answerAtOnce() throws(Failure) -> ([Int32], signal: Int32?) {
        let loop = EventLoop()
        let signals = Signals(cancelling: loop)
        let status = invocation.statusLine(loop)
        let group = try AppendJobs(loop, status, count: paths.count)
        var statuses = [Int32](repeating: ExitCode.answered, count: paths.count)
        var turns = RateLimits()
        var told: Set<String> = []
        do throws(Failure) {
            for (index, path) in paths.enumerated() {
                while group.running >= jobs { try group.waitForOne(&statuses) }
                do throws(Failure) {
                    let (run, sink) = try prepare(
                        index, nil, hasClosingLine: status != nil, &told)
                    try waitForTurn(of: run, &turns, loop, status)
                    try group.start(path, at: index) { [invocation] in
                        Self.answer(run, into: sink, invocation)
                    }
                } catch {
                    if error.code == .cancelled { throw error }
                    try status?.wipe()
                    try tell(error, about: path)
                    group.skip()
                    statuses[index] = ExitCode.status(for: error.code)
                }
            }
            while group.running > 0 { try group.waitForOne(&statuses) }
        } catch {
            guard error.code == .cancelled else { throw error }
            group.cancel()
            loop.reset()
            signals.leaveTimeToEnd()
            group.waitForAll(&statuses)
        }
        try status?.clear()
        return (statuses, signals.received)
    }

    /// In a process of its own. stdin ends when nobody waits for the answer any more.
    private static func answer(
        _ run: ReplyRun, into sink: FileSink, _ invocation: Invocation
    ) -> Int32 {
        let loop = EventLoop()
        loop.watch(StandardStream.input) { loop.cancel() }
        return run.runUntilSignal(into: sink, loop: loop, invocation)
    }
}
