import Testing

@testable import chatmd

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct SignalsTests {
    /// A program in the foreground that stops its whole group would else be waited for by one that
    /// has not stopped.
    @Test func whereNoLoopIsWaitedInCtrlZStopsAtOnce() throws {
        let before = signal(SIGTSTP) { _ in }
        defer { signal(SIGTSTP, before) }
        let ours = current
        let lent = try Signals.leavingStops { current }
        #expect(lent == unsafeBitCast(SIG_DFL, to: Int.self))
        #expect(current == ours)
    }

    private var current: Int {
        let handler = signal(SIGTSTP, SIG_DFL)
        signal(SIGTSTP, handler)
        return unsafeBitCast(handler, to: Int.self)
    }
}
