#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// A moment as HTTP writes it, to the second (RFC 9110, section 5.6.7).
struct HTTPDate: Equatable {
    /// Since the beginning of 1970, in UTC.
    var seconds: Int

    /// What this machine's clock says.
    static var now: HTTPDate { HTTPDate(seconds: time(nil)) }

    init(seconds: Int) {
        self.seconds = seconds
    }

    /// Reads `Sun, 06 Nov 1994 08:49:37 GMT`; the two obsolete forms are not in use any more.
    init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT",
            let day = Int(words[1]), (1...31).contains(day),
            let month = Self.months.firstIndex(of: words[2]),
            let year = Int(words[3]), (1970...9999).contains(year)
        else { return nil }
        let clock = words[4].split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]),
            (0...60).contains(clock[2])
        else { return nil }
        let days = Self.days(toYear: year, month: month) + day - 1
        seconds = ((days * 24 + clock[0]) * 60 + clock[1]) * 60 + clock[2]
    }

    private static let months: [Substring] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Days from 1970 to the first of a month, which counts from 0. The year is taken to begin in
    /// March, so that the day that leap years add is its last.
    static func days(toYear year: Int, month: Int) -> Int {
        let (year, month) = month < 2 ? (year - 1, month + 10) : (year, month - 2)
        let daysBeforeMonth = (153 * month + 2) / 5
        return 365 * year + year / 4 - year / 100 + year / 400 + daysBeforeMonth - 719_468
    }
}

extension HTTPResponseHead {
    /// How long the server asks to wait, in milliseconds.
    ///
    /// A date is measured against the answer's own, so that no clock but the server's must be
    /// right.
    var retryAfter: Int? {
        if let value = headers["retry-after-ms"], let time = Double(value) {
            return Self.milliseconds(time)
        }
        guard let value = headers["retry-after"] else { return nil }
        if let time = Double(value) { return Self.milliseconds(time * 1000) }
        guard let end = HTTPDate(value) else { return nil }
        let start = headers["date"].flatMap { HTTPDate($0) } ?? .now
        return max(0, end.seconds - start.seconds) * 1000
    }

    private static func milliseconds(_ time: Double) -> Int? {
        Int(exactly: time.rounded(.up)).flatMap { $0 >= 0 ? $0 : nil }
    }
}
