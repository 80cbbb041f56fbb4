import LLMCore

/// How requests leave, and what is told of them: what the command line and the user's own
/// configuration say about it.
final class Wiring {
    let client: LLMClient
    /// Whether warnings are not wanted.
    let isQuiet: Bool
    private let log: Log?
    private let recording: RecordingTransport?

    /// What the configuration says.
    struct Rules {
        var log: LogRules
        /// The files that it was read from.
        var files: [String]

        init(_ configuration: Configuration) {
            let config = configuration.config
            log = config.log
            files = config.exists ? [config.path].compactMap(\.self) : []
            files += configuration.projects.map(\.path)
        }
    }

    /// - Parameter show: shows an entry of the log beside the output.
    init(
        _ invocation: Invocation, _ rules: Rules, loop: EventLoop, timeouts: HTTPTimeouts,
        retryPolicy: RetryPolicy, show: @escaping (LogEntry) -> Void
    ) throws(Failure) {
        isQuiet = invocation.isQuiet
        log = try Log(invocation, rules.log, show: show)
        let transport = try Self.transport(invocation, loop, timeouts)
        recording = try invocation.arguments.value(.record).map { (path) throws(Failure) in
            try RecordingTransport(transport, into: path)
        }
        client = LLMClient(transport: recording ?? transport, retryPolicy: retryPolicy)
        guard let log else { return }
        client.logger = log.logger
        for path in rules.files { client.logger?.log(.info, "config", ["path": .string(path)]) }
    }

    /// What asks servers, or answers in their place.
    private static func transport(
        _ invocation: Invocation, _ loop: EventLoop, _ timeouts: HTTPTimeouts
    ) throws(Failure) -> any HTTPTransport {
        if let path = invocation.arguments.value(.replay) { return try ReplayTransport(from: path) }
        let environment = invocation.environment
        return CurlTransport(
            loop: loop,
            timeouts: timeouts,
            userAgent: Version.userAgent,
            certificateFile: environment["CURL_CA_BUNDLE"] ?? environment["SSL_CERT_FILE"]
        )
    }

    /// What went wrong beside the request since this was asked last; it fails nothing.
    func takeProblems() -> [Failure] {
        let problems = [log?.takeProblem(), recording?.takeProblem()].compactMap(\.self)
        return isQuiet ? [] : problems
    }

    func tellProblems(to sink: any ReplySink) throws(Failure) {
        for problem in takeProblems() { try sink.warn(problem.warning, path: problem.path) }
    }
}
