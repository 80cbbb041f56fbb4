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
            .model, .provider, .option, .timeout, .retries, .noStream, .format, .help,
        ],
        formats: ["text", "ndjson", "json"],
        examples: [
            "chatmd prompt 'The three longest rivers are' -o max_tokens=60",
            "chatmd prompt -m llamacpp/default -o 'stop=[\"\\n\\n\"]' < begun.txt",
        ],
        run: { invocation throws(Failure) in try runPrompt(invocation) }
    )

    private static func runPrompt(_ invocation: Invocation) throws(Failure) -> Int32 {
        let arguments = invocation.arguments
        let environment = invocation.environment
        guard arguments.words.count <= 1 else {
            throw Failure.usage(
                "one text at a time, not \(arguments.words.count)", hint: "put it in quotes")
        }
        var text = arguments.words.first ?? "-"
        if text == "-" {
            text = try invocation.textOnInput(example: "chatmd prompt 'Once upon a time'")
        }
        if text.isEmpty { throw Failure.usage("the text to go on with is empty") }

        let loop = EventLoop()
        let output = StandardStream.output(loop)
        let status = StatusLine(.error(), loop: loop, environment: environment)
        let sink: any ReplySink =
            switch arguments.value(.format) {
            case "ndjson": NDJSONSink(output)
            case "json": JSONSink(output, nil)
            default:
                TextSink(
                    output, nil, status: output.isTerminal ? status : nil, environment: environment
                )
            }
        let run = try completion(of: text, invocation)
        return run.runUntilSignal(into: sink, loop: loop, environment: environment)
    }

    private static func completion(
        of text: String, _ invocation: Invocation
    ) throws(Failure) -> ReplyRun {
        let environment = invocation.environment
        var config = try ConfigFile.read(in: environment.configFolder)
        config.providers = config.providers.map(\.asCompatible)
        var commandLine = try invocation.settings()
        if commandLine.system != nil {
            throw Failure.usage("prompt sends no messages, so it takes no system message")
        }
        // The model of the configuration is one for conversations, and so are its fallbacks.
        var arguments = invocation.arguments
        if let model = commandLine.model?.value { arguments.set(.model, to: model) }
        if let provider = commandLine.provider?.value { arguments.set(.provider, to: provider) }
        let call = ProviderCall(config, commandLine: commandLine, environment: environment)
        let (provider, model) = try call.model(
            for: "text completions", arguments, aliases: config.aliases
        ) { $0.completions?.defaultModel }
        _ = try call.neededKey(for: provider, "text completions") { $0.completions != nil }
        commandLine.model = .init(value: model)
        commandLine.provider = .init(value: provider.id)
        var configured = config.settings
        configured.fallback = nil
        configured.system = nil
        let settings = try Settings(
            folding: [configured, commandLine], config: config, environment: environment)
        return ReplyRun(
            completing: text, settings: settings,
            warnings: config.warnings.map { ($0, config.path) })
    }
}
