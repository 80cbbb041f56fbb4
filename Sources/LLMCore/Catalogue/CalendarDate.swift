/// A day of the Gregorian calendar, in UTC.
public struct CalendarDate: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Since the first of January 1970.
    public var days: Int

    /// The day of a moment that is counted in seconds from the beginning of 1970.
    public init(secondsSince1970 seconds: Int) {
        days = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400
    }

    /// Reads `2026-12-11`.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2,
            parts[2].utf8.count == 2, let year = Int(parts[0]), let month = Int(parts[1]),
            let day = Int(parts[2]), year >= 1970, (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        days = HTTPDate.days(toYear: year, month: month - 1) + day - 1
        // The 31st of a month of thirty would be the first of the next.
        guard description == text else { return nil }
    }

    public static func < (left: Self, right: Self) -> Bool { left.days < right.days }

    /// As ISO 8601 writes it.
    public var description: String {
        var year = 1970 + days / 366
        while HTTPDate.days(toYear: year + 1, month: 0) <= days { year += 1 }
        var month = 11
        while HTTPDate.days(toYear: year, month: month) > days { month -= 1 }
        let day = days - HTTPDate.days(toYear: year, month: month) + 1
        func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(twoDigits(month + 1))-\(twoDigits(day))"
    }
}
