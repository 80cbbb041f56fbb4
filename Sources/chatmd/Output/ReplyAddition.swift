import LLMCore
import MarkdownHistory

/// What a conversation file grows by while a reply arrives, events of the model's in, bytes out.
struct ReplyAddition {
    private var writer: ReplyWriter
    private let showsReasoning: Bool

    /// - Parameter showsReasoning: whether what the model thinks before its text is written.
    init(_ writer: ReplyWriter, showsReasoning: Bool = false) {
        self.writer = writer
        self.showsReasoning = showsReasoning
    }

    /// Whether anything has been written.
    var hasText: Bool { writer.hasText }

    mutating func consume(_ text: String) throws(Failure) -> [UInt8] {
        try write { (writer) throws(MarkdownHistoryError) in try writer.endReasoning() }
            + writer.consume(text)
    }

    mutating func consume(reasoning: String) throws(Failure) -> [UInt8] {
        guard showsReasoning else { return [] }
        return try write { (writer) throws(MarkdownHistoryError) in
            try writer.consume(reasoning: reasoning)
        }
    }

    /// The calls that end the reply, and their results.
    mutating func endRound(
        _ calls: [ToolCall], _ results: [ToolResult]
    ) throws(Failure) -> [UInt8] {
        var ids = ReducedNames()
        let records = calls.map { call in
            ToolRecord(.call, name: call.name, id: ids.unused(call.id), content: call.arguments)
        }
        let answers = zip(records, results).map { record, result in
            ToolRecord(
                .result, name: record.name, id: record.id, content: result.content,
                isError: result.isError)
        }
        return try write { (writer) throws(MarkdownHistoryError) in
            try writer.add(calls: records, results: answers)
        }
    }

    mutating func finish() throws(Failure) -> [UInt8] {
        try write { (writer) throws(MarkdownHistoryError) in try writer.finish() }
    }

    private mutating func write(
        _ body: (inout ReplyWriter) throws(MarkdownHistoryError) -> [UInt8]
    ) throws(Failure) -> [UInt8] {
        do throws(MarkdownHistoryError) {
            return try body(&writer)
        } catch {
            throw Failure(error, path: nil)
        }
    }
}
