import LLMCore

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// A thread with a client of its own, which does one job after the other.
///
/// Client, event loop and connections never leave that thread; only jobs go to it.
final class Worker: Sendable {
    typealias Job = @Sendable (LLMClient) -> Void

    private struct Orders {
        var job: Job?
        var isDismissed = false
    }

    private let orders = Guarded(Orders())
    /// Ends what the job waits for; to be raised only while a job is under way.
    let interrupt: Interrupt

    init(_ makeTransport: @escaping TransportFactory) throws(LLMError) {
        interrupt = try Interrupt()
        try startThread { [orders, interrupt] in
            let loop = EventLoop()
            interrupt.watch(with: loop)
            let client = LLMClient(transport: makeTransport(loop))
            while let job = Self.nextJob(of: orders) {
                job(client)
                loop.reset()
            }
        }
    }

    deinit {
        orders.with { $0.isDismissed = true }
    }

    /// Hands over the next job, once the last one is done.
    func run(_ job: @escaping Job) {
        interrupt.clear()
        orders.with { $0.job = job }
    }

    private static func nextJob(of orders: Guarded<Orders>) -> Job? {
        orders.wait(until: { $0.job != nil || $0.isDismissed }) { orders in
            defer { orders.job = nil }
            return orders.job
        }
    }
}

/// Runs `body` on a thread that no signal is delivered to: those are the program's affair.
func startThread(_ body: @escaping @Sendable () -> Void) throws(LLMError) {
    final class Box: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    #if canImport(Glibc)
        var thread = pthread_t()
    #else
        var thread: pthread_t?
    #endif
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }

    let box = Unmanaged.passRetained(Box(body))
    let code = pthread_create(
        &thread, nil,
        { context in
            #if canImport(Glibc)
                let context = context!
            #endif
            Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body()
            return nil
        },
        box.toOpaque())
    guard code == 0 else {
        box.release()
        throw LLMError(.internal, "no further thread: \(String(cString: strerror(code)))")
    }
    #if canImport(Glibc)
        pthread_detach(thread)
    #else
        if let thread { pthread_detach(thread) }
    #endif
}
