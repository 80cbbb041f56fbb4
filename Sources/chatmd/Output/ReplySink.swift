import LLMCore
import MarkdownHistory

/// Where a reply goes: a stream, a file, an editor.
///
/// `start` comes first, then the events, then `finish` or `fail`, once. `fail` may come at any time,
/// also before `start`.
protocol ReplySink: AnyObject {
    func start(_ start: ReplyStart) throws(Failure)
    func warn(_ warning: Diagnostic, path: String?) throws(Failure)
    /// Something happened that the log tells of; with `-v` it is shown as well.
    func log(_ entry: LogEntry) throws(Failure)
    /// The request failed and is sent again.
    func retry(_ retry: Retry) throws(Failure)
    func receive(_ text: String) throws(Failure)
    func receive(reasoning: String) throws(Failure)
    func receive(_ call: ToolCall) throws(Failure)
    /// A call has come to its end.
    func receive(_ result: ToolResult) throws(Failure)
    /// The model is asked again with these results, or without any the reply ends with the calls.
    func endRound(_ calls: [ToolCall], _ results: [ToolResult]) throws(Failure)
    /// The reply has ended, completely or by a cancel.
    func finish(_ summary: ReplySummary) throws(Failure)
    /// The reply has ended by a failure; what came stays.
    func fail(_ failure: Failure) throws(Failure)
}

/// What is known before the first byte.
struct ReplyStart {
    var provider: String
    var model: String
    /// How many messages are sent.
    var messages: Int
    var inputTokensEstimate: Int
    /// Whether the answer was given before, and is given again.
    var isCached = false
}

/// What is known after the last one.
struct ReplySummary {
    var finishReason: FinishReason
    /// Which model answered, and where.
    var model: String
    var provider: String
    var usage: Usage?
    var requestID: String?
    var responseID: String?
    /// How many requests were answered for it.
    var rounds = 1
    /// Milliseconds since the request began.
    var duration: Int
    /// Milliseconds to the first text.
    var firstToken: Int?
    /// Whether it was given before, and was given again.
    var isCached = false
    /// Whether people asked what it used.
    var isUsageWanted = false
}
