import LLMCore

/// A moment as the clocks of a zone show it.
struct LocalTime {
    private let seconds: Int
    private let zone: NamedZone

    /// - Parameter seconds: since 1970.
    init(seconds: Int, _ zone: NamedZone) {
        self.seconds = seconds
        self.zone = zone
    }

    private static let weekdays = [
        "Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday",
    ]

    var text: String {
        let period = zone.period(at: seconds)
        let local = seconds + period.offset
        let date = CalendarDate(secondsSince1970: local)
        let time = Self.clock(local - date.days * 86400)
        let sign = period.offset < 0 ? "-" : "+"
        // Zones were off by odd seconds long ago only.
        let offset = Self.clock(abs(period.offset)).prefix(5)
        let weekday = Self.weekdays[(date.days % 7 + 7) % 7]
        let name = zone.name.map { "\($0) (\(period.abbreviation))" } ?? period.abbreviation
        return """
            time: \(date)T\(time)\(sign)\(offset)
            weekday: \(weekday)
            time zone: \(name)
            Unix time: \(seconds)
            """
    }

    /// `14:03:07`
    private static func clock(_ seconds: Int) -> String {
        [seconds / 3600, seconds / 60 % 60, seconds % 60]
            .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
