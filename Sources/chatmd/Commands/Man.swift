extension Command {
    static let man = Command(
        name: "man",
        summary: "print the manual page",
        usage: "chatmd man",
        details: """
            Prints chatmd(1) in the language of man pages: every command with its options and examples,
            exit statuses, variables and files.
            """,
        options: [.help],
        examples: ["chatmd man | man -l -", "chatmd man > ~/.local/share/man/man1/chatmd.1"],
        words: .nothing,
        group: .setup,
        run: { invocation throws(Failure) in
            guard invocation.arguments.words.isEmpty else {
                throw Failure.usage(
                    "`man` prints one page and takes no words",
                    hint: "chatmd help \(invocation.arguments.words[0])")
            }
            try StandardStream.output().write(ManPage.text)
            return ExitCode.answered
        }
    )
}
