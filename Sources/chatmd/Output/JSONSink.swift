import LLMCore
import MarkdownHistory

/// Prints one JSON object when the reply is over. Warnings and errors go to stderr.
///
/// A reply that fails is printed as far as it came, with the error beside it.
final class JSONSink: ReplySink {
    private let output: StandardStream
    private let messages: MessagePrinter
    private var text: ReplyText
    private var written = ""
    private var reasoning = ""
    private var calls: [ToolCall] = []
    private var results: [ToolResult] = []
    private var start: ReplyStart?
    private var isPrinted = false

    init(
        _ output: StandardStream, _ addition: ReplyAddition?,
        messages: MessagePrinter = MessagePrinter()
    ) {
        self.output = output
        self.messages = messages
        text = ReplyText(addition)
    }

    func start(_ start: ReplyStart) throws(Failure) {
        self.start = start
    }

    func warn(_ warning: Diagnostic, path: String?) throws(Failure) {
        try messages.warn(warning, path: path)
    }

    func log(_ entry: LogEntry) throws(Failure) {
        try messages.log(entry)
    }

    func retry(_ retry: Retry) throws(Failure) {
        try messages.retry(retry)
        start?.provider = retry.provider
        start?.model = retry.model
    }

    func receive(_ text: String) throws(Failure) {
        written += try self.text.consume(text)
    }

    func receive(reasoning: String) throws(Failure) {
        self.reasoning += reasoning
        written += try text.consume(reasoning: reasoning)
    }

    func receive(_ call: ToolCall) throws(Failure) {
        calls.append(call)
    }

    func receive(_ result: ToolResult) throws(Failure) {
        results.append(result)
    }

    func endRound(_ calls: [ToolCall], _ results: [ToolResult]) throws(Failure) {
        written += try text.endRound(calls, results)
    }

    func finish(_ summary: ReplySummary) throws(Failure) {
        written += try text.finish()
        var object = reply(model: summary.model, provider: summary.provider)
        object["usage"] = summary.usage.map { .object(NDJSONEvent.members(of: $0)) }
        object["cached"] = summary.isCached ? true : nil
        object["finish_reason"] = .string(summary.finishReason.rawValue)
        object["rounds"] = JSONValue(summary.rounds)
        try print(object)
    }

    func fail(_ failure: Failure) throws(Failure) {
        if !isPrinted, let start {
            written += (try? text.finish()) ?? ""
            var object = reply(model: start.model, provider: start.provider)
            var error = NDJSONEvent.error(failure)
            error["type"] = nil
            object["error"] = .object(error)
            try? print(object)
        }
        try messages.fail(failure)
    }

    private func reply(model: String, provider: String) -> JSONObject {
        var object = JSONObject([("text", .string(written))])
        if !reasoning.isEmpty { object["reasoning"] = .string(reasoning) }
        object["tool_calls"] = .array(
            calls.map { call in
                var members = NDJSONEvent.toolCall(call)
                members["type"] = nil
                return .object(members)
            })
        if !results.isEmpty {
            object["tool_results"] = .array(
                results.map { result in
                    var members = NDJSONEvent.toolResult(result)
                    members["type"] = nil
                    return .object(members)
                })
        }
        object["model"] = .string(model)
        object["provider"] = .string(provider)
        return object
    }

    private func print(_ object: JSONObject) throws(Failure) {
        isPrinted = true
        try output.write(json: JSONWriter.bytes(of: .object(object)) + [UInt8(ascii: "\n")])
    }
}
