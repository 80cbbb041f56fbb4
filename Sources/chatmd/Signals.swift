import LLMCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Turns the first Ctrl-C, SIGTERM or SIGHUP into a cancel; the second one ends the program at once.
final class Signals {
    /// The signal that came, if one has.
    private(set) var received: Int32?
    private let loop: EventLoop
    private var reading: Int32 = -1
    private var isEnding = false
    /// What is done at signals that cancel nothing.
    private var actions: [Int32: () -> Void] = [:]

    private static let handled = [SIGINT, SIGTERM, SIGHUP]

    /// - Parameter isLasting: whether the program goes on after a Ctrl-C: then no second signal ends
    ///   it at once, and neither does Ctrl-\.
    init(cancelling loop: EventLoop, isLasting: Bool = false) {
        self.loop = loop
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        reading = ends[0]
        signalPipe = ends[1]
        for number in Self.handled { Self.install(number, once: !isLasting) }
        if isLasting { Self.install(SIGQUIT, once: false) }
        loop.watch(reading) { [weak self] in self?.read() }
    }

    deinit {
        loop.unwatch(reading)
        for number in Self.handled + [SIGQUIT] + actions.keys { signal(number, SIG_DFL) }
    }

    /// Does something whenever that signal comes.
    func on(_ number: Int32, _ action: @escaping () -> Void) {
        actions[number] = action
        Self.install(number, once: false)
    }

    /// Waits for the next one, when a lasting program has served what came.
    func rearm() {
        received = nil
        isEnding = false
        loop.stopTicking()
        loop.reset()
    }

    /// Stops the program, as the terminal's own Ctrl-Z does, until it is continued.
    static func stop() {
        signal(SIGTSTP, SIG_DFL)
        raise(SIGTSTP)
        install(SIGTSTP, once: false)
    }

    /// Does something that waits in no event loop: Ctrl-Z stops the program there all the same.
    static func leavingStops<Result>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let before = signal(SIGTSTP, SIG_DFL)
        defer { signal(SIGTSTP, before) }
        if unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
            signal(SIGTSTP, SIG_IGN)
        }
        return try body()
    }

    private func read() {
        var number: UInt8 = 0
        guard systemRead(reading, &number, 1) == 1 else { return loop.unwatch(reading) }
        if let action = actions[Int32(number)] { return action() }
        // A Ctrl-C after it takes no end back.
        if received == nil || received == SIGINT { received = Int32(number) }
        if isEnding { limitTime() } else { loop.cancel() }
    }

    /// What is being done now ends by itself. A signal, come or to come, gives it a second more:
    /// nobody may be reading what is written.
    func leaveTimeToEnd() {
        isEnding = true
        if received != nil { limitTime() }
    }

    private func limitTime() {
        loop.startTicking(everyMilliseconds: 1000) { [unowned loop] in loop.cancel() }
    }

    /// A signal that is ignored, as under `nohup`, stays so.
    ///
    /// - Parameter once: whether the default action is back when the handler runs.
    private static func install(_ number: Int32, once: Bool) {
        let handler: @convention(c) (Int32) -> Void = { number in
            var byte = UInt8(truncatingIfNeeded: number)
            _ = systemWrite(signalPipe, &byte, 1)
        }
        let before = signal(number, handler)
        if unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
            signal(number, SIG_IGN)
            return
        }
        var action = sigaction()
        guard once, sigaction(number, nil, &action) == 0 else { return }
        action.sa_flags = Int32(truncatingIfNeeded: Int(SA_RESETHAND))
        sigaction(number, &action, nil)
    }

    /// Ends the program by the signal that cancelled it, so that a shell's loop ends too.
    static func end(by number: Int32) -> Never {
        signal(number, SIG_DFL)
        raise(number)
        exit(ExitCode.status(forSignal: number))
    }
}

/// The handler can reach nothing but a global. It is set before a handler is installed, on the one
/// thread there is, and only read after that.
nonisolated(unsafe) private var signalPipe: Int32 = -1
