#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A value shared between threads, whose changes can be waited for.
///
/// The sanctioned exception to plain single-threaded code: a server under test needs threads of
/// its own.
public final class Locked<Value>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var value: Value

    public init(_ value: sending Value) {
        self.value = value
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Reads or changes the value; whoever waits looks at it again.
    @discardableResult
    public func with<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer {
            pthread_cond_broadcast(changed)
            pthread_mutex_unlock(mutex)
        }
        return try body(&value)
    }

    /// Waits until `condition` holds; false when `seconds` have passed without it.
    ///
    /// The two sides of a test may start far apart: a task waits its turn behind every other test of
    /// the suite.
    @discardableResult
    public func wait(seconds: Int = 900, until condition: (Value) -> Bool) -> Bool {
        var deadline = timespec()
        clock_gettime(CLOCK_REALTIME, &deadline)
        deadline.tv_sec += seconds
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while !condition(value) {
            if pthread_cond_timedwait(changed, mutex, &deadline) == ETIMEDOUT {
                return condition(value)
            }
        }
        return true
    }
}

/// Something that happens once, and that others wait for.
public struct Gate: Sendable {
    private let isOpen = Locked(false)

    public init() {}

    public func open() {
        isOpen.with { $0 = true }
    }

    /// False when nobody opened it in time: far longer than any test should take.
    @discardableResult
    public func wait(seconds: Int = 900) -> Bool {
        isOpen.wait(seconds: seconds) { $0 }
    }
}

/// Runs `body` on a thread of its own.
public func startThread(_ body: @escaping @Sendable () -> Void) {
    final class Box: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    #if canImport(Glibc)
        var thread = pthread_t()
    #else
        var thread: pthread_t?
    #endif
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    let context = Unmanaged.passRetained(Box(body)).toOpaque()
    let code = pthread_create(
        &thread, &attributes,
        { context in
            #if canImport(Glibc)
                let context = context!
            #endif
            Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body()
            return nil
        },
        context)
    pthread_attr_destroy(&attributes)
    precondition(code == 0, "no further thread")
}
