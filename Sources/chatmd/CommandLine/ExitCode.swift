/// Exit statuses of the command: one table for the program, its help and its manual.
enum ExitCode {
    static let answered: Int32 = 0
    private static let other: Int32 = 1

    /// A row for each status but those of signals.
    static let table: [(status: Int32, codes: [Failure.Code], meaning: String)] = [
        (answered, [], "answered, also where the reply was cut off at its length"),
        (
            other, [.internal, .io, .notFound],
            "anything else; a file could not be read or written; nothing was found"
        ),
        (2, [.usage], "the command line is wrong"),
        (
            3, [.invalidFile, .invalidConfig],
            "a conversation or the configuration is wrong; the message says where"
        ),
        (4, [.authentication, .permission], "no key was found, or the provider refused it"),
        (
            5, [.rateLimited, .quotaExceeded, .maxCostExceeded],
            "too many requests, nothing left to pay with, or more than `max_cost`"
        ),
        (6, [.network, .timeout], "the network failed, or the server fell silent"),
        (
            7,
            [
                .invalidRequest, .modelNotFound, .contextLengthExceeded, .unsupported, .server,
                .overloaded, .protocol, .contentFilter,
            ],
            "the provider refused or failed; the message has its words"
        ),
        (8, [.nothingToSend], "the last message is not one to answer"),
        (9, [.conflict], "the file changed under the reply, which was kept beside it"),
    ]

    /// What ends a program from outside, by the number of the signal.
    static let signals: [(signal: Int32, name: String, meaning: String)] = [
        (1, "SIGHUP", "the terminal closed"),
        (2, "SIGINT", "Ctrl-C"),
        (15, "SIGTERM", "asked to end"),
    ]

    static func status(for code: Failure.Code) -> Int32 {
        table.first { $0.codes.contains(code) }?.status ?? other
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
