import LLMCore

/// The text of a reply as it is printed: the model's own, or with delimiters what `append` would
/// add to the file.
struct ReplyText {
    private var addition: ReplyAddition?

    init(_ addition: ReplyAddition?) {
        self.addition = addition
    }

    mutating func consume(_ text: String) throws(Failure) -> String {
        guard let bytes = try addition?.consume(text) else { return text }
        return String(decoding: bytes, as: UTF8.self)
    }

    mutating func consume(reasoning: String) throws(Failure) -> String {
        String(decoding: try addition?.consume(reasoning: reasoning) ?? [], as: UTF8.self)
    }

    mutating func endRound(
        _ calls: [ToolCall], _ results: [ToolResult]
    ) throws(Failure) -> String {
        String(decoding: try addition?.endRound(calls, results) ?? [], as: UTF8.self)
    }

    mutating func finish() throws(Failure) -> String {
        String(decoding: try addition?.finish() ?? [], as: UTF8.self)
    }
}
