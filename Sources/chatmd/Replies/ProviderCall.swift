import LLMCore

/// Asks a provider for something that is no reply: Ctrl-C, SIGTERM and SIGHUP cancel it, further
/// attempts are told of.
final class ProviderCall {
    /// The user's providers at the addresses that the environment gives them.
    let providers: [Provider]
    let loop = EventLoop()
    let keys: KeyRing
    /// Prints an event; false where there are none, and people are to be told.
    var printEvent: (JSONObject) -> Bool = { _ in false }
    private let invocation: Invocation
    private let rules: Wiring.Rules
    private let timeouts: HTTPTimeouts
    private let retryPolicy: RetryPolicy
    private let status: StatusLine?
    private let messages: MessagePrinter

    /// - Parameter commandLine: what it says of time and retries beats the configuration.
    init(
        _ configuration: Configuration, commandLine: SettingsLayer, _ invocation: Invocation
    ) {
        let (config, environment) = (configuration.config, configuration.environment)
        self.invocation = invocation
        rules = Wiring.Rules(configuration)
        keys = configuration.keys
        providers = config.providers.map { $0.withBaseURL(from: environment) }
        var retryPolicy = config.retryPolicy
        retryPolicy.maxRetries = commandLine.retries ?? retryPolicy.maxRetries
        self.retryPolicy = retryPolicy
        timeouts = commandLine.timeout.map { config.timeouts.limited(to: $0) } ?? config.timeouts
        status = invocation.statusLine(loop)
        messages = invocation.messages(status)
    }

    // MARK: Providers and keys

    func provider(_ id: String) throws(Failure) -> Provider {
        try Failure.converting { () throws(LLMError) in
            try ModelName.provider(id, among: providers)
        }
    }

    /// The provider's key, if it is set.
    func key(for provider: Provider) -> Secret? {
        try? keys.key(for: provider, loop: loop)
    }

    func check(
        _ provider: Provider, serves what: String, _ hasService: (ProviderServices) -> Bool
    ) throws(Failure) {
        guard hasService(provider.services) else {
            throw Failure(.unsupported(what, by: provider, servedBy: hasService))
        }
    }

    /// The key, or an error that says how to set it: after whether it would be of any use.
    func neededKey(
        for provider: Provider, _ what: String, servedBy hasService: (ProviderServices) -> Bool
    ) throws(Failure) -> Secret? {
        try check(provider, serves: what, hasService)
        return try Failure.converting { () throws(LLMError) in
            try keys.key(for: provider, loop: loop)
        }
    }

    /// The model that is named, or else the default one: of the provider that is named, or of the
    /// first whose key is set.
    ///
    /// - Parameters:
    ///   - what: for an error, in the plural: `embeddings`.
    ///   - defaultModel: the one for this purpose; a provider's model for chats is of no use here.
    func model(
        for what: String, _ arguments: Arguments, aliases: [String: String],
        defaultModel: (ProviderServices) -> String?
    ) throws(Failure) -> (Provider, String) {
        let provider = arguments.value(.provider)
        if let model = arguments.value(.model) {
            return try Failure.converting { () throws(LLMError) in
                try ModelName.resolve(
                    model: model, provider: provider, aliases: aliases, providers: providers,
                    hasKey: { _ in false })
            }
        }
        if let provider {
            let row = try self.provider(provider)
            if let model = defaultModel(row.services) { return (row, model) }
            throw Failure(
                .modelNotFound, "\(row.name) has no default model for \(what)",
                hint: "name one: -m \(row.id)/NAME")
        }
        let offers = providers.filter { $0.requiresKey && defaultModel($0.services) != nil }
        for row in offers where keys.hasKey(row) {
            if let model = defaultModel(row.services) { return (row, model) }
        }
        let variables = offers.compactMap(\.keyVariable).joined(separator: " or ")
        throw Failure(
            .authentication, "no model is named, and no key was found for \(what)",
            hint: "set \(variables), or name a model: -m ollama/NAME needs no key")
    }

    // MARK: Running

    /// Does `body`; a signal ends the program once `body` has failed for it.
    func runUntilSignal(
        _ body: (LLMClient) throws(Failure) -> Int32
    ) throws(Failure) -> Int32 {
        let wiring = try Wiring(
            invocation, rules, loop: loop, timeouts: timeouts, retryPolicy: retryPolicy
        ) { [self] entry in
            if !printEvent(NDJSONEvent.log(entry)) { try? messages.log(entry) }
        }
        let signals = Signals(cancelling: loop)
        tell(wiring.takeProblems())
        do throws(Failure) {
            let status = try body(wiring.client)
            try? self.status?.clear()
            tell(wiring.takeProblems())
            return status
        } catch {
            loop.reset()
            try? status?.clear()
            tell(wiring.takeProblems())
            if error.code == .cancelled, let signal = signals.received { Signals.end(by: signal) }
            throw error
        }
    }

    /// Shows on a terminal what is waited for.
    func wait(for what: String) { status?.spin("waiting for \(what)") }

    func stopWaiting() { try? status?.clear() }

    func tell(_ retry: Retry) {
        if !printEvent(NDJSONEvent.retry(retry)) { try? messages.retry(retry) }
    }

    private func tell(_ problems: [Failure]) {
        for problem in problems {
            let warning = problem.warning
            if !printEvent(NDJSONEvent.warning(warning, path: problem.path)) {
                try? messages.warn(warning, path: problem.path)
            }
        }
    }

    func fail(_ failure: Failure) { try? messages.fail(failure) }
}

extension Invocation {
    /// The text on stdin, without a line end at its end: that is the shell's, not the text's.
    ///
    /// - Parameter example: a command line that works.
    func textOnInput(example: String) throws(Failure) -> String {
        if arguments.words.isEmpty, StandardStream.isInputTerminal {
            throw Failure.usage("there is no text; name one, or pipe it in", hint: example)
        }
        var bytes = try Command.bytesOnInput()
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw Failure(.invalidFile, "the text on stdin is not UTF-8 text")
        }
        return text
    }
}
