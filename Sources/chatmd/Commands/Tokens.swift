import ConfigText
import LLMCore
import MarkdownHistory

extension Command {
    static let tokens = Command(
        name: "tokens",
        summary: "count the tokens of a conversation",
        usage: "chatmd tokens [FILE|-] [options]",
        details: """
            Counts what would be sent, message by message, with the system message and embedded files,
            and says what share of the model's context that is and what sending it costs. Nothing is sent
            and no key is needed: the count is an estimate, whose error is shown with it. With --exact
            the provider counts, without answering: Anthropic, Gemini, OpenAI and llama.cpp can.
            """,
        options: [
            .model, .provider, .preset, .system, .option, .exact, .timeout, .retries, .format,
            .stdinFilename,
            .log, .verbose, .quiet, .record, .replay, .help,
        ],
        formats: ["text", "json"],
        examples: [
            "chatmd tokens chat.md",
            "chatmd tokens chat.md -m claude-opus-5-5 --exact",
            "chatmd tokens chat.md --format json | jq .tokens",
        ],
        group: .files,
        run: { invocation throws(Failure) in try runTokens(invocation) }
    )

    private static func runTokens(_ invocation: Invocation) throws(Failure) -> Int32 {
        let arguments = invocation.arguments
        let (text, path) = try input(of: invocation)
        let file = try chatFile(parsing: text, path: path)
        let configuration = try invocation.configuration(around: path)
        let commandLine = try invocation.settings()
        var count = try TokenCount(
            file, path: path, configuration, commandLine, needsModel: arguments.has(.exact))
        var status = ExitCode.answered
        if arguments.has(.exact), let settings = count.settings {
            let call = ProviderCall(configuration, commandLine: commandLine, invocation)
            status = try call.runUntilSignal { (client) throws(Failure) in
                count.exact = try ask(
                    settings.provider, to: settings, count.messages, call, client)
                return ExitCode.answered
            }
        }
        if arguments.value(.format) == "json" {
            try print(count.json)
        } else {
            try StandardStream.output().write(count.text)
        }
        return status
    }

    private static func ask(
        _ provider: Provider, to settings: Settings, _ messages: [Message], _ call: ProviderCall,
        _ client: LLMClient
    ) throws(Failure) -> Int {
        let key = try call.neededKey(for: provider, "way to count tokens") {
            $0.tokenCount != nil
        }
        if messages.isEmpty { throw Failure(.nothingToSend, "there is no message to count") }
        call.wait(for: provider.name)
        defer { call.stopWaiting() }
        return try Failure.converting { () throws(LLMError) in
            try client.tokenCount(
                of: settings.chatRequest(for: messages), at: provider, key: key,
                onRetry: call.tell)
        }
    }
}
