import LLMCore
import TestSupport
import Testing

@testable import chatmd

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

private let zoneFolder = "/usr/share/zoneinfo"

@Suite struct CurrentTimeTests {
    private func environment(_ variables: [String: String] = [:]) -> Environment {
        Environment { variables[$0] }
    }

    private func period(_ rule: String, _ moment: String) throws -> String {
        let period = try #require(ZoneRule(rule)).period(at: try seconds(moment))
        return "\(period.abbreviation) \(period.offset)"
    }

    /// `2026-03-29T01:00:00` in UTC.
    private func seconds(_ moment: String) throws -> Int {
        let parts = moment.split(separator: "T")
        let clock = parts[1].split(separator: ":").compactMap { Int($0) }
        let days = try #require(CalendarDate(String(parts[0]))).days
        return days * 86400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
    }

    // MARK: The tool

    @Test func aMomentIsToldWithDateWeekdayZoneAndSeconds() throws {
        let utc = try NamedZone("UTC", environment())
        #expect(
            LocalTime(seconds: 1_795_829_148, utc).text == """
                time: 2026-11-28T01:25:48+00:00
                weekday: Saturday
                time zone: UTC (UTC)
                Unix time: 1795829148
                """)
        #expect(LocalTime(seconds: 0, utc).text.contains("weekday: Thursday"))
    }

    @Test func theToolTellsThisMoment() throws {
        let before = time(nil)
        let text = try BuiltInTool.currentTime.run(["timezone": "UTC"], .nowhere)
        let said = try #require(text.split(separator: " ").last.flatMap { Int($0) })
        #expect((before...time(nil)).contains(said))
    }

    @Test(arguments: [
        "Europe/Berln", "../../../etc/passwd", "/etc/localtime", "Europe/../UTC", "Europe", "",
        "tzdata.zi", "a\u{0}b", ".",
    ])
    func anUnknownZoneIsAnError(name: String) {
        let error = #expect(throws: ToolError.self) { try NamedZone(name, environment()) }
        #expect(error?.message.contains("Europe/Berlin") == true)
    }

    @Test func withoutTimeZoneDataOnlyUTCIsKnown() throws {
        let bare = environment(["TZDIR": try TemporaryFolder()("nothing")])
        #expect(try NamedZone("UTC", bare).period(at: 0) == ZoneRule.utc.standard)
        let error = #expect(throws: ToolError.self) { try NamedZone("Europe/Berlin", bare) }
        #expect(error?.message == "this machine has no time zone data, so only UTC is known")
    }

    @Test(arguments: [
        ("Asia/Tokyo", "Asia/Tokyo", "JST"), (":Asia/Tokyo", "Asia/Tokyo", "JST"),
        ("/usr/share/zoneinfo/Asia/Tokyo", "Asia/Tokyo", "JST"), ("XYZ-5:30", nil, "XYZ"),
        ("nonsense", nil, "UTC"),
    ])
    func theVariableTZIsTheUsersZone(value: String, name: String?, abbreviation: String) {
        let zone = NamedZone(environment(["TZ": value]))
        #expect(zone.name == name)
        #expect(zone.period(at: 0).abbreviation == abbreviation)
    }

    // MARK: Rules

    @Test(arguments: [
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T00:59:59", "CET 3600"),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T01:00:00", "CEST 7200"),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T00:59:59", "CEST 7200"),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T01:00:00", "CET 3600"),
        ("EST5EDT,M3.2.0,M11.1.0", "2026-03-08T07:00:00", "EDT -14400"),
        ("EST5EDT,M3.2.0,M11.1.0", "2026-03-08T06:59:59", "EST -18000"),
        // South of the equator.
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-01-01T00:00:00", "AEDT 39600"),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-07-01T00:00:00", "AEST 36000"),
        // Below zero, and beyond a day.
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T00:59:59", "-02 -7200"),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00", "-01 -3600"),
        ("IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-27T00:00:00", "IDT 10800"),
        ("IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-26T23:59:59", "IST 7200"),
        // The 60th day is the first of March in every year, or the 29th of February.
        ("AAA0BBB,J60/0,J300/0", "2028-02-29T23:59:59", "AAA 0"),
        ("AAA0BBB,J60/0,J300/0", "2028-03-01T00:00:00", "BBB 3600"),
        ("AAA0BBB,59/0,300/0", "2028-02-29T00:00:00", "BBB 3600"),
        ("AAA0BBB,59/0,300/0", "2027-03-01T00:00:00", "BBB 3600"),
        ("<+0545>-5:45", "2026-01-01T00:00:00", "+0545 20700"),
        ("AAA1BBB-1:30:15,0/0,J365/25", "2026-06-01T00:00:00", "BBB 5415"),
    ])
    func aRuleTellsWhatHolds(rule: String, moment: String, expected: String) throws {
        #expect(try period(rule, moment) == expected)
    }

    @Test(arguments: [
        "", "A", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.1.0,M1.1.0", "<CET-1",
        "CET-1CEST,M3.6.0,M1.1.0", "CET-1CEST,M3.5.7,M1.1.0", "CET-1CEST,J0,J1", "CET-200", "1",
        "CET-1CEST,M3.5.0,M10.5.0/3x", "CET-1:60",
    ])
    func whatIsNoRuleIsNone(text: String) {
        #expect(ZoneRule(text) == nil)
    }

    // MARK: Zone files

    @Test(.enabled(if: wholeFile(zoneFolder + "/Europe/Berlin") != nil, "needs time zone data"))
    func everyZoneAgreesWithTheSystem() throws {
        let moments = (1..<70).map { $0 * 34_567_891 } + [1_774_746_000, 1_774_745_999]
        let names = [
            "UTC", "Europe/Berlin", "America/New_York", "America/St_Johns", "Asia/Kathmandu",
            "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "Asia/Tehran",
            "America/Sao_Paulo", "Antarctica/Troll", "Asia/Gaza", "America/Nuuk", "Europe/Dublin",
            "Pacific/Kiritimati", "Asia/Kolkata", "Etc/GMT+5", "Pacific/Chatham",
        ]
        for name in names where wholeFile("\(zoneFolder)/\(name)") != nil {
            let zone = try NamedZone(name, environment())
            let date = try ChatMDProcess(
                ["-f", "-", "+%Y-%m-%dT%H:%M:%S%:z %A %Z"], executable: "/bin/date",
                environment: ["TZ": name, "LC_ALL": "C"], folder: "/",
                input: .bytes(Array(moments.map { "@\($0)\n" }.joined().utf8)))
            let lines = try date.outcome().text.split(separator: "\n")
            #expect(lines.count == moments.count)
            for (moment, line) in zip(moments, lines) {
                let words = line.split(separator: " ")
                let text = LocalTime(seconds: moment, zone).text
                // What `date` says of a place where nobody lives yet.
                let offset = words[0].replacing("-00:00", with: "+00:00")
                let expected = """
                    time: \(offset)
                    weekday: \(words[1])
                    time zone: \(name) (\(words[2]))
                    Unix time: \(moment)
                    """
                #expect(text == expected)
            }
        }
    }

    @Test(.enabled(if: wholeFile(zoneFolder + "/Europe/Berlin") != nil, "needs time zone data"))
    func aBrokenZoneFileIsNone() throws {
        let bytes = try #require(wholeFile(zoneFolder + "/Europe/Berlin"))
        #expect(ZoneFile(bytes) != nil)
        for count in 0..<bytes.count {
            // Without its last line the file still tells the past.
            _ = ZoneFile(Array(bytes[..<count]))?.period(at: 1_000_000_000)
        }
        for index in 0..<400 {
            var broken = bytes
            broken[index % bytes.count] = 0xFF
            _ = ZoneFile(broken)?.period(at: 1_000_000_000)
        }
        #expect(ZoneFile([]) == nil)
        #expect(ZoneFile(Array("TZif2".utf8)) == nil)
    }
}
