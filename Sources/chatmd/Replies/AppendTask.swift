import LLMCore
import MarkdownHistory

/// What `append` does with each file it is given.
struct AppendTask {
    let invocation: Invocation
    /// The message that is added first.
    private let prompt: String?
    private let continues: Bool

    /// Asks what has been typed in a chat, or answers what the file ends with.
    init(_ invocation: Invocation, asking prompt: String?) {
        self.invocation = invocation
        self.prompt = prompt
        continues = false
    }

    /// What the command line says.
    init(_ invocation: Invocation) throws(Failure) {
        self.invocation = invocation
        prompt = try invocation.prompt()
        continues = invocation.arguments.has(.continue)
        if prompt == nil, invocation.arguments.has(.attachment) {
            throw Failure.usage(
                "-a goes along with a message given with -p",
                hint: "or write `![what it is](path)` into the file"
            )
        }
    }

    /// The prompt that came on stdin: once read, it is nowhere else.
    var inputOnly: String? { invocation.arguments.value(.prompt) == "-" ? prompt : nil }

    /// Opens and locks a file, and makes the request that is to be sent.
    ///
    /// - Parameters:
    ///   - status: nil where nobody would see it, or somebody else shows what happens.
    ///   - progress: which one it is, where there are several.
    func prepare(
        _ path: String, _ status: StatusLine?, progress: String? = nil, hasClosingLine: Bool
    ) throws(Failure) -> (ReplyRun, FileSink) {
        try ConversationLink.check(path, invocation)
        let links = try GivenLinks(invocation, in: path)
        let appender: ChatFileAppender
        do throws(ChatFileError) {
            appender = try ChatFileAppender(path: path, createsMissing: prompt != nil)
        } catch {
            throw Failure(error)
        }
        let plan = try plan(for: appender.original, path, links)
        let run = try run(plan, path)
        let isOne = progress == nil
        let sink = FileSink(
            appender, plan, inputOnly: isOne ? inputOnly : nil,
            showsReasoning: run.settings.showsReasoning, status: status,
            messages: invocation.messages(status, about: isOne ? nil : path),
            progress: progress ?? "", hasClosingLine: hasClosingLine)
        return (run, sink)
    }

    /// What would be sent, without making the file or locking it.
    func request(to path: String) throws(Failure) -> ReplyRun {
        try ConversationLink.check(path, invocation)
        let links = try GivenLinks(invocation, in: path)
        let isNew = prompt != nil && !FileContents.exists(at: path)
        let text = isNew ? [] : try Command.bytes(at: path)
        return try run(try plan(for: text, path, links), path)
    }

    private func plan(
        for text: [UInt8], _ path: String, _ links: GivenLinks
    ) throws(Failure) -> AppendPlan {
        let file = try Command.chatFile(parsing: text, path: path)
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

    private func run(_ plan: AppendPlan, _ path: String) throws(Failure) -> ReplyRun {
        try ReplyRun(
            plan.history, path: path, commandLine: try invocation.settings(),
            continues: continues, environment: invocation.environment)
    }
}
