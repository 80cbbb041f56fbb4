import LLMCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A moment as ISO 8601 writes it, in UTC: `2026-01-31T12:34:56.789Z`.
struct Timestamp: Equatable, CustomStringConvertible {
    /// Since the beginning of 1970.
    var milliseconds: Int

    /// What this machine's clock says.
    static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: time.tv_sec * 1000 + time.tv_nsec / 1_000_000)
    }

    var description: String {
        let seconds = milliseconds / 1000
        let clock = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map {
            Self.digits($0, 2)
        }
        return "\(CalendarDate(secondsSince1970: seconds))T\(clock.joined(separator: ":"))"
            + ".\(Self.digits(milliseconds % 1000, 3))Z"
    }

    private static func digits(_ number: Int, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: count - text.utf8.count) + text
    }
}
