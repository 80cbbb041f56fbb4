import MarkdownHistory

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads one conversation file and prints how long it took in milliseconds and the process's peak
/// memory in MB. For scripts/bench-parse.
@main struct ParseBench {
    static func main() {
        guard CommandLine.arguments.count == 2,
            let bytes = try? FileContents.bytes(at: CommandLine.arguments[1])
        else {
            print("usage: ParseBench FILE")
            exit(2)
        }
        do throws(MarkdownHistoryError) {
            let start = milliseconds()
            let file = try ChatFile(parsing: bytes)
            let time = milliseconds() - start
            withExtendedLifetime(file) { print("\(time)\t\(peak())") }
        } catch {
            print("\(error.line):\(error.column): \(error.message)")
            exit(1)
        }
    }

    private static func milliseconds() -> Double {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Double(now.tv_sec) * 1e3 + Double(now.tv_nsec) / 1e6
    }

    private static func peak() -> Double {
        var usage = rusage()
        #if canImport(Glibc)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            return Double(usage.ru_maxrss) / 1024
        #else
            getrusage(RUSAGE_SELF, &usage)
            return Double(usage.ru_maxrss) / (1024 * 1024)
        #endif
    }
}
