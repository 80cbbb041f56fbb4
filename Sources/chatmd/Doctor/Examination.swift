import LLMCore

/// Looks at everything that an answer depends on, one section after the other.
struct Examination {
    private let invocation: Invocation
    private let configuration: Configuration
    /// What is wrong with files that could not be read.
    private let failures: [Failure]

    /// Takes one section, or a piece of it.
    typealias Receiver = (_ findings: [Finding], _ section: String) throws(Failure) -> Void

    init(_ invocation: Invocation) throws(Failure) {
        self.invocation = invocation
        var failures: [Failure] = []
        configuration = try Configuration.read(
            around: nil, environment: invocation.environment
        ) {
            failures.append($0)
        }
        self.failures = failures
    }

    /// All that can be told without asking anybody but servers on this machine.
    func run(_ receive: Receiver) throws(Failure) {
        let (environment, config) = (configuration.environment, configuration.config)
        try receive(ProgramChecks(environment).all, "programs")
        try receive(
            ConfigurationChecks(configuration, failures: failures).all, "configuration")
        try receive(KeyChecks(configuration.keys).all(config.providers), "keys")
        try receive(NetworkChecks(configuration).all, "network")
        let servers = LocalServerChecks(config.providers.map { $0.withBaseURL(from: environment) })
        try receive(servers.all, "local servers")
        try receive(
            failures.isEmpty
                ? ModelChecks(configuration, local: servers.model).all
                : [Finding(.note, "model", "none answers before the configuration is mended")],
            "model")
    }

    /// Asks the providers, until a signal ends the program.
    func runOnline(_ receive: Receiver) throws(Failure) {
        var commandLine = try invocation.settings()
        commandLine.timeout = commandLine.timeout ?? OnlineChecks.seconds
        commandLine.retries = 0
        let call = ProviderCall(configuration, commandLine: commandLine, invocation)
        _ = try call.runUntilSignal { (client) throws(Failure) in
            try OnlineChecks(call, client).run { (finding) throws(Failure) in
                try receive([finding], "providers")
            }
            return ExitCode.answered
        }
    }
}
