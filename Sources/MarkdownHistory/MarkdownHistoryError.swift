/// Why a text cannot be read as a conversation, and where.
///
/// `line` and `column` count from 1 in the conversation file; columns in UTF-8 bytes.
public struct MarkdownHistoryError: Error, Equatable, Sendable {
    public var line: Int
    public var column: Int
    public var message: String
    /// What to do about it.
    public var hint: String?

    public init(line: Int, column: Int, message: String, hint: String? = nil) {
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint
    }
}
