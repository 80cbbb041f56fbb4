/// Exit statuses of the command, by the code of the error.
enum ExitCode {
    static let answered: Int32 = 0

    static func status(for code: Failure.Code) -> Int32 {
        switch code {
        case .usage: 2
        case .invalidFile, .invalidConfig: 3
        case .authentication, .permission: 4
        case .rateLimited, .quotaExceeded, .maxCostExceeded: 5
        case .network, .timeout: 6
        case .invalidRequest, .modelNotFound, .contextLengthExceeded, .unsupported, .server,
            .overloaded, .protocol, .contentFilter:
            7
        case .nothingToSend: 8
        case .conflict: 9
        default: 1
        }
    }

    /// The status for several answers of which some failed: of the failure that trying again mends
    /// least. So 6 and 5 say that nothing else has failed.
    static func worst(_ statuses: [Int32]) -> Int32 {
        let order: [Int32] = [answered, 6, 5, 9, 8, 7, 3, 4, 2]
        return statuses.max {
            (order.firstIndex(of: $0) ?? .max) < (order.firstIndex(of: $1) ?? .max)
        }
            ?? answered
    }

    /// What shells report for a program that this signal ended.
    static func status(forSignal signal: Int32) -> Int32 { 128 + signal }
}
