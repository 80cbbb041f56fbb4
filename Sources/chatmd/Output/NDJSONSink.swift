import LLMCore
import MarkdownHistory

/// Writes each event as a line of JSON at once. stderr stays empty.
final class NDJSONSink: ReplySink {
    private let output: StandardStream
    /// The request's id, which every event of an `--rpc` answer carries.
    private let id: JSONValue?
    var text: ReplyText
    /// The reply that is gone on with.
    var unfinished: UnfinishedReply?

    init(_ output: StandardStream, _ addition: ReplyAddition? = nil, id: JSONValue? = nil) {
        self.output = output
        self.id = id
        text = ReplyText(addition)
    }

    func start(_ start: ReplyStart) throws(Failure) {
        try write(NDJSONEvent.start(start, continuing: unfinished))
    }

    func warn(_ warning: Diagnostic, path: String?) throws(Failure) {
        try write(NDJSONEvent.warning(warning, path: path))
    }

    func log(_ entry: LogEntry) throws(Failure) {
        try write(NDJSONEvent.log(entry))
    }

    func retry(_ retry: Retry) throws(Failure) {
        try write(NDJSONEvent.retry(retry))
    }

    func receive(_ text: String) throws(Failure) {
        let chunk = try self.text.consume(text)
        if !chunk.isEmpty { try write(NDJSONEvent.text(chunk)) }
    }

    func receive(reasoning: String) throws(Failure) {
        try write(NDJSONEvent.reasoning(reasoning))
        let chunk = try text.consume(reasoning: reasoning)
        if !chunk.isEmpty { try write(NDJSONEvent.text(chunk)) }
    }

    func receive(_ call: ToolCall) throws(Failure) {
        try write(NDJSONEvent.toolCall(call))
    }

    func receive(_ result: ToolResult) throws(Failure) {
        try write(NDJSONEvent.toolResult(result))
    }

    func endRound(_ calls: [ToolCall], _ results: [ToolResult]) throws(Failure) {
        let chunk = try text.endRound(calls, results)
        if !chunk.isEmpty { try write(NDJSONEvent.text(chunk)) }
    }

    /// A tool waits for a yes.
    func ask(_ plan: CallPlan) throws(Failure) {
        try write(NDJSONEvent.approval(plan))
    }

    func finish(_ summary: ReplySummary) throws(Failure) {
        try closeText()
        if let usage = summary.usage { try write(NDJSONEvent.usage(usage)) }
        try write(NDJSONEvent.done(summary))
    }

    func fail(_ failure: Failure) throws(Failure) {
        try closeText()
        try write(NDJSONEvent.error(failure))
    }

    private func closeText() throws(Failure) {
        let chunk = try text.finish()
        if !chunk.isEmpty { try write(NDJSONEvent.text(chunk)) }
    }

    private func write(_ event: JSONObject) throws(Failure) {
        var event = event
        if let id { event["id"] = id }
        try output.write(JSONWriter.bytes(of: .object(event)) + [UInt8(ascii: "\n")])
    }
}
