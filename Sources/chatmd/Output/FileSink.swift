import LLMCore
import MarkdownHistory

/// Appends a reply to its conversation file while it arrives.
///
/// When the file cannot be written any more, what could not be added is kept: beside the file as
/// `NAME.reply.md` after a foreign change, on stdout where that fails too or the disk is full.
final class FileSink: ReplySink {
    private var file: ChatFileAppender
    private var reply: ReplyAddition
    private let status: StatusLine?
    private let messages: MessagePrinter
    /// `2 of 3: `, where there are several.
    private let progress: String
    private let hasClosingLine: Bool
    /// A prompt that would be lost if the file does not get it.
    private let inputOnly: String?
    private var hasEnded = false
    private var isClosed = false
    /// Why the file takes no more, once that has happened.
    private var obstacle: ChatFileError?
    /// All that was to be added, and how much of it the file took.
    private var addition: [UInt8] = []
    private var taken = 0
    /// The file that has the reply; nil where nothing of it could be kept.
    private(set) var place: String?
    /// Where a reply that is gone on with ends; what follows is taken back with the first write.
    private let end: Int?

    init(
        _ file: consuming ChatFileAppender, _ plan: AppendPlan, inputOnly: String?,
        showsReasoning: Bool, status: StatusLine?, messages: MessagePrinter,
        progress: String = "", hasClosingLine: Bool
    ) {
        self.file = file
        self.progress = progress
        self.hasClosingLine = hasClosingLine
        self.inputOnly = inputOnly
        reply = ReplyAddition(plan.writer, showsReasoning: showsReasoning)
        end = plan.unfinished?.end
        self.status = status
        self.messages = messages
    }

    func start(_ start: ReplyStart) throws(Failure) {
        status?.spin("\(progress)\(start.model) answers \(file.path)")
    }

    func warn(_ warning: Diagnostic, path: String?) throws(Failure) {
        try messages.warn(warning, path: path)
    }

    func log(_ entry: LogEntry) throws(Failure) {
        try messages.log(entry)
    }

    func retry(_ retry: Retry) throws(Failure) {
        try messages.retry(retry)
        status?.spin("\(progress)\(retry.model) answers \(file.path)")
    }

    func receive(_ text: String) throws(Failure) {
        append(try reply.consume(text))
    }

    func receive(reasoning: String) throws(Failure) {
        append(try reply.consume(reasoning: reasoning))
    }

    func receive(_ call: ToolCall) throws(Failure) {
        try messages.note(call)
        status?.spin("\(progress)running \(call.name)")
    }

    func receive(_ result: ToolResult) throws(Failure) {
        try messages.note(result)
    }

    func endRound(_ calls: [ToolCall], _ results: [ToolResult]) throws(Failure) {
        append(try reply.endRound(calls, results))
    }

    func finish(_ summary: ReplySummary) throws(Failure) {
        try close()
        if let note = ClosingLine.note(summary.finishReason) {
            try messages.note(note)
        }
        if !reply.hasText, summary.finishReason != .cancelled {
            try messages.note("the reply was empty, so nothing was added")
        }
        if hasClosingLine || summary.isUsageWanted {
            try messages.close(ClosingLine.text(summary))
        }
    }

    func fail(_ failure: Failure) throws(Failure) {
        do throws(Failure) {
            try close()
        } catch {
            try messages.fail(error)
        }
        try messages.fail(failure)
    }

    private func append(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        addition += bytes
        guard obstacle == nil else { return }
        var written = 0
        do throws(ChatFileError) {
            if let end, taken == 0 { try file.remove(after: end) }
            try file.append(bytes, written: &written)
        } catch {
            obstacle = error
        }
        taken += written
        if taken > 0 { place = file.path }
    }

    /// Whether the reply has any text yet; without any the file is as it was.
    var hasText: Bool { reply.hasText }

    /// Writes what the reply ends with.
    func endText() throws(Failure) {
        if hasEnded { return }
        hasEnded = true
        append(try reply.finish())
        file.synchronize()
    }

    /// Once: `finish` that throws is followed by `fail`.
    func close() throws(Failure) {
        if isClosed { return }
        isClosed = true
        try endText()
        try status?.clear()
        if !reply.hasText { try messages.keep(inputOnly) }
        guard let obstacle else { return }
        var failure = Failure(obstacle)
        if let path = keepBesideFile(obstacle) {
            place = path
            failure.hint = "the reply is in \(path)"
        } else {
            let rest = String(decoding: addition[taken...], as: UTF8.self)
            try StandardStream.output().write(foreign: rest)
            failure.hint = "the rest of the reply went to standard output"
        }
        throw failure
    }

    /// Writes the reply into a new file beside the conversation; nil where that cannot be.
    private func keepBesideFile(_ obstacle: ChatFileError) -> String? {
        guard obstacle.kind == .changed else { return nil }
        let stem = file.path.hasSuffix(".md") ? String(file.path.dropLast(3)) : file.path
        for number in 1...99 {
            let path = stem + (number == 1 ? ".reply.md" : ".reply-\(number).md")
            var aside = ChatFileAppender(creating: path)
            var written = 0
            do throws(ChatFileError) {
                try aside.append(addition, written: &written)
                aside.synchronize()
                return path
            } catch {
                if error.kind != .changed { return nil }
            }
        }
        return nil
    }
}
