import ConfigText
import LLMCore
import MarkdownHistory

extension Command {
    static let export = Command(
        name: "export",
        summary: "print a conversation in another format",
        usage: "chatmd export [FILE|-] [--to FORMAT] [options]",
        details: """
            Prints exactly the messages that would be sent, the system message in front, with the
            model and the sampling settings where they are set. Nothing is sent and no key is needed.
            openai-jsonl prints one line a file and takes several. In Anthropic's format the system
            messages stand at the top, and max_tokens is 4096 where it is not set. Calls of tools and
            their results are exported too; one without the other is text.
            """,
        options: [.to, .system, .option, .stdinFilename, .help],
        examples: [
            "chatmd export chat.md > chat.json",
            "chatmd export chat.md --to anthropic",
            "chatmd export notes/*.md --to openai-jsonl > training.jsonl",
        ],
        run: { invocation throws(Failure) in try runExport(invocation) }
    )

    private static func runExport(_ invocation: Invocation) throws(Failure) -> Int32 {
        let format = invocation.arguments.value(.to).flatMap(ExportFormat.init) ?? .openAI
        let words = invocation.arguments.words
        guard words.count > 1 else {
            let (text, path) = try input(of: invocation)
            try export(text, path, as: format, invocation)
            return ExitCode.answered
        }
        guard format == .openAILines else {
            throw Failure.usage(
                "one file at a time, not \(words.count)",
                hint: "--to openai-jsonl takes several, one line each"
            )
        }
        for word in words {
            try ConversationLink.check(word, invocation)
            try export(try bytes(at: word), word, as: format, invocation)
        }
        return ExitCode.answered
    }

    private static func export(
        _ text: [UInt8], _ path: String?, as format: ExportFormat, _ invocation: Invocation
    ) throws(Failure) {
        let file = try chatFile(parsing: text, path: path)
        var warnings = file.diagnostics
        let conversation = try exported(file, path, invocation, &warnings)
        for warning in warnings { try MessagePrinter().warn(warning, path: path) }
        for loss in format.losses(of: conversation) {
            try MessagePrinter().print(Failure.place(path, nil, nil) + "warning: \(loss)")
        }
        try StandardStream.output().write(format.bytes(of: conversation))
    }

    /// What a request for a reply would hold.
    private static func exported(
        _ file: ChatFile, _ path: String?, _ invocation: Invocation, _ warnings: inout [Diagnostic]
    ) throws(Failure) -> ExportedConversation {
        if let error = file.diagnostics.first(where: { $0.severity == .error }) {
            throw Failure(error, path: path)
        }
        let configuration = try invocation.configuration(around: path)
        let stack = try configuration.stack(
            for: file, path: path, commandLine: try invocation.settings(), warnings: &warnings)
        let embeds = try AttachmentLoader(
            rules: configuration.config.embeds, environment: configuration.environment
        ).load(file, path: path)
        let (messages, losses) = file.exportedMessages(
            system: try PromptFiles(configuration).system(stack), embeds: embeds,
            strippingComments: stack.value(\.stripsComments) ?? false
        )
        warnings += losses
        guard !messages.isEmpty else {
            throw Failure(.nothingToSend, "there is no message to export", path: path)
        }
        return ExportedConversation(
            model: modelName(in: stack, configuration.config),
            messages: messages,
            options: stack.layers.reduce(GenerationOptions()) { $0.overridden(by: $1.options) }
        )
    }

    /// The name as the provider spells it; as written where no provider is known for it.
    private static func modelName(in stack: SettingsStack, _ config: ConfigFile) -> String? {
        let (model, provider) = stack.modelAndProvider
        guard model != nil || provider != nil else { return nil }
        let resolved = try? ModelName.resolve(
            model: model, provider: provider, aliases: config.aliases,
            providers: config.providers, hasKey: { _ in false }
        )
        return resolved?.model ?? model
    }
}
