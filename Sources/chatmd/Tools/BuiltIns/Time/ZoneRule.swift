import LLMCore

/// What the clocks of a time zone show, by a rule for every year: POSIX's
/// `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneRule: Equatable {
    /// Standard time, or daylight saving time.
    struct Period: Equatable {
        /// As in `CET`.
        var abbreviation: String
        /// Seconds that the clocks are ahead of UTC.
        var offset: Int
    }

    /// A moment of every year.
    struct Change: Equatable {
        enum Day: Equatable {
            /// From 1, never the 29th of February.
            case ofCommonYear(Int)
            /// From 0.
            case ofYear(Int)
            /// A weekday from 0, Sunday, of the week from 1 to 5, the last one, of a month.
            case ofMonth(Int, week: Int, weekday: Int)
        }

        var day: Day
        /// Seconds after midnight, on the clocks as they are before.
        var time = 7200
    }

    var standard: Period
    /// With its first and its last moment.
    var daylight: (period: Period, start: Change, end: Change)?

    static let utc = ZoneRule(standard: Period(abbreviation: "UTC", offset: 0))

    static func == (left: Self, right: Self) -> Bool {
        left.standard == right.standard && left.daylight?.period == right.daylight?.period
            && left.daylight?.start == right.daylight?.start
            && left.daylight?.end == right.daylight?.end
    }

    /// What holds at a moment, in seconds since 1970.
    func period(at seconds: Int) -> Period {
        guard let daylight else { return standard }
        let year = CalendarDate(secondsSince1970: seconds + standard.offset).year
        let start = daylight.start.seconds(in: year) - standard.offset
        let end = daylight.end.seconds(in: year) - daylight.period.offset
        // South of the equator it is summer at the turn of the year.
        let isDaylight =
            start < end ? (start..<end).contains(seconds) : !(end..<start).contains(seconds)
        return isDaylight ? daylight.period : standard
    }
}

extension ZoneRule.Change {
    /// Local seconds since 1970.
    fileprivate func seconds(in year: Int) -> Int {
        let first = CalendarDate.days(toYear: year)
        let isLeapYear = CalendarDate.days(toYear: year + 1) - first == 366
        let days: Int
        switch day {
        case .ofYear(let number): days = first + number
        case .ofCommonYear(let number):
            days = first + number - (isLeapYear && number >= 60 ? 0 : 1)
        case .ofMonth(let month, let week, let weekday):
            let monthsFirst = CalendarDate.days(toYear: year, month: month)
            let next =
                month == 12
                ? CalendarDate.days(toYear: year + 1)
                : CalendarDate.days(toYear: year, month: month + 1)
            // The first of January 1970 was a Thursday.
            let ahead = (weekday - (monthsFirst + 4) % 7 + 7) % 7
            var day = monthsFirst + ahead + 7 * (week - 1)
            if day >= next { day -= 7 }
            days = day
        }
        return days * 86400 + time
    }
}

extension CalendarDate {
    var year: Int { Int(description.prefix(4)) ?? 1970 }

    /// The days from the first of January 1970 to the first of a month.
    static func days(toYear year: Int, month: Int = 1) -> Int {
        CalendarDate("\(year)-\(month < 10 ? "0" : "")\(month)-01")?.days ?? 0
    }
}

// MARK: - Reading

extension ZoneRule {
    /// nil where the text is no such rule.
    init?(_ text: String) {
        var reader = Reader(text: Array(text.utf8)[...])
        guard let name = reader.name(), let offset = reader.offset() else { return nil }
        standard = Period(abbreviation: name, offset: -offset)
        if reader.isAtEnd { return }
        guard let summer = reader.name() else { return nil }
        let ahead = reader.next(is: ",") || reader.isAtEnd ? nil : reader.offset()
        let period = Period(
            abbreviation: summer, offset: ahead.map { -$0 } ?? standard.offset + 3600)
        guard reader.take(","), let start = reader.change(), reader.take(","),
            let end = reader.change(), reader.isAtEnd
        else { return nil }
        daylight = (period, start, end)
    }

    private struct Reader {
        var text: ArraySlice<UInt8>

        var isAtEnd: Bool { text.isEmpty }

        func next(is character: Character) -> Bool { text.first == character.asciiValue }

        mutating func take(_ character: Character) -> Bool {
            guard next(is: character) else { return false }
            text = text.dropFirst()
            return true
        }

        /// `CET`, or `<+03>`.
        mutating func name() -> String? {
            let isQuoted = take("<")
            let name = text.prefix { byte in
                isQuoted
                    ? byte != UInt8(ascii: ">")
                    : (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            }
            text = text.dropFirst(name.count)
            if isQuoted, !take(">") { return nil }
            return name.count >= 3 ? String(decoding: name, as: UTF8.self) : nil
        }

        mutating func number(atMost limit: Int) -> Int? {
            let digits = text.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            text = text.dropFirst(digits.count)
            guard let number = Int(String(decoding: digits, as: UTF8.self)), number <= limit
            else { return nil }
            return number
        }

        /// Seconds: `-1`, `5:30`, `+10:59:59`.
        mutating func offset() -> Int? {
            let isNegative = take("-")
            if !isNegative { _ = take("+") }
            guard var seconds = number(atMost: 167).map({ $0 * 3600 }) else { return nil }
            for unit in [60, 1] where take(":") {
                guard let part = number(atMost: 59) else { return nil }
                seconds += part * unit
            }
            return isNegative ? -seconds : seconds
        }

        /// `M3.5.0/2`, `J60`, `59`.
        mutating func change() -> Change? {
            let day: Change.Day
            if take("M") {
                guard let month = number(atMost: 12), month > 0, take("."),
                    let week = number(atMost: 5), week > 0, take("."),
                    let weekday = number(atMost: 6)
                else { return nil }
                day = .ofMonth(month, week: week, weekday: weekday)
            } else if take("J") {
                guard let number = number(atMost: 365), number > 0 else { return nil }
                day = .ofCommonYear(number)
            } else {
                guard let number = number(atMost: 365) else { return nil }
                day = .ofYear(number)
            }
            var change = Change(day: day)
            if take("/") {
                guard let time = offset() else { return nil }
                change.time = time
            }
            return change
        }
    }
}
