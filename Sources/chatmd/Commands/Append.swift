import LLMCore

extension Command {
    static let append = Command(
        name: "append",
        summary: "answer conversations in place",
        usage: "chatmd append FILE… [-p TEXT|-p -] [options]",
        details: """
            Appends the reply to FILE as it arrives, then a heading for your next message. Nothing
            that is in the file changes. With -p your message is added first; FILE is made where it
            does not exist. When the request fails before the first word, the file stays as it was.
            What -a names becomes a link after your message, so the next turn sends it again: it has
            to stand where embeds may be read. Several files are answered one after the other, or -j of
            them at a time, each for itself: one that fails stops no other. With -j above 1 nobody is
            asked whether a tool may run, and that means no.
            """,
        options: [
            .prompt, .attachment, .continue, .jobs, .model, .provider, .preset, .system, .option,
            .schema, .timeout, .retries, .noStream, .tool, .manualTools, .dryRun, .noCache, .record,
            .replay, .log, .usage, .verbose, .quiet, .help,
        ],
        examples: [
            "chatmd append chat.md",
            "chatmd append notes/rivers.md -p 'Name three rivers.'",
            "chatmd append chat.md -p 'What is wrong here?' -a screenshot.png",
            "chatmd append chat.md --continue",
            "chatmd append a.md b.md c.md -j 3 -p 'Shorter, please.'",
            "git diff | chatmd append review.md -p - -s 'You review changes.'",
        ],
        run: { invocation throws(Failure) in try runAppend(invocation) }
    )

    private static func runAppend(_ invocation: Invocation) throws(Failure) -> Int32 {
        let paths = invocation.arguments.words
        guard let path = paths.first, !paths.contains("-") else {
            throw Failure.usage(
                "append needs a file to append to", hint: "chatmd append chat.md"
            )
        }
        try AppendFiles.checkJobs(invocation.arguments)
        let task = try AppendTask(invocation)
        guard paths.count == 1 else { return try AppendFiles(paths, task).run() }
        if let dryRun = DryRun(invocation) { return try dryRun.print(try task.request(to: path)) }
        let loop = EventLoop()
        let status = invocation.statusLine(loop)
        let (run, sink): (ReplyRun, FileSink)
        do throws(Failure) {
            (run, sink) = try task.prepare(path, status, hasClosingLine: status != nil)
        } catch {
            try MessagePrinter().keep(task.inputOnly)
            throw error
        }
        return run.runUntilSignal(
            into: sink, loop: loop, invocation, approver: invocation.approver(loop, status))
    }
}
