extension Topic {
    static let exit = Topic(
        name: "exit",
        summary: "exit statuses, and the codes of errors",
        text: {
            """
            \(ExitCode.table.map(row).joined())\(ExitCode.signals.map(row).joined())
            The words below a line are the `code` of an error event: `chatmd help events`. What came
            before a signal is kept.

            """
        },
        examples: [
            "chatmd append chat.md -q || echo \"exit status $?\"",
            "chatmd check chat.md --strict && git commit -m 'Ask about rivers' chat.md",
            "until chatmd append chat.md; do [ $? = 6 ] || break; sleep 60; done",
        ]
    )

    private static func row(
        _ row: (status: Int32, codes: [Failure.Code], meaning: String)
    ) -> String {
        Help.table([("\(row.status)".padded(to: 4), row.meaning)])
            + (row.codes.isEmpty
                ? "" : Help.filled(row.codes.map(\.rawValue)).indented(by: 6) + "\n")
    }

    private static func row(_ row: (signal: Int32, name: String, meaning: String)) -> String {
        let status = ExitCode.status(forSignal: row.signal)
        return Help.table([("\(status)".padded(to: 4), "\(row.name): \(row.meaning)")])
    }
}

extension String {
    fileprivate func indented(by count: Int) -> String {
        split(separator: "\n").map { String(repeating: " ", count: count) + $0 }
            .joined(separator: "\n")
    }
}
