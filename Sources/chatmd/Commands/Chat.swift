extension Command {
    static let chat = Command(
        name: "chat",
        summary: "talk in the terminal, kept in a file",
        usage: "chatmd chat [FILE] [options]",
        details: """
            Asks for a message on a line that can be edited, shows the reply as it arrives, and writes
            both into FILE, where the conversation goes on next time. Without FILE a new one is made
            with the first message, named after the time. /help in it lists what else can be done.
            """,
        options: [
            .attachment, .model, .provider, .preset, .system, .option, .timeout, .retries,
            .noStream, .tool, .noCache, .log, .verbose, .quiet, .help,
        ],
        examples: [
            "chatmd chat",
            "chatmd chat rivers.md -m grok-3",
            "chatmd chat -t precise -s 'Answer in one sentence.'",
        ],
        run: { invocation throws(Failure) in try runChat(invocation) }
    )

    private static func runChat(_ invocation: Invocation) throws(Failure) -> Int32 {
        let path = try invocation.file()
        guard path != "-", StandardStream.isInputTerminal, StandardStream.output().isTerminal else {
            throw Failure.usage(
                "chat is for people at a terminal",
                hint: "to send what is on stdin: chatmd append chat.md -p -")
        }
        return try TerminalChat(invocation, path: path).run()
    }
}
