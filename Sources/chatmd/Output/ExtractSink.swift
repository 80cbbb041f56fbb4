import LLMCore
import MarkdownHistory

/// Holds a reply back until it has ended, and hands on one code block of it.
final class ExtractSink: ReplySink {
    private let sink: any ReplySink
    private let takesLast: Bool
    private var text = ""

    /// - Parameter takesLast: whether the last block is wanted rather than the first.
    init(before sink: any ReplySink, takesLast: Bool) {
        self.sink = sink
        self.takesLast = takesLast
    }

    func finish(_ summary: ReplySummary) throws(Failure) {
        let blocks = try Failure.converting(nil) { () throws(MarkdownHistoryError) in
            try CodeBlock.blocks(in: text)
        }
        guard let block = takesLast ? blocks.last : blocks.first else {
            if summary.finishReason == .cancelled { return try sink.finish(summary) }
            throw Failure(.notFound, "there is no code block in the reply")
        }
        text = ""
        try sink.receive(block.text)
        try sink.finish(summary)
    }

    func fail(_ failure: Failure) throws(Failure) {
        var failure = failure
        if !text.isEmpty { failure.answer = text }
        try sink.fail(failure)
    }

    func endRound(_ calls: [ToolCall], _ results: [ToolResult]) throws(Failure) {
        // What was said before a tool ran is another reply in the file, and no longer the last one.
        if !results.isEmpty { text = "" }
        try sink.endRound(calls, results)
    }

    func receive(_ text: String) throws(Failure) { self.text += text }
    func start(_ start: ReplyStart) throws(Failure) { try sink.start(start) }
    func warn(_ warning: Diagnostic, path: String?) throws(Failure) {
        try sink.warn(warning, path: path)
    }
    func log(_ entry: LogEntry) throws(Failure) { try sink.log(entry) }
    func retry(_ retry: Retry) throws(Failure) { try sink.retry(retry) }
    func receive(reasoning: String) throws(Failure) { try sink.receive(reasoning: reasoning) }
    func receive(_ call: ToolCall) throws(Failure) { try sink.receive(call) }
    func receive(_ result: ToolResult) throws(Failure) { try sink.receive(result) }
}
