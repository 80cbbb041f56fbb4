import LLMCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A program that is run for its output: a text in, a text out, within a time.
///
/// It has nothing of ours but what `Call` lists: no descriptor, no variable, default signals, and a
/// process group of its own. Whatever it has started ends with it: when its first process has ended,
/// when its time is over, and when nobody holds it any more, the group gets SIGTERM and half a
/// second later SIGKILL.
final class ChildProcess {
    struct Call {
        /// An absolute path; `Executable` finds it.
        var program: String
        /// With the program's own name in front.
        var arguments: [String]
        /// `NAME=value`, as `ChildEnvironment` lists them.
        var environment: [String]
        /// The working directory; ours where it is nil.
        var folder: String?
        var input: [UInt8] = []
        /// The most of each stream that is kept, in bytes; the rest is read and dropped.
        var outputLimit = 64 << 10
        var milliseconds: Int
    }

    enum Ending: Equatable {
        case exit(Int32)
        case signal(Int32)
        case timedOut
    }

    struct Outcome {
        var ending: Ending
        var output: CutText
        var errors: CutText
    }

    /// What was kept of a stream.
    struct CutText: Equatable {
        var bytes: [UInt8] = []
        /// How many bytes were dropped.
        var dropped = 0

        fileprivate mutating func append(_ chunk: ArraySlice<UInt8>, limit: Int) {
            let taken = chunk.prefix(max(0, limit - bytes.count))
            bytes += taken
            dropped += chunk.count - taken.count
        }
    }

    private let call: Call
    private let loop: EventLoop
    private let keeper: ChildGuard?
    private let process: pid_t
    private let deadline: Int
    private var streams: ChildStreams
    private var rest: ArraySlice<UInt8>
    private var output = CutText()
    private var errors = CutText()
    private var ending: Ending?

    /// Starts the program; its streams are served whenever `loop` waits.
    ///
    /// - Parameter keeper: ends the program where this one is killed.
    /// - Throws: why it cannot be started, as in `cannot run /bin/x: Permission denied`.
    init(_ call: Call, loop: EventLoop, keptBy keeper: ChildGuard? = nil) throws(Failure) {
        self.call = call
        self.loop = loop
        self.keeper = keeper
        _ = ChildExits.shared
        rest = call.input[...]
        deadline = MonotonicClock.now + call.milliseconds
        (process, streams) = try ChildStreams.spawn(call, keptBy: keeper)
        if rest.isEmpty {
            streams.closeInput()
        } else {
            loop.watchWritable(streams.input) { [unowned self] in writeInput() }
        }
        loop.watch(streams.output) { [unowned self] in read(\.output, into: \.output) }
        loop.watch(streams.errors) { [unowned self] in read(\.errors, into: \.errors) }
    }

    deinit {
        closeStreams()
        if ending == nil { endGroup() }
    }

    /// What came of it; nil while it runs.
    var outcome: Outcome? {
        ending.map { Outcome(ending: $0, output: output, errors: errors) }
    }

    /// Runs one program to its end.
    static func run(_ call: Call, loop: EventLoop = EventLoop()) throws(Failure) -> Outcome {
        let child = try ChildProcess(call, loop: loop)
        try waitForOne(of: [child], loop: loop)
        return child.outcome ?? Outcome(ending: .timedOut, output: CutText(), errors: CutText())
    }

    /// Serves the loop until one of them has ended.
    ///
    /// - Throws: `cancelled`; the children run on as long as somebody holds them.
    static func waitForOne(of children: [ChildProcess], loop: EventLoop) throws(Failure) {
        let exits = ChildExits.shared
        exits.watch(with: loop)
        defer { exits.unwatch(with: loop) }
        while true {
            for child in children { child.look() }
            if children.contains(where: { $0.ending != nil }) { return }
            guard let next = children.map(\.deadline).min() else { return }
            // Where several threads wait for children, one of them takes the signal.
            let limit = min(max(0, next - MonotonicClock.now), 100)
            try Failure.converting { () throws(LLMError) in try loop.turn(atMost: limit) }
        }
    }

    /// Notices the end of the program, or of its time.
    private func look() {
        guard ending == nil else { return }
        var status: Int32 = 0
        if waitpid(process, &status, WNOHANG) == process {
            finish(status & 0x7F == 0 ? .exit((status >> 8) & 0xFF) : .signal(status & 0x7F))
        } else if MonotonicClock.now >= deadline {
            finish(.timedOut)
        }
    }

    private func finish(_ ending: Ending) {
        self.ending = ending
        // What it wrote last is in the pipes still.
        read(\.output, into: \.output)
        read(\.errors, into: \.errors)
        closeStreams()
        endGroup()
    }

    /// Ends the first process where it still runs, and what it has left behind.
    private func endGroup() {
        defer { keeper?.remove(process) }
        guard kill(-process, SIGTERM) == 0 else { return reap() }
        let end = MonotonicClock.now + 500
        while kill(-process, 0) == 0, MonotonicClock.now < end {
            reap()
            poll(nil, 0, 2)
        }
        kill(-process, SIGKILL)
        while waitpid(process, nil, 0) < 0, errno == EINTR {}
    }

    private func reap() { _ = waitpid(process, nil, WNOHANG) }

    // MARK: Streams

    private func writeInput() {
        let count = rest.withUnsafeBytes { systemWrite(streams.input, $0.baseAddress, $0.count) }
        if count > 0 { rest = rest.dropFirst(count) }
        // A program may end, or close its input, without having read all of it.
        let isBroken = count < 0 && errno != EAGAIN && errno != EINTR
        guard isBroken || rest.isEmpty else { return }
        loop.unwatch(streams.input)
        streams.closeInput()
    }

    private func read(
        _ stream: WritableKeyPath<ChildStreams, Int32>,
        into text: ReferenceWritableKeyPath<ChildProcess, CutText>
    ) {
        let descriptor = streams[keyPath: stream]
        guard descriptor >= 0 else { return }
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        // A program that writes without end must leave time for others.
        for _ in 0..<64 {
            let count = systemRead(descriptor, &buffer, buffer.count)
            if count > 0 {
                self[keyPath: text].append(buffer[..<count], limit: call.outputLimit)
            } else if count == 0 || errno != EAGAIN && errno != EINTR {
                loop.unwatch(descriptor)
                close(descriptor)
                streams[keyPath: stream] = -1
                return
            } else {
                return
            }
        }
    }

    private func closeStreams() {
        for descriptor in [streams.input, streams.output, streams.errors] where descriptor >= 0 {
            loop.unwatch(descriptor)
        }
        streams.close()
    }
}
