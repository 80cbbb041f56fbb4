/// A file or address that a message embeds: `![what it is](path)`.
///
/// Inline form only, in messages of the user and of the system; what a model or a tool says embeds
/// nothing.
public struct Embed: Equatable, Sendable {
    /// What stands between the parentheses, as Markdown reads it: without angle brackets and title,
    /// backslash escapes and entities resolved. Percent-encoding is still there.
    public var destination: String
    /// What stands between the brackets, without markup.
    public var alternativeText: String
    /// Line of its `!` in the conversation file, from 1.
    public var line: Int
    /// Column of its `!`, from 1, in UTF-8 bytes.
    public var column: Int
    /// Offset of its `!` in the conversation file, from 0.
    public var offset: Int

    public init(
        destination: String, alternativeText: String, line: Int, column: Int, offset: Int
    ) {
        self.destination = destination
        self.alternativeText = alternativeText
        self.line = line
        self.column = column
        self.offset = offset
    }
}
