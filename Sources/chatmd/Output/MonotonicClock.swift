#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Milliseconds on a clock that nobody sets.
enum MonotonicClock {
    static var now: Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
}
