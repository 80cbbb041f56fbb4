import LLMCore
import MarkdownHistory

/// What `complete` answers: a conversation, with a further message where `-p` gives one, or that
/// message alone, with what is on stdin before it.
struct Question {
    private let invocation: Invocation
    /// The conversation's path, where it has one.
    private let path: String?
    /// The conversation as it stands; nil where there is none.
    private let conversation: ChatFile?
    private let prompt: String?
    /// What stdin holds, in words for an error; nil where it is not read.
    private let input: String?

    init(_ invocation: Invocation) throws(Failure) {
        self.invocation = invocation
        let (word, hasPrompt) = (try invocation.file(), invocation.arguments.has(.prompt))
        let isPromptOnInput = invocation.arguments.value(.prompt) == "-"
        if isPromptOnInput, word == "-" {
            throw Failure.usage("-p - and - both read stdin", hint: "leave one of them out")
        }
        guard word != nil || !hasPrompt else {
            try invocation.checkStdinFilename(isUsed: false)
            (path, conversation) = (nil, nil)
            (prompt, input) = try Self.textAndPrompt(invocation)
            return
        }
        let text: [UInt8]
        (text, path) = try Command.input(of: invocation)
        let file = try Command.chatFile(parsing: text, path: path)
        if hasPrompt, let error = file.diagnostics.first(where: { $0.severity == .error }) {
            throw Failure(error, path: path)
        }
        conversation = file
        prompt = try invocation.prompt()
        input =
            isPromptOnInput ? "the message" : word == nil || word == "-" ? "the conversation" : nil
    }

    /// What is on stdin, and then the question about it, as people know it from other programs.
    private static func textAndPrompt(
        _ invocation: Invocation
    ) throws(Failure) -> (prompt: String?, input: String?) {
        let arguments = invocation.arguments
        let prompt = try invocation.prompt()
        if arguments.value(.prompt) == "-" { return (prompt, "the message") }
        if StandardStream.isInputTerminal || arguments.values(.attachment).contains("-") {
            return (prompt, nil)
        }
        let text = try Command.textOnInput()
        let isBlank = text.utf8.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard !isBlank else { return (prompt, nil) }
        let gap = text.hasSuffix("\n") ? "\n" : "\n\n"
        return (prompt.map { text + gap + $0 }, "what the message is about")
    }

    func run() throws(Failure) -> ReplyRun {
        let (settings, environment) = (try invocation.settings(), invocation.environment)
        let attachments = try invocation.attachments(besides: input)
        guard let conversation else {
            return try ReplyRun(
                answering: [.user(prompt ?? "")], path: nil, commandLine: settings,
                attachments: attachments, environment: environment)
        }
        let history =
            if let prompt {
                try AppendPlan(conversation, asking: prompt, path: path).history
            } else {
                conversation
            }
        return try ReplyRun(
            history, path: path, commandLine: settings, attachments: attachments,
            environment: environment)
    }

    /// How the answer would be written into the conversation.
    func writer() throws(Failure) -> ReplyWriter {
        let file =
            if let conversation { conversation } else {
                try Command.chatFile(parsing: [], path: nil)
            }
        return try AppendPlan(file, asking: prompt, path: path).writer
    }
}
