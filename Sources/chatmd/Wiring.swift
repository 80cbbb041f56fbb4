import LLMCore

/// How requests leave, and what is told of them: what the command line and the user's own
/// configuration say about it.
final class Wiring {
    let client: LLMClient
    /// Whether warnings are not wanted.
    let isQuiet: Bool
    /// Whether people asked what a reply used.
    let isUsageWanted: Bool
    private let log: Log?
    private let recording: RecordingTransport?
    private let cache: CachingTransport?

    /// What the configuration says.
    struct Rules {
        var log: LogRules
        var cache: CacheRules
        var keys: KeyRing
        /// The files that it was read from.
        var files: [String]

        init(_ configuration: Configuration) {
            let config = configuration.config
            log = config.log
            cache = config.cache
            keys = configuration.keys
            files = config.exists ? [config.path].compactMap(\.self) : []
            files += configuration.projects.map(\.path)
        }
    }

    /// - Parameters:
    ///   - isForChat: whether the answers may be kept and given again.
    ///   - show: shows an entry of the log beside the output.
    init(
        _ invocation: Invocation, _ rules: Rules, loop: EventLoop, timeouts: HTTPTimeouts,
        retryPolicy: RetryPolicy, isForChat: Bool = false, show: @escaping (LogEntry) -> Void
    ) throws(Failure) {
        isQuiet = invocation.isQuiet
        isUsageWanted = invocation.arguments.has(.usage)
        log = try Log(invocation, rules.log, show: show)
        var transport = try Self.transport(invocation, loop, timeouts)
        cache = isForChat ? Self.cache(invocation, rules.cache, over: transport) : nil
        transport = cache ?? transport
        recording = try invocation.arguments.value(.record).map { (path) throws(Failure) in
            try RecordingTransport(transport, into: path)
        }
        client = LLMClient(transport: recording ?? transport, retryPolicy: retryPolicy)
        guard let log else { return }
        client.logger = log.logger
        client.keySource = { rules.keys.source(for: $0)?.description }
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

    private static func cache(
        _ invocation: Invocation, _ rules: CacheRules, over transport: any HTTPTransport
    ) -> CachingTransport? {
        guard rules.size > 0, !invocation.environment.isOffline,
            let folder = invocation.environment.cacheFolder
        else { return nil }
        return CachingTransport(
            transport, AnswerCache(path: folder + "/answers", limit: rules.size),
            isRead: !invocation.arguments.has(.noCache))
    }

    // MARK: The cache

    /// Whether the answer to a request was kept; the request is not even made where none are.
    func isKept(_ request: () throws(Failure) -> HTTPRequest?) -> Bool {
        guard let cache, let request = try? request() else { return false }
        return cache.hasAnswer(to: request)
    }

    /// A reply has ended; what it was read from is kept where it may be given again.
    func end(isWorthKeeping: Bool) {
        if isWorthKeeping { cache?.keep() } else { cache?.discard() }
    }

    // MARK: Problems

    /// What went wrong beside the request since this was asked last; it fails nothing.
    func takeProblems() -> [Failure] {
        let problems = [log?.takeProblem(), recording?.takeProblem(), cache?.takeProblem()]
            .compactMap(\.self)
        return isQuiet ? [] : problems
    }

    func tellProblems(to sink: any ReplySink) throws(Failure) {
        for problem in takeProblems() { try sink.warn(problem.warning, path: problem.path) }
    }
}
