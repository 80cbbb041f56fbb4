/// What is wrong in a configuration text, and where.
///
/// `line` and `column` count from 1; columns in UTF-8 bytes.
public struct ConfigError: Error, Equatable, Sendable {
    public var line: Int
    public var column: Int
    public var message: String

    public init(line: Int, column: Int, message: String) {
        self.line = line
        self.column = column
        self.message = message
    }
}
