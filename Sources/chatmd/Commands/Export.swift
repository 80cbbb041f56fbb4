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
            their results are exported too; one without the other is text. html is a page to show to
            others, complete in itself: it runs and loads nothing, whoever wrote the conversation.
            Images that may be sent are in it, others are links.
            """,
        options: [.to, .output, .system, .option, .stdinFilename, .help],
        examples: [
            "chatmd export chat.md > chat.json",
            "chatmd export chat.md --to anthropic",
            "chatmd export notes/*.md --to openai-jsonl > training.jsonl",
            "chatmd export chat.md --to html --output chat.html",
        ],
        group: .files,
        run: { invocation throws(Failure) in try runExport(invocation) }
    )

    private static func runExport(_ invocation: Invocation) throws(Failure) -> Int32 {
        let isPage = invocation.arguments.value(.to) == HTMLPage.name
        let format = invocation.arguments.value(.to).flatMap(ExportFormat.init) ?? .openAI
        let words = invocation.arguments.words
        guard words.count > 1 else {
            let (text, path) = try input(of: invocation)
            let file = try chatFile(parsing: text, path: path)
            try write(
                isPage
                    ? try page(file, path, invocation)
                    : try exported(file, path, as: format, invocation), invocation)
            return ExitCode.answered
        }
        guard !isPage, format == .openAILines else {
            throw Failure.usage(
                "one file at a time, not \(words.count)",
                hint: "--to openai-jsonl takes several, one line each"
            )
        }
        var lines: [UInt8] = []
        for word in words {
            try ConversationLink.check(word, invocation)
            let file = try chatFile(parsing: try bytes(at: word), path: word)
            let line = try exported(file, word, as: format, invocation)
            // A new file is all or nothing; a pipe takes the lines as they come.
            if invocation.arguments.has(.output) {
                lines += line
            } else {
                try write(line, invocation)
            }
        }
        if invocation.arguments.has(.output) { try write(lines, invocation) }
        return ExitCode.answered
    }

    /// Writes a new file where one is named, else to stdout.
    private static func write(_ bytes: [UInt8], _ invocation: Invocation) throws(Failure) {
        let output = StandardStream.output()
        guard let target = invocation.arguments.value(.output) else {
            if invocation.arguments.value(.to) != HTMLPage.name {
                return try output.write(json: bytes)
            }
            return try output.write(foreign: String(decoding: bytes, as: UTF8.self))
        }
        try NewFile.write(bytes, to: target)
        try output.write(foreign: target + "\n")
    }

    private static func exported(
        _ file: ChatFile, _ path: String?, as format: ExportFormat, _ invocation: Invocation
    ) throws(Failure) -> [UInt8] {
        var warnings = file.diagnostics
        let conversation = try exported(file, path, invocation, &warnings)
        for warning in warnings { try MessagePrinter().warn(warning, path: path) }
        for loss in format.losses(of: conversation) {
            try MessagePrinter().print(Failure.place(path, nil, nil) + "warning: \(loss)")
        }
        return format.bytes(of: conversation)
    }

    /// What a request for a reply would hold.
    private static func exported(
        _ file: ChatFile, _ path: String?, _ invocation: Invocation, _ warnings: inout [Diagnostic]
    ) throws(Failure) -> ExportedConversation {
        try checkErrors(file, path)
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

    private static func checkErrors(_ file: ChatFile, _ path: String?) throws(Failure) {
        if let error = file.diagnostics.first(where: { $0.severity == .error }) {
            throw Failure(error, path: path)
        }
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

// MARK: - A page

extension Command {
    private static func page(
        _ file: ChatFile, _ path: String?, _ invocation: Invocation
    ) throws(Failure) -> [UInt8] {
        try checkErrors(file, path)
        var warnings = file.diagnostics
        let configuration = try invocation.configuration(around: path)
        let stack = try configuration.stack(
            for: file, path: path, commandLine: try invocation.settings(), warnings: &warnings)
        for warning in warnings { try MessagePrinter().warn(warning, path: path) }
        let embeds = AttachmentLoader(
            rules: configuration.config.embeds, environment: configuration.environment
        ).permitted(in: file, path: path)
        let isStripped = stack.value(\.stripsComments) ?? false
        var page = HTMLPage(
            title: title(of: path), model: modelName(in: stack, configuration.config))
        if let system = try PromptFiles(configuration).system(stack), !system.isEmpty {
            page.append(.system, system)
        }
        var isEmpty = true
        for (turn, embeds) in zip(file.turns, embeds) {
            let message = turn.message(strippingComments: isStripped)
            let text = turn.role == .note || turn.role == .tool ? turn.text : message?.text ?? ""
            guard !text.isEmpty || !turn.toolRecords.isEmpty else { continue }
            if turn.role != .note { isEmpty = false }
            page.append(turn, text: text, embeds: embeds)
        }
        guard !isEmpty else {
            throw Failure(.nothingToSend, "there is no message to export", path: path)
        }
        return page.bytes
    }

    /// The file's name without its ending.
    private static func title(of path: String?) -> String {
        let name = path.map { $0.split(separator: "/").last.map(String.init) ?? $0 } ?? ""
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else {
            return name.isEmpty || name == "-" ? "Conversation" : name
        }
        return String(name[..<dot])
    }
}
