/// Something in a conversation file that its author should know.
///
/// `line` and `column` count from 1, columns in UTF-8 bytes; both are 0 where no place is meant.
public struct Diagnostic: Equatable, Sendable {
    public enum Severity: String, Sendable {
        /// Nothing is sent until it is mended.
        case error
        case warning
    }

    public var severity: Severity
    public var line: Int
    public var column: Int
    public var message: String
    /// What to do about it.
    public var hint: String?

    public init(
        _ severity: Severity, line: Int, column: Int, message: String, hint: String? = nil
    ) {
        self.severity = severity
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint
    }
}
