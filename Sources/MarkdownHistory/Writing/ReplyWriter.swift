/// Says what to add to a conversation file while a reply arrives; touches no file.
///
/// The pieces, joined, are what the file grows by: the heading with the first text, the text
/// escaped, at the end what is still open closed and a heading for the user. Each piece is to be
/// written at once, so that a kill between two writes leaves no half heading. A blank reply adds
/// nothing.
public struct ReplyWriter: Sendable {
    /// What has been written, and what goes out together with the next text: headings.
    private var addition: FileAddition
    private var escaper: RoleLineEscaper
    private var written = 0
    /// All that goes before the heading of the next text; nil once that text has begun.
    private var beforeHeading: FileAddition?
    private var isReasoning = false
    private var isAwaitingResults = false

    /// For a reply to `file`; `prompt` is a user turn to add in front of it.
    public init(
        replyingTo file: ChatFile, addingPrompt prompt: String? = nil
    ) throws(MarkdownHistoryError) {
        addition = FileAddition(to: file.outline)
        escaper = addition.escaper
        if let prompt { try addition.appendSection(.user, prompt) }
        try beginText()
    }

    /// For the rest of a reply: what follows its end is to be cut off before the first write.
    public init(continuing reply: UnfinishedReply) {
        addition = FileAddition(to: reply.outline, lineEnding: reply.lineEnding)
        escaper = RoleLineEscaper(
            after: reply.lastLine, lineEnding: addition.lineEnding, roleLines: addition.roleLines
        )
    }

    /// Whether the reply has any text, or tool records, yet.
    public var hasText: Bool { written > 0 }

    /// What to write for the next piece of the reply; often nothing, as blank lines are held back.
    public mutating func consume(_ piece: String) -> [UInt8] {
        let bytes = escaper.consume(piece)
        guard !bytes.isEmpty else { return [] }
        beforeHeading = nil
        addition.append(bytes)
        return unwritten()
    }

    /// What to write for a piece of what the model thought before its text: a note in front of it.
    /// What it thinks once the text has begun is not written. `endReasoning` comes before the text.
    public mutating func consume(
        reasoning piece: String
    ) throws(MarkdownHistoryError) -> [UInt8] {
        if !isReasoning {
            guard let beforeHeading else { return [] }
            addition = beforeHeading
            try addition.appendHeading(.note, label: "reasoning")
            escaper = addition.escaper
            isReasoning = true
        }
        return consumeReasoning(escaper.consume(piece))
    }

    /// What to write when the text follows.
    public mutating func endReasoning() throws(MarkdownHistoryError) -> [UInt8] {
        guard isReasoning else { return [] }
        let bytes = consumeReasoning(escaper.finish())
        isReasoning = false
        // Blank reasoning is none.
        if let beforeHeading { addition = beforeHeading }
        try beginText()
        return bytes
    }

    private mutating func consumeReasoning(_ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.isEmpty else { return [] }
        beforeHeading = nil
        addition.append(bytes)
        return unwritten()
    }

    private mutating func beginText() throws(MarkdownHistoryError) {
        beforeHeading = addition
        try addition.appendHeading(.assistant)
        escaper = addition.escaper
    }

    /// What to write for tool calls and their results: the calls end the reply so far, the results
    /// stand in a section of their own, and what comes next is a section of its own again.
    ///
    /// Without results the reply ends there: the heading is where somebody will put them.
    public mutating func add(
        calls: [ToolRecord], results: [ToolRecord]
    ) throws(MarkdownHistoryError) -> [UInt8] {
        var bytes = try endReasoning()
        addition.append(escaper.finish())
        for call in calls { try addition.appendBlock(call.block) }
        try addition.appendHeading(.tool)
        for result in results { try addition.appendBlock(result.block) }
        bytes += unwritten()
        isAwaitingResults = results.isEmpty
        try beginText()
        return bytes
    }

    /// What to write when the reply has ended, however it ended.
    public mutating func finish() throws(MarkdownHistoryError) -> [UInt8] {
        let reasoning = try endReasoning()
        return reasoning + (try finishText())
    }

    private mutating func finishText() throws(MarkdownHistoryError) -> [UInt8] {
        let rest = escaper.finish()
        if rest.isEmpty, !hasText || isAwaitingResults { return [] }
        if rest.isEmpty {
            addition.remove(after: written)
        } else {
            addition.append(rest)
        }
        try addition.appendLastHeading(.user)
        return unwritten()
    }

    private mutating func unwritten() -> [UInt8] {
        defer { written = addition.bytes.count }
        return Array(addition.bytes.dropFirst(written))
    }
}
