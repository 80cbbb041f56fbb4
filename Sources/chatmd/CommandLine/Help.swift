/// Help texts, made from the command and option tables.
enum Help {
    static let overview = """
        chatmd \(Version.current) – talk with a language model from a Markdown file

        Usage:
          chatmd FILE                  answer the conversation in FILE, print the answer
          chatmd append FILE           answer it in place: the reply goes to the end of FILE
          chatmd append FILE -p TEXT   ask TEXT in FILE (a new one if need be)
          … | chatmd complete          answer the conversation on stdin

        Commands:
        \(Command.all.map { "  \($0.name.padded(to: 10))\($0.summary)" }.joined(separator: "\n"))

        A conversation is plain Markdown; `# === USER ===` and `# === ASSISTANT ===` on lines of
        their own separate the messages. Try it without a key: chatmd append chat.md -m echo -p hi

        `chatmd COMMAND --help` shows the options of a command.

        """

    static func text(for command: Command) -> String {
        let options = OptionTable.all.filter { command.options.contains($0.name) }
        let usages = options.map { $0.usage(choosing: $0.name == .format ? command.formats : nil) }
        let width = (usages.map(\.count).max() ?? 0) + 2
        let lines = zip(usages, options).map { "  \($0.padded(to: width))\($1.help)" }
        return """
            chatmd \(command.name) – \(command.summary)

            Usage: \(command.usage)

            \(command.details)

            Options:
            \(lines.joined(separator: "\n"))

            Examples:
            \(command.examples.map { "  \($0)" }.joined(separator: "\n"))

            """
    }
}

extension String {
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(width - count, 1))
    }
}
