import LLMCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension CalendarDate {
    /// What this machine's clock says, in UTC.
    static var today: CalendarDate { CalendarDate(secondsSince1970: time(nil)) }
}
