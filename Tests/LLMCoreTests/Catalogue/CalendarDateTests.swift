import Testing

@testable import LLMCore

@Suite struct CalendarDateTests {
    @Test(arguments: [
        (0, "1970-01-01"), (86_399, "1970-01-01"), (86_400, "1970-01-02"),
        (951_782_400, "2000-02-29"), (951_868_800, "2000-03-01"), (1_767_225_599, "2025-12-31"),
        (1_796_256_000, "2026-12-03"), (4_107_542_399, "2100-02-28"), (4_107_542_400, "2100-03-01"),
    ])
    func aMomentFallsOnADay(seconds: Int, text: String) {
        let date = CalendarDate(secondsSince1970: seconds)
        #expect(date.description == text)
        #expect(CalendarDate(text) == date)
    }

    @Test(arguments: [
        "", "2026", "2026-12", "2026-13-01", "2026-00-01", "2026-02-29", "2026-04-31", "2026-12-00",
        "26-12-11", "2026-1-11", "2026-12-11 ", "+026-12-11", "2026-12-1a", "1969-12-31",
    ])
    func anythingElseIsNoDay(text: String) {
        #expect(CalendarDate(text) == nil)
    }

    @Test func daysAreOrdered() throws {
        let first = try #require(CalendarDate("2026-11-30"))
        let second = try #require(CalendarDate("2026-12-01"))
        #expect(first < second)
        #expect(second.days - first.days == 1)
    }
}
