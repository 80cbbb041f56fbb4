import LLMCore
import MarkdownHistory

/// Appends a reply to its file and shows it as it arrives.
///
/// What is said about it is said once, where it is shown; the file comes first with every piece.
final class TeeSink: ReplySink {
    private let file: FileSink
    private let shown: TextSink
    private let messages: MessagePrinter
    private let isNews: (String) -> Bool

    /// - Parameter isNews: whether a warning is to be shown.
    init(
        _ file: FileSink, _ shown: TextSink, messages: MessagePrinter,
        isNews: @escaping (String) -> Bool
    ) {
        self.file = file
        self.shown = shown
        self.messages = messages
        self.isNews = isNews
    }

    func start(_ start: ReplyStart) throws(Failure) { try shown.start(start) }

    func warn(_ warning: Diagnostic, path: String?) throws(Failure) {
        if isNews("\(path ?? ""):\(warning.message)") { try shown.warn(warning, path: path) }
    }

    func log(_ entry: LogEntry) throws(Failure) { try shown.log(entry) }

    func retry(_ retry: Retry) throws(Failure) { try shown.retry(retry) }

    func receive(_ text: String) throws(Failure) {
        try file.receive(text)
        try shown.receive(text)
    }

    func receive(reasoning: String) throws(Failure) {
        try file.receive(reasoning: reasoning)
        try shown.receive(reasoning: reasoning)
    }

    func receive(_ call: ToolCall) throws(Failure) { try shown.receive(call) }

    func receive(_ result: ToolResult) throws(Failure) { try shown.receive(result) }

    func endRound(_ calls: [ToolCall], _ results: [ToolResult]) throws(Failure) {
        try file.endRound(calls, results)
        try shown.endRound(calls, results)
    }

    func finish(_ summary: ReplySummary) throws(Failure) {
        let failure = endText()
        try shown.finish(summary)
        if let failure = failure ?? closeFile() { throw failure }
        if !file.hasText, summary.finishReason != .cancelled {
            try messages.note("the reply was empty, so nothing was added")
        }
    }

    func fail(_ failure: Failure) throws(Failure) {
        let first = endText()
        try shown.fail(failure)
        if let second = first ?? closeFile() { try shown.fail(second) }
    }

    private func endText() -> Failure? {
        do throws(Failure) {
            try file.endText()
            return nil
        } catch {
            return error
        }
    }

    /// Where the file does not take the reply, that is said behind it.
    private func closeFile() -> Failure? {
        do throws(Failure) {
            try file.close()
            return nil
        } catch {
            return error
        }
    }
}
