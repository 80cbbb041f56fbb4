@_exported import LLMCore

/// Makes the transport of one thread; called on it.
public typealias TransportFactory = @Sendable (EventLoop) -> any HTTPTransport

/// A conversation with a model that is kept in memory.
///
///     let session = ChatSession(try ModelTarget("xai/grok-4.7", key: key))
///     print(try await session.send("Which is longer, the Nile or the Amazon?").text)
///
/// A question and its reply enter the history together, when the reply is whole: one that fails or
/// is given up leaves the history as it was, and can simply be asked for again. A reply without
/// any content enters nothing, since no provider takes an empty message.
///
/// Every call may change the settings for itself: `send("Hi") { $0.options.temperature = 0 }`. May
/// be used from anywhere at once. Replies that are under way at the same time do not see each
/// other, and enter the history in the order they end.
public final class ChatSession: Sendable {
    private struct State: Sendable {
        var messages: [Message]
        var settings: ChatSettings
    }

    private let state: Guarded<State>
    private let workers: WorkerPool

    /// - Parameters:
    ///   - messages: the beginning, such as a system message.
    ///   - transport: over which it asks; called once for each reply under way at the same time.
    public init(
        _ settings: ChatSettings,
        messages: [Message] = [],
        transport: @escaping TransportFactory = ChatSession.curl()
    ) {
        state = Guarded(State(messages: messages, settings: settings))
        workers = WorkerPool(transport)
    }

    /// - Parameter name: as in `openai/gpt-5.5`; providers of your own go into a `ModelTarget`.
    /// - Throws: where the name means no model.
    public convenience init(
        _ name: String,
        key: Secret? = nil,
        messages: [Message] = [],
        tools: [Tool] = [],
        options: GenerationOptions = GenerationOptions(),
        transport: @escaping TransportFactory = ChatSession.curl()
    ) throws(LLMError) {
        self.init(
            try ModelTarget(name, key: key), messages: messages, tools: tools, options: options,
            transport: transport)
    }

    public convenience init(
        _ model: ModelTarget,
        messages: [Message] = [],
        tools: [Tool] = [],
        options: GenerationOptions = GenerationOptions(),
        transport: @escaping TransportFactory = ChatSession.curl()
    ) {
        var settings = ChatSettings(model)
        settings.tools = tools
        settings.options = options
        self.init(settings, messages: messages, transport: transport)
    }

    /// libcurl, as `chatmd` uses it.
    ///
    /// - Parameters:
    ///   - userAgent: what servers are told, as in `my-program/1.0`.
    ///   - certificateFile: trusted certificates (PEM) instead of the system's.
    public static func curl(
        userAgent: String = "chatmd-session",
        certificateFile: String? = nil
    ) -> TransportFactory {
        { CurlTransport(loop: $0, userAgent: userAgent, certificateFile: certificateFile) }
    }

    // MARK: The history

    public var messages: [Message] {
        get { state.with { $0.messages } }
        set { state.with { $0.messages = newValue } }
    }

    public var last: Message? { state.with { $0.messages.last } }

    public func append(_ message: Message) {
        state.with { $0.messages.append(message) }
    }

    func append(_ messages: [Message]) {
        state.with { $0.messages += messages }
    }

    /// Adds what a tool gave, to the results that are there already.
    public func append(_ result: ToolResult) {
        state.with { state in
            if state.messages.last?.role == .tool {
                state.messages[state.messages.count - 1].parts.append(.toolResult(result))
            } else {
                state.messages.append(.results([result]))
            }
        }
    }

    /// What calls begin with; those under way keep what they began with.
    public var settings: ChatSettings {
        get { state.with { $0.settings } }
        set { state.with { $0.settings = newValue } }
    }

    // MARK: Asking

    /// Asks, and appends question and reply.
    @discardableResult
    public func send(
        _ text: String, changing: (inout ChatSettings) -> Void = { _ in }
    ) async throws -> Reply {
        try await stream(text, changing: changing).collect()
    }

    /// Asks with further messages, or with the history as it is, and appends them and the reply.
    @discardableResult
    public func send(
        _ messages: [Message] = [], changing: (inout ChatSettings) -> Void = { _ in }
    ) async throws -> Reply {
        try await stream(messages, changing: changing).collect()
    }

    /// Answers the tool calls of the last reply, and appends the results and what comes of them.
    @discardableResult
    public func send(
        _ results: [ToolResult], changing: (inout ChatSettings) -> Void = { _ in }
    ) async throws -> Reply {
        try await stream([.results(results)], changing: changing).collect()
    }

    /// Asks as `send` does, and appends nothing.
    public func generate(
        _ text: String, changing: (inout ChatSettings) -> Void = { _ in }
    ) async throws -> Reply {
        try await stream(text, keeping: .reply, changing: changing).collect()
    }

    /// Asks as `send` does, and appends nothing.
    public func generate(
        _ messages: [Message] = [], changing: (inout ChatSettings) -> Void = { _ in }
    ) async throws -> Reply {
        try await stream(messages, keeping: .reply, changing: changing).collect()
    }

    /// Asks, and gives the reply while it arrives; nothing is sent before that is read.
    public func stream(
        _ text: String, keeping: Keeping = .history,
        changing: (inout ChatSettings) -> Void = { _ in }
    ) -> ChatStream {
        stream([.user(text)], keeping: keeping, changing: changing)
    }

    /// Asks with further messages, or with the history as it is, and gives the reply while it
    /// arrives.
    public func stream(
        _ messages: [Message] = [], keeping: Keeping = .history,
        changing: (inout ChatSettings) -> Void = { _ in }
    ) -> ChatStream {
        let (history, usual) = state.with { ($0.messages + messages, $0.settings) }
        var settings = usual
        changing(&settings)
        return open(history, settings, keeping) { [state] reply in
            guard keeping == .history, !reply.message.parts.isEmpty else { return }
            state.with { $0.messages += messages + [reply.message] }
        }
    }

    func open(
        _ messages: [Message], _ settings: ChatSettings, _ keeping: Keeping,
        whenWhole: @escaping @Sendable (Reply) -> Void = { _ in }
    ) -> ChatStream {
        let origin = ReplyOrigin(
            provider: settings.model.provider.id, model: settings.model.model)
        let channel = ReplyChannel(origin: origin, keepsMessage: keeping != .nothing)
        return ChatStream(
            into: channel,
            start: { [workers] in
                do throws(LLMError) {
                    try workers.read(into: channel) { settings.open(messages, with: $0) }
                } catch {
                    channel.finish(ReplyChannel.Ending(failure: error, origin: origin))
                }
            },
            whenWhole: whenWhole
        )
    }

    /// What is kept of a streamed reply.
    public enum Keeping: Sendable {
        /// Question and reply enter the history once the last event was given out.
        case history
        /// Only the stream's `reply`.
        case reply
        /// Nothing of its content, however long it is: the stream's `reply` has no message.
        case nothing
    }
}
