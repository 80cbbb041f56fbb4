#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// A value shared between threads, whose changes can be waited for.
///
/// The one place of the library where the compiler has to believe that threads keep apart.
final class Guarded<Value>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var value: Value

    init(_ value: sending Value) {
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

    /// Reads or changes the value, which must not wait for anything meanwhile.
    func with<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer {
            pthread_cond_broadcast(changed)
            pthread_mutex_unlock(mutex)
        }
        return body(&value)
    }

    /// Blocks the thread until `condition` holds, then changes the value.
    func wait<Result: Sendable>(
        until condition: (Value) -> Bool, then body: (inout Value) -> Result
    ) -> Result {
        pthread_mutex_lock(mutex)
        defer {
            pthread_cond_broadcast(changed)
            pthread_mutex_unlock(mutex)
        }
        while !condition(value) { pthread_cond_wait(changed, mutex) }
        return body(&value)
    }
}
