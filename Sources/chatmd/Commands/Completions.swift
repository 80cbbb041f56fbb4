import Spelling

extension Command {
    static let completions = Command(
        name: "completions",
        summary: "print a completion script for your shell",
        usage: "chatmd completions bash|zsh|fish",
        details: """
            Prints a script that completes commands, options and their values, models, presets, tools,
            providers and settings, your own too, and files. For bash a line of ~/.bashrc reads it, for
            zsh a file in a folder of $fpath holds it, for fish one in its folder of completions. The
            scripts ask `chatmd completions words -- WORD...` what may follow: it reads your config.toml,
            asks no server and runs no program.
            """,
        options: [.help],
        examples: [
            "source <(chatmd completions bash)",
            "chatmd completions zsh > ~/.zfunc/_chatmd",
            "chatmd completions fish > ~/.config/fish/completions/chatmd.fish",
        ],
        words: .words(ShellScript.allCases.map(\.rawValue)),
        group: .setup,
        run: { invocation throws(Failure) in try runCompletions(invocation) }
    )

    private static func runCompletions(_ invocation: Invocation) throws(Failure) -> Int32 {
        let words = invocation.arguments.words
        if words.first == "words" {
            // Between two keys of the user's nothing is said about a broken configuration.
            let config = try? ConfigFile.read(in: invocation.environment.configFolder)
            let line = UnfinishedLine(Array(words.dropFirst()))
            try StandardStream.output().write(Suggestions(for: line, config ?? ConfigFile()).text)
            return ExitCode.answered
        }
        let shells = ShellScript.allCases.map(\.rawValue)
        guard words.count == 1, let script = ShellScript(rawValue: words[0]) else {
            throw Failure.usage(
                words.count == 1
                    ? "there are no completions for `\(words[0])`" : "name one shell",
                hint: words.first.flatMap { nearest(to: $0, in: shells) }
                    .map { "did you mean `\($0)`?" }
                    ?? "chatmd completions \(shells.joined(separator: "|"))")
        }
        try StandardStream.output().write(script.text)
        return ExitCode.answered
    }
}
