import LLMCore
import MarkdownHistory

/// One conversation, or one text, and all that decides about its answer.
struct ReplyRun {
    let settings: Settings
    let messages: [Message]
    /// The text that is to be gone on with, where there is no conversation.
    private(set) var prompt: String?
    /// What the answer is held to, where not any text will do.
    private var check: AnswerCheck?
    /// The conversation's path.
    let path: String?
    private let embedRules: EmbedRules
    let keys: KeyRing
    private let rules: Wiring.Rules
    /// What the user should know; none of it stops the request.
    private(set) var warnings: [(Diagnostic, path: String?)]

    /// How many warnings are shown before the rest is only counted.
    private static let maximumWarnings = 20

    /// - Parameters:
    ///   - path: names the conversation in errors.
    ///   - commandLine: the highest layer of settings.
    ///   - attachments: what goes along with the last message beside what it embeds.
    ///   - continues: whether the reply at the end is to be gone on with.
    init(
        _ file: ChatFile, path: String?, commandLine: SettingsLayer,
        attachments: [GivenAttachment] = [], continues: Bool = false, environment: Environment
    ) throws(Failure) {
        if let error = file.diagnostics.first(where: { $0.severity == .error }) {
            throw Failure(error, path: path)
        }
        let configuration = try Configuration.read(around: path, environment: environment)
        var fileWarnings = file.diagnostics
        let stack = try configuration.stack(
            for: file, path: path, commandLine: commandLine, warnings: &fileWarnings)
        var warnings = configuration.warnings
        if !continues, let (reason, hint) = file.nothingToSend {
            throw Failure(.nothingToSend, reason, hint: hint, path: path)
        }
        var settings = try configuration.settings(stack)
        // A model that is held to a format would not go on with an answer, but begin another.
        if continues { settings.options.responseFormat = nil }
        try settings.chooseTools(configuration, conversation: path)
        let embeds = try AttachmentLoader(
            rules: configuration.config.embeds, environment: environment
        ).load(file, path: path)
        var files = PromptFiles(configuration)
        let before = try files.messages(stack)
        warnings += files.warnings
        // Where the last message is the assistant's, that asks for the rest of it.
        messages = file.messages(
            system: try files.system(stack), before: before, embeds: embeds, path: path,
            strippingComments: settings.stripsComments, warnings: &fileWarnings
        ).attaching(attachments)
        warnings += fileWarnings.map { ($0, path) }
        keys = configuration.keys
        rules = Wiring.Rules(configuration)
        try settings.check(messages)
        embedRules = configuration.config.embeds
        self.path = path
        self.settings = settings
        check = try settings.answerCheck()
        self.warnings = warnings + settings.warnings
        guard let last = messages.last, continues == (last.role == .assistant), last.role != .system
        else {
            throw Failure(
                .nothingToSend, "nothing is left of the last message without its comments",
                path: path
            )
        }
    }

    /// Answers messages that stand in no conversation file.
    ///
    /// - Parameters:
    ///   - path: the file that they have to do with, if any.
    ///   - settings: checked already.
    init(
        answering messages: [Message], path: String?, settings: Settings,
        _ configuration: Configuration, warnings: [(Diagnostic, path: String?)]
    ) throws(Failure) {
        self.messages = messages
        self.path = path
        self.settings = settings
        self.warnings = warnings
        check = try settings.answerCheck()
        keys = configuration.keys
        rules = Wiring.Rules(configuration)
        embedRules = configuration.config.embeds
    }

    /// Goes on with a text.
    init(
        completing prompt: String, settings: Settings, configuration: Configuration
    ) {
        self.settings = settings
        keys = configuration.keys
        rules = Wiring.Rules(configuration)
        self.prompt = prompt
        embedRules = configuration.config.embeds
        path = nil
        warnings = configuration.warnings + settings.warnings
        messages = [Message(role: .user, text: prompt)]
    }

    /// Leaves out what has been told of the configuration before, for another file.
    mutating func leaveOutWarnings(_ told: inout Set<String>) {
        warnings.removeAll { warning, path in
            guard let path, path != self.path else { return false }
            return !told.insert("\(path):\(warning.line):\(warning.message)").inserted
        }
    }

    /// Whether the answer is JSON alone.
    var isHeldToFormat: Bool { check != nil }

    /// Runs with Ctrl-C, SIGTERM and SIGHUP as cancels; ends the program by the signal that came.
    ///
    /// - Parameter approver: who is asked before a tool runs.
    func runUntilSignal(
        into sink: any ReplySink, loop: EventLoop, _ invocation: Invocation,
        approver: any ToolApprover = NobodyToAsk()
    ) -> Int32 {
        let signals = Signals(cancelling: loop)
        let status = run(into: sink, loop: loop, invocation, approver: approver, signals)
        if let signal = signals.received { Signals.end(by: signal) }
        return status
    }

