import LLMCore

extension Command {
    static let doctor = Command(
        name: "doctor",
        summary: "find out why something does not work",
        usage: "chatmd doctor [options]",
        details: """
            Looks at the program and its libraries, at Neovim and the plugin, at each file of settings,
            at where each key is (never at what it is), at proxies and certificates, at servers on this
            machine, and at which model would answer in this folder. Every line is ok, a note, a warning
            or an error, with the cure below it. --online also asks each provider that has a key, by a
            request that costs nothing, and waits 10 s for it or as long as --timeout says. The exit
            status is 0 where nothing is an error, 3 where the configuration has one, else 1.
            """,
        options: [.online, .timeout, .format, .log, .verbose, .help],
        formats: ["text", "json"],
        examples: [
            "chatmd doctor",
            "chatmd doctor --online",
            "chatmd doctor --format json | jq '.sections[].checks[] | select(.status == \"error\")'",
        ],
        words: .nothing,
        group: .setup,
        run: { invocation throws(Failure) in try runDoctor(invocation) }
    )

    private static func runDoctor(_ invocation: Invocation) throws(Failure) -> Int32 {
        guard invocation.arguments.words.isEmpty else {
            throw Failure.usage(
                "`doctor` takes no words",
                hint: "chatmd config FILE tells about the settings of one conversation")
        }
        let isJSON = invocation.arguments.value(.format) == "json"
        var report = DoctorReport()
        var printer = DoctorPrinter(.output(), invocation.environment)
        let receive: Examination.Receiver = { (findings, section) throws(Failure) in
            report.add(findings, to: section)
            if !isJSON { try printer.print(findings, in: section) }
        }
        let examination = try Examination(invocation)
        try examination.run(receive)
        if invocation.arguments.has(.online) {
            try examination.runOnline(receive)
        } else {
            let question = Finding(
                .note, "providers", "not asked",
                hint: "`chatmd doctor --online` asks those with a key")
            try receive([question], "providers")
        }
        if isJSON { try print(report.json) } else { try printer.finish(report) }
        return report.exitStatus
    }
}
