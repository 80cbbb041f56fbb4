import LLMCore
import MarkdownHistory

/// Writes text to stdout as it arrives; everything else goes to stderr.
final class TextSink: ReplySink {
    private let output: StandardStream
    private let status: StatusLine?
    private let messages: MessagePrinter
    /// How the reply gets on a terminal; nil elsewhere.
    private var terminal: TerminalMarkdown?
    private var reasoning: ReasoningText
    private var text: ReplyText
    private var isAtLineStart = true
    /// Whether a line of the reply was broken on the terminal, for words about calls.
    private var isBroken = false
    /// What waits for the end of a line of the reply.
    private var held: [() throws(Failure) -> Void] = []

    /// - Parameters:
    ///   - status: where people see the reply arrive.
    ///   - isMarkdown: whether the reply is Markdown, and not data or code alone.
    init(
        _ output: StandardStream, _ addition: ReplyAddition?, status: StatusLine?,
        messages: MessagePrinter, environment: Environment, isMarkdown: Bool
    ) {
        self.output = output
        self.status = status
        self.messages = messages
        terminal = TerminalMarkdown(output, environment, isMarkdown ? MarkdownStyler() : nil)
        reasoning = ReasoningText(isStyled: StandardStream.error().isStyled(environment))
        text = ReplyText(addition)
    }

    func start(_ start: ReplyStart) throws(Failure) {
        status?.spin("waiting for \(start.model)")
    }

    func warn(_ warning: Diagnostic, path: String?) throws(Failure) {
        try betweenLines { [messages] () throws(Failure) in try messages.warn(warning, path: path) }
    }

    func log(_ entry: LogEntry) throws(Failure) {
        try betweenLines { [messages] () throws(Failure) in try messages.log(entry) }
    }

    /// Prints where it tears no line of the reply, should both go to the same place.
    private func betweenLines(_ print: @escaping () throws(Failure) -> Void) throws(Failure) {
        if !isAtLineStart { return held.append(print) }
        if reasoning.isOpen { try endReasoning() }
        try print()
    }

    func retry(_ retry: Retry) throws(Failure) {
        try messages.retry(retry)
        status?.spin("waiting for \(retry.model)")
    }

    func receive(_ text: String) throws(Failure) {
        try endReasoning()
        try write(self.text.consume(text))
    }

    func receive(reasoning: String) throws(Failure) {
        try write(text.consume(reasoning: reasoning))
        guard let status else { return }
        try status.clear()
        try StandardStream.error().write(self.reasoning.consume(reasoning))
    }

    func receive(_ call: ToolCall) throws(Failure) {
        try endReasoning()
        if !isAtLineStart, output.isTerminal, status != nil {
            try write("\n")
            isBroken = true
        }
        try messages.note(call)
        status?.spin("running \(call.name)")
    }

    func receive(_ result: ToolResult) throws(Failure) {
        try messages.note(result)
    }

    func endRound(_ calls: [ToolCall], _ results: [ToolResult]) throws(Failure) {
        try endReasoning()
        try write(text.endRound(calls, results))
        // What the model says before and after it has run something are two paragraphs.
        if !isAtLineStart || isBroken, !results.isEmpty { try write(isBroken ? "\n" : "\n\n") }
        if !results.isEmpty { try output.write(terminal?.finish() ?? []) }
        isBroken = false
    }

    func finish(_ summary: ReplySummary) throws(Failure) {
        try closeText()
        if let note = ClosingLine.note(summary.finishReason) {
            try messages.note(note)
        }
        if status != nil || summary.isUsageWanted {
            let line = ClosingLine.text(summary)
            let isStyled = reasoning.isStyled
            try StandardStream.error().write(
                (isStyled ? TextStyle.dim.applied(to: line) : line) + "\n")
        }
    }

    func fail(_ failure: Failure) throws(Failure) {
        // Where the output takes nothing more, that is what the failure says.
        try? closeText()
        try messages.fail(failure)
    }

    /// Text ends with a newline, in a pipe too: `>>` must not glue the next heading to it.
    private func closeText() throws(Failure) {
        try endReasoning()
        try write(text.finish())
        if !isAtLineStart { try write("\n") }
        try output.write(terminal?.finish() ?? [])
        for print in held { try print() }
        held = []
    }

    private func endReasoning() throws(Failure) {
        try status?.clear()
        if reasoning.isOpen { try StandardStream.error().write(reasoning.finish()) }
    }

    private func write(_ text: String) throws(Failure) {
        guard let last = text.utf8.last else { return }
        isAtLineStart = last == UInt8(ascii: "\n")
        guard terminal != nil else { return try output.write(text) }
        try output.write(terminal?.consume(text) ?? [])
    }
}
