/// Help texts, made from the command, option and topic tables.
enum Help {
    static var overview: String {
        """
        chatmd \(Version.current) – talk with a language model from a Markdown file

        Usage:
          chatmd FILE                  answer the conversation in FILE, print the answer
          chatmd append FILE           answer it in place: the reply goes to the end of FILE
          chatmd append FILE -p TEXT   ask TEXT in FILE (a new one if need be)
          … | chatmd complete          answer the conversation on stdin

        \(Command.Group.allCases.map(section).joined(separator: "\n"))
        A conversation is plain Markdown; `# === USER ===` and `# === ASSISTANT ===` on lines of
        their own separate the messages. Try it without a key: chatmd append chat.md -m echo -p hi

        `chatmd COMMAND --help` shows the options of a command, `chatmd help TOPIC` explains:
        \(filled(Topic.all.map(\.name)))

        """
    }

    private static func section(_ group: Command.Group) -> String {
        "\(group.rawValue):\n" + table(group.commands.map { ($0.name, $0.summary) })
    }

    /// What `chatmd help topics` prints.
    static var topics: String {
        """
        chatmd help TOPIC explains one of these:

        \(table(Topic.all.map { ($0.name, $0.summary) }))
        `chatmd help COMMAND` explains a command, `chatmd help` lists them.

        """
    }

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

    static func text(for topic: Topic) -> String {
        """
        chatmd help \(topic.name) – \(topic.summary)

        \(topic.text())
        Examples:
        \(topic.examples.map { "  \($0)" }.joined(separator: "\n"))

        """
    }

    /// Two columns, indented by two; with a line feed at the end.
    static func table(_ rows: [(String, String)]) -> String {
        let width = (rows.map(\.0.count).max() ?? 0) + 2
        return rows.map { name, text in
            let line = text.isEmpty ? name : name.padded(to: width) + text
            return "  \(line)\n"
        }.joined()
    }

    /// Words one after the other, indented by two, in lines of at most 92 columns.
    static func filled(_ words: [String]) -> String {
        var lines = [" "]
        for (index, word) in words.enumerated() {
            let text = " " + word + (index == words.count - 1 ? "" : ",")
            if lines[lines.count - 1].count + text.count > 92 { lines.append(" ") }
            lines[lines.count - 1] += text
        }
        return lines.joined(separator: "\n")
    }
}

extension String {
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(width - count, 1))
    }
}
