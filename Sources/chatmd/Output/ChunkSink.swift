import LLMCore
import MarkdownHistory

/// Writes `{"chunk": …}` lines, the protocol of chatvim.nvim. Errors and warnings go to stderr.
final class ChunkSink: ReplySink {
    private let output: StandardStream
    private let messages: MessagePrinter
    private var text: ReplyText
    private let addsDelimiters: Bool

    init(
        _ output: StandardStream, _ addition: ReplyAddition?,
        messages: MessagePrinter = MessagePrinter()
    ) {
        self.output = output
        self.messages = messages
        text = ReplyText(addition)
        addsDelimiters = addition != nil
    }

    func start(_ start: ReplyStart) throws(Failure) {}

    func warn(_ warning: Diagnostic, path: String?) throws(Failure) {
        try messages.warn(warning, path: path)
    }

    func log(_ entry: LogEntry) throws(Failure) {
        try messages.log(entry)
    }

    func retry(_ retry: Retry) throws(Failure) {
        try messages.retry(retry)
    }

    func receive(_ text: String) throws(Failure) {
        try write(self.text.consume(text))
    }

    func receive(reasoning: String) throws(Failure) {
        try write(text.consume(reasoning: reasoning))
    }

    func receive(_ result: ToolResult) throws(Failure) {}

    func endRound(_ calls: [ToolCall], _ results: [ToolResult]) throws(Failure) {
        try write(text.endRound(calls, results))
    }

    func receive(_ call: ToolCall) throws(Failure) {
        try messages.note(call)
    }

    func finish(_ summary: ReplySummary) throws(Failure) {
        try closeText()
        if summary.isUsageWanted { try messages.close(ClosingLine.text(summary)) }
    }

    func fail(_ failure: Failure) throws(Failure) {
        // Where the output takes nothing more, that is what the failure says.
        try? closeText()
        try messages.fail(failure)
    }

    /// chatvim puts a blank line after its last heading too.
    private func closeText() throws(Failure) {
        let rest = try text.finish()
        try write(rest.isEmpty || !addsDelimiters ? rest : rest + "\n")
    }

    private func write(_ chunk: String) throws(Failure) {
        guard !chunk.isEmpty else { return }
        let line = JSONWriter.bytes(of: ["chunk": .string(chunk)])
        try output.write(line + [UInt8(ascii: "\n")])
    }
}
