/// chatmd(1), made from the same tables as help, in the macros of man(7).
enum ManPage {
    static var text: String {
        var page = Roff()
        page.title("CHATMD", date: Version.date, source: "chatmd \(Version.current)")
        page.heading("SH", "NAME")
        page.text("chatmd \\- talk with a language model from a Markdown file", isRoff: true)
        page.heading("SH", "SYNOPSIS")
        page.lines(["chatmd [FILE|-] [OPTION]...", "chatmd COMMAND [WORD]... [OPTION]..."])
        page.heading("SH", "DESCRIPTION")
        page.text(
            """
            The conversation is a Markdown file; chatmd answers its last message. The answer is printed, or with \
            `append` written to the end of the file while it arrives. Lines of their own separate the messages: \
            `# === USER ===` and `# === ASSISTANT ===`. A subcommand goes before a file of that name.
            """)
        page.paragraph("Try it without a key:")
        page.code(["chatmd append chat.md -m echo -p hi"])
        page.heading("SH", "COMMANDS")
        for command in Command.all { add(command, to: &page) }
        page.heading("SH", "OPTIONS")
        page.text(
            "Which command takes which is said above. A long name may be followed by its value as a word or "
                + "after an equals sign.")
        for option in OptionTable.all { add(option, to: &page) }
        page.heading("SH", "EXIT STATUS")
        for row in ExitCode.table { page.item("\(row.status)", row.meaning) }
        for row in ExitCode.signals {
            page.item("\(ExitCode.status(forSignal: row.signal))", "\(row.name): \(row.meaning)")
        }
        page.heading("SH", "ENVIRONMENT")
        for variable in KnownVariables.all { page.item(variable.name, variable.meaning) }
        page.heading("SH", "FILES")
        for file in KnownFiles.all { page.item(file.path, file.meaning) }
        page.heading("SH", "SEE ALSO")
        page.text("`chatmd help TOPIC` explains the rest, each on a screen or two:")
        for topic in Topic.all { page.item(topic.name, topic.summary) }
        return page.source
    }

    private static func add(_ command: Command, to page: inout Roff) {
        page.heading("SS", "\(command.name) \u{2013} \(command.summary)")
        page.lines(usages(of: command))
        page.paragraph(command.details)
        let options = OptionTable.all.filter { command.options.contains($0.name) }
        page.paragraph(
            "Options: "
                + options.map { option in
                    option.short.map { "-\($0)" } ?? "--\(option.name.rawValue)"
                }.joined(separator: ", "))
        if options.contains(where: { $0.name == .format }) {
            page.paragraph("Formats: \(command.formats.joined(separator: ", "))")
        }
        page.paragraph("Examples:")
        page.code(command.examples)
    }

    /// `config` has several, which help shows on one line.
    private static func usages(of command: Command) -> [String] {
        var lines = [""]
        for part in command.usage.split(separator: "|", omittingEmptySubsequences: false) {
            if part.hasPrefix("    ") {
                lines.append(String(part.drop { $0 == " " }))
            } else {
                lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : "|") + part
            }
        }
        return lines.map { line in
            var line = line
            while line.hasSuffix(" ") { line.removeLast() }
            return line
        }
    }

    private static func add(_ option: Option, to page: inout Roff) {
        page.item(String(option.usage.drop { $0 == " " }), option.help)
    }
}