    /// The same for a program that goes on afterwards: which signal came is for it to ask.
    func run(
        into sink: any ReplySink, loop: EventLoop, _ invocation: Invocation,
        approver: any ToolApprover, _ signals: Signals
    ) -> Int32 {
        let wiring: Wiring
        do throws(Failure) {
            wiring = try Wiring(
                invocation, rules, loop: loop, timeouts: settings.timeouts,
                retryPolicy: settings.retryPolicy, isForChat: prompt == nil,
                show: { try? sink.log($0) })
        } catch {
            try? sink.fail(error)
            return ExitCode.status(for: error.code)
        }
        let context = ToolContext(
            environment: invocation.environment, conversation: path, embeds: embedRules)
        let runner =
            settings.tools.isEmpty || invocation.arguments.has(.manualTools)
            ? nil
            : ToolRunner(
                settings.tools, context: context, approver: approver, loop: loop,
                makeGuard: { ChildGuard() })
        return run(into: sink, loop: loop, wiring, signals, runner)
    }

    /// Asks the model and hands the reply to the sink, up to its `finish` or `fail`; returns the
    /// exit status.
    private func run(
        into sink: any ReplySink, loop: EventLoop, _ wiring: Wiring, _ signals: Signals,
        _ runner: ToolRunner?
    ) -> Int32 {
        var progress = Progress(provider: settings.provider.id, model: settings.model)
        progress.summary.isUsageWanted = wiring.isUsageWanted
        let answer = check.map {
            AnswerSink($0, before: sink, holdsReasoning: settings.showsReasoning)
        }
        let sink = answer ?? sink
        do throws(Failure) {
            do throws(Failure) {
                if !wiring.isQuiet { try tellWarnings(to: sink) }
                try wiring.tellProblems(to: sink)
                try sink.start(
                    ReplyStart(
                        provider: settings.provider.id,
                        model: settings.model,
                        messages: messages.count,
                        inputTokensEstimate: settings.estimatedTokens(in: messages),
                        isCached: wiring.isKept { () throws(Failure) in
                            try httpRequest(from: wiring.client)
                        }
                    )
                )
                try receive(&progress, into: sink, answer, from: wiring.client, loop, runner)
            } catch {
                // What was asked for by a cancel is no failure: what came is kept and closed.
                guard error.code == .cancelled else { throw error }
                progress.summary.finishReason = .cancelled
            }
            Self.beginEnding(loop, signals)
            wiring.end(isWorthKeeping: progress.isWorthKeeping)
            try wiring.tellProblems(to: sink)
            progress.summary.duration = progress.elapsed
            try sink.finish(progress.summary)
            return ExitCode.answered
        } catch {
            if error.code != .cancelled {
                Self.beginEnding(loop, signals)
                wiring.end(isWorthKeeping: false)
                try? wiring.tellProblems(to: sink)
                try? sink.fail(error)
            }
            return ExitCode.status(for: error.code)
        }
    }

    private func tellWarnings(to sink: any ReplySink) throws(Failure) {
        for (warning, path) in warnings.prefix(Self.maximumWarnings) {
            try sink.warn(warning, path: path)
        }
        guard let (next, path) = warnings.dropFirst(Self.maximumWarnings).first else { return }
        let count = warnings.count - Self.maximumWarnings
        let more = Diagnostic(
            .warning, line: next.line, column: next.column,
            message: count == 1 ? "1 more warning" : "\(count) more warnings",
            hint: "`chatmd check` shows what deserves a look in the file"
        )
        try sink.warn(more, path: path)
    }

    /// From here on only the last words are written, and no cancel cuts them off: not a signal,
    /// which leaves them a second, nor an editor that goes.
    private static func beginEnding(_ loop: EventLoop, _ signals: Signals) {
        loop.unwatch(StandardStream.input)
        loop.reset()
        signals.leaveTimeToEnd()
    }
}

// MARK: - The request

extension ReplyRun {
    /// The request as it would be sent first; nil where an answer needs none.
    func httpRequest(from client: LLMClient) throws(Failure) -> HTTPRequest? {
        let (provider, key) = (settings.provider, settings.key)
        return try Failure.converting { () throws(LLMError) in
            if let prompt {
                return try client.httpRequest(
                    for: completionRequest(prompt), to: provider, key: key)
            }
            return try client.httpRequest(for: chatRequest, to: provider, key: key)
        }
    }

    var chatRequest: ChatRequest {
        settings.chatRequest(for: messages)
    }

    func completionRequest(_ prompt: String) -> CompletionRequest {
        CompletionRequest(
            model: settings.model, prompt: prompt, options: settings.options,
            isStreamed: settings.isStreamed, extra: settings.extra
        )
    }
}
