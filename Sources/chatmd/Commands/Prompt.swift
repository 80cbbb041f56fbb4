import LLMCore
import MarkdownHistory

extension Command {
    static let prompt = Command(
        name: "prompt",
        summary: "go on with a text, without a conversation",
        usage: "chatmd prompt [TEXT|-] [options]",
        details: """
            Has a base model continue TEXT, or what stdin holds, and prints only what it adds. This is
            OpenAI's legacy completion endpoint, which llama.cpp, Ollama and most servers of one's own
            have too. It knows no messages: for a question use complete or append. OpenAI stops after
            16 tokens where max_tokens is not set.
            """,
        options: [
            .model, .provider, .option, .timeout, .retries, .noStream, .format,
            .dryRun, .record, .replay, .log, .usage, .verbose, .quiet, .help,
        ],
        formats: ["text", "ndjson", "json"],
        examples: [
            "chatmd prompt 'The three longest rivers are' -o max_tokens=60",
            "chatmd prompt -m llamacpp/default -o 'stop=[\"\\n\\n\"]' < begun.txt",
        ],
        words: .nothing,
        group: .texts,
        run: { invocation throws(Failure) in try runPrompt(invocation) }
    )

    private static func runPrompt(_ invocation: Invocation) throws(Failure) -> Int32 {
        let arguments = invocation.arguments
        guard arguments.words.count <= 1 else {
            throw Failure.usage(
                "one text at a time, not \(arguments.words.count)", hint: "put it in quotes")
        }
        var text = arguments.words.first ?? "-"
        if text == "-" {
            text = try invocation.textOnInput(example: "chatmd prompt 'Once upon a time'")
        }
        if text.isEmpty { throw Failure.usage("the text to go on with is empty") }

        let run = try completion(of: text, invocation)
        if let dryRun = DryRun(invocation) { return try dryRun.print(run) }
        let loop = EventLoop()
        let output = StandardStream.output(loop)
        let status = invocation.statusLine(loop)
        let messages = invocation.messages(status)
        let sink: any ReplySink =
            switch arguments.value(.format) {
            case "ndjson": NDJSONSink(output)
            case "json": JSONSink(output, nil, messages: messages)
            default:
                TextSink(
                    output, nil, status: output.isTerminal ? status : nil,
                    messages: messages, environment: invocation.environment, isMarkdown: false
                )
            }
        return run.runUntilSignal(into: sink, loop: loop, invocation)
    }

    private static func completion(
        of text: String, _ invocation: Invocation
    ) throws(Failure) -> ReplyRun {
        var configuration = try invocation.configuration()
        configuration.config.providers = configuration.config.providers.map(\.asCompatible)
        var commandLine = try invocation.settings()
        if commandLine.system != nil {
            throw Failure.usage("prompt sends no messages, so it takes no system message")
        }
        // The model of the configuration is one for conversations, and so are its fallbacks.
        var arguments = invocation.arguments
        if let model = commandLine.model { arguments.set(.model, to: model) }
        if let provider = commandLine.provider { arguments.set(.provider, to: provider) }
        let call = ProviderCall(configuration, commandLine: commandLine, invocation)
        let (provider, model) = try call.model(
            for: "text completions", arguments, aliases: configuration.config.aliases
        ) { $0.completions?.defaultModel }
        try call.check(provider, serves: "text completions") { $0.completions != nil }
        commandLine.set(.model, to: model)
        commandLine.set(.provider, to: provider.id)
        var warnings: [Diagnostic] = []
        let stack = try configuration.stack(
            for: nil, path: nil, commandLine: commandLine, warnings: &warnings)
        var settings = try configuration.settings(stack)
        try settings.checkCost(of: [.user(text)])
        return ReplyRun(completing: text, settings: settings, configuration: configuration)
    }
}
