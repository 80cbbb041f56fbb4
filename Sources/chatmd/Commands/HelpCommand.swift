import Spelling

extension Command {
    static let help = Command(
        name: "help",
        summary: "explain a command or a topic",
        usage: "chatmd help [COMMAND|TOPIC]",
        details: """
            Without a word an overview of the commands, with one all that there is to a command or a
            topic; where both have the name, as `models` has, the command's help stands first. `chatmd
            help topics` lists the topics.
            """,
        options: [.help],
        examples: ["chatmd help append", "chatmd help topics", "chatmd help files | less"],
        words: .subjects,
        group: .setup,
        run: { invocation throws(Failure) in
            let words = invocation.arguments.words
            guard words.count <= 1 else {
                throw Failure.usage("one command or topic at a time, not \(words.count)")
            }
            let text = try words.first.map { (word) throws(Failure) in try Help.text(about: word) }
            try StandardStream.output().write(text ?? Help.overview)
            return ExitCode.answered
        }
    )
}

extension Help {
    static let topicsWord = "topics"
    static let topicsSummary = "a list of the topics"

    /// What `chatmd help WORD` prints.
    static func text(about word: String) throws(Failure) -> String {
        if word == topicsWord { return topics }
        let command = Command.all.first { $0.name == word }
        let topic = Topic.all.first { $0.name == word }
        let texts = [command.map { text(for: $0) }, topic.map { text(for: $0) }].compactMap(\.self)
        guard texts.isEmpty else { return texts.joined(separator: "\n") }
        let names = Command.all.map(\.name) + Topic.all.map(\.name) + [topicsWord]
        throw Failure.usage(
            "there is no help about `\(word)`",
            hint: nearest(to: word, in: names).map { "did you mean `chatmd help \($0)`?" }
                ?? "chatmd help lists the commands, chatmd help topics the topics")
    }
}
