import LLMCore
import MarkdownHistory

extension Command {
    static let append = Command(
        name: "append",
        summary: "answer a conversation in place",
        usage: "chatmd append FILE [-p TEXT|-p -] [options]",
        details: """
            Appends the reply to FILE as it arrives, then a heading for your next message. Nothing
            that is in the file changes. With -p your message is added first; FILE is made where it
            does not exist. When the request fails before the first word, the file stays as it was.
            What -a names becomes a link after your message, so the next turn sends it again: it has
            to stand where embeds may be read.
            """,
        options: [
            .prompt, .attachment, .continue, .model, .preset, .system, .option, .schema, .timeout,
            .retries, .noStream, .tool, .manualTools, .dryRun, .noCache, .record, .replay, .log,
            .verbose, .quiet, .help,
        ],
        examples: [
            "chatmd append chat.md",
            "chatmd append notes/rivers.md -p 'Name three rivers.'",
            "chatmd append chat.md -p 'What is wrong here?' -a screenshot.png",
            "chatmd append chat.md --continue",
            "git diff | chatmd append review.md -p - -s 'You review changes.'",
        ],
        run: { invocation throws(Failure) in try runAppend(invocation) }
    )

    private static func runAppend(_ invocation: Invocation) throws(Failure) -> Int32 {
        guard let path = try invocation.file(), path != "-" else {
            throw Failure.usage(
                "append needs a file to append to", hint: "chatmd append chat.md"
            )
        }
        let prompt = try prompt(of: invocation.arguments)
        let continues = invocation.arguments.has(.continue)
        if continues, prompt != nil {
            throw Failure.usage("--continue goes on with a reply, so it takes no -p")
        }
        if prompt == nil, invocation.arguments.has(.attachment) {
            throw Failure.usage(
                "-a goes along with a message given with -p",
                hint: "or write `![what it is](path)` into the file"
            )
        }
        if let dryRun = DryRun(invocation) {
            try ConversationLink.check(path, invocation)
            let links = try GivenLinks(invocation, in: path)
            let plan = try plan(for: try text(of: path, prompt), path, prompt, continues, links)
            return try dryRun.print(try run(plan, path: path, continues: continues, invocation))
        }
        let loop = EventLoop()
        let status = invocation.statusLine(loop)
        let sink: FileSink
        let run: ReplyRun
        do throws(Failure) {
            (run, sink) = try prepare(
                invocation, path: path, prompt: prompt, continues: continues, status: status)
        } catch {
            try MessagePrinter().keep(inputOnly(prompt, invocation))
            throw error
        }
        return run.runUntilSignal(
            into: sink, loop: loop, invocation, approver: invocation.approver(loop, status))
    }

    private static func prepare(
        _ invocation: Invocation, path: String, prompt: String?, continues: Bool,
        status: StatusLine?
    ) throws(Failure) -> (ReplyRun, FileSink) {
        try ConversationLink.check(path, invocation)
        let links = try GivenLinks(invocation, in: path)
        let appender: ChatFileAppender
        do throws(ChatFileError) {
            appender = try ChatFileAppender(path: path, createsMissing: prompt != nil)
        } catch {
            throw Failure(error)
        }
        let plan = try plan(for: appender.original, path, prompt, continues, links)
        let run = try run(plan, path: path, continues: continues, invocation)
        let sink = FileSink(
            appender, plan, inputOnly: inputOnly(prompt, invocation),
            showsReasoning: run.settings.showsReasoning, status: status,
            messages: invocation.messages(status)
        )
        return (run, sink)
    }

    private static func plan(
        for text: [UInt8], _ path: String, _ prompt: String?, _ continues: Bool,
        _ links: GivenLinks
    ) throws(Failure) -> AppendPlan {
        let file = try chatFile(parsing: text, path: path)
        // As it stands: closing its last block for a prompt would make a warning of an error.
        if let error = file.diagnostics.first(where: { $0.severity == .error }) {
            throw Failure(error, path: path)
        }
        let plan =
            continues
            ? try AppendPlan(continuing: file, path: path)
            : try AppendPlan(file, asking: links.adding(to: prompt), path: path)
        try links.check(in: plan.history)
        return plan
    }

    private static func run(
        _ plan: AppendPlan, path: String, continues: Bool, _ invocation: Invocation
    ) throws(Failure) -> ReplyRun {
        try ReplyRun(
            plan.history, path: path, commandLine: try invocation.settings(),
            continues: continues, environment: invocation.environment)
    }

    /// What the file holds, without making or locking it; a prompt may begin a new one.
    private static func text(of path: String, _ prompt: String?) throws(Failure) -> [UInt8] {
        prompt != nil && !FileContents.exists(at: path) ? [] : try bytes(at: path)
    }

    /// The prompt that came on stdin: once read, it is nowhere else.
    private static func inputOnly(_ prompt: String?, _ invocation: Invocation) -> String? {
        invocation.arguments.value(.prompt) == "-" ? prompt : nil
    }

    static func converting<Value>(
        _ path: String?, _ body: () throws(MarkdownHistoryError) -> Value
    ) throws(Failure) -> Value {
        do throws(MarkdownHistoryError) {
            return try body()
        } catch {
            throw Failure(error, path: path)
        }
    }

    /// The user's turn; nil where none is to be added.
    private static func prompt(of arguments: Arguments) throws(Failure) -> String? {
        guard var text = arguments.value(.prompt) else { return nil }
        if text == "-" { text = try textOnInput() }
        guard !text.utf8.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) else {
            throw Failure.usage("the message given with -p is empty")
        }
        return text
    }

    private static func textOnInput() throws(Failure) -> String {
        let bytes = try bytesOnInput()
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw Failure(.invalidFile, "the message on stdin is not UTF-8 text")
        }
        return text
    }
}
