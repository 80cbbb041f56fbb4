import LLMCore

extension Command {
    static let complete = Command(
        name: "complete",
        summary: "answer a conversation, print the answer",
        usage: "chatmd complete [FILE|-] [options]    (chatmd FILE is the same)",
        details: """
            Answers the last message of the conversation and prints the text as it arrives. The file
            stays as it is. Without FILE the conversation is read from stdin; any text will do. With -p
            stdin is no conversation, but the text that the question is about, whatever it holds, and
            nothing is read from a terminal; a conversation goes by its name, or by -. With --schema the
            text is the JSON alone, and only printed once it fits.
            """,
        options: [
            .prompt, .attachment, .model, .provider, .preset, .system, .option, .schema, .extract,
            .extractLast, .timeout, .retries, .noStream, .tool, .manualTools, .format,
            .addDelimiters, .chunk, .rpc, .stdinFilename, .dryRun, .noCache, .record, .replay,
            .log, .usage, .verbose, .quiet, .help,
        ],
        formats: ["text", "ndjson", "json"],
        examples: [
            "chatmd complete chat.md",
            "chatmd complete chat.md -m openai/gpt-5.5 -o temperature=0.2",
            "echo 'Name three rivers.' | chatmd complete -m grok-3 > rivers.md",
            "git diff --staged | chatmd complete -s 'Write a commit message.'",
            "chatmd complete -p 'What is wrong here?' < build.log",
            "chatmd complete chat.md --format ndjson",
            "echo 'What is this?' | chatmd -a photo.png -m openai/gpt-5.5",
            "chatmd complete page.md --schema 'title, year int' | jq .year",
        ],
        run: { invocation throws(Failure) in try runComplete(invocation) }
    )

    private static func runComplete(_ invocation: Invocation) throws(Failure) -> Int32 {
        let arguments = invocation.arguments
        try checkExtraction(arguments)
        if arguments.has(.rpc) { return try RPCSession.run(invocation) }
        let question = try Question(invocation)
        let run = try question.run()
        if let dryRun = DryRun(invocation) { return try dryRun.print(run) }
        let loop = EventLoop()
        let output = StandardStream.output(loop)
        let status = invocation.statusLine(loop)
        let messages = invocation.messages(status)
        let addition =
            arguments.has(.addDelimiters)
            ? ReplyAddition(
                try question.writer(),
                showsReasoning: run.settings.showsReasoning) : nil
        let extracts = arguments.has(.extract) || arguments.has(.extractLast)
        var sink: any ReplySink =
            if arguments.value(.format) == "ndjson" {
                NDJSONSink(output, addition)
            } else if arguments.value(.format) == "json" {
                JSONSink(output, addition, messages: messages)
            } else if arguments.has(.chunk) {
                ChunkSink(output, addition, messages: messages)
            } else {
                TextSink(
                    output, addition, status: output.isTerminal ? status : nil,
                    messages: messages, environment: invocation.environment,
                    isMarkdown: !extracts && !run.isHeldToFormat
                )
            }
        if extracts, !run.isHeldToFormat {
            sink = ExtractSink(before: sink, takesLast: arguments.has(.extractLast))
        }
        // A program that reads events has --rpc to be asked by.
        let isForPeople = arguments.value(.format) == nil && !arguments.has(.chunk)
        return run.runUntilSignal(
            into: sink, loop: loop, invocation,
            approver: isForPeople ? invocation.approver(loop, status) : NobodyToAsk())
    }
}
