/// One message of a conversation, as it stands in the file.
public struct Turn: Equatable, Sendable {
    public var role: Role
    /// The label of its role line: a user's name, the model that answered, what a note is about.
    public var label: String?
    /// What is said: the source between two role lines with outer blank lines cut off, escaped role
    /// lines unescaped, and LF as line ending. Nothing is re-rendered.
    public var text: String
    /// Line of its role line; nil for text before the first one.
    public var headingLine: Int?
    /// Lines of the text, from 1.
    public var lines: ClosedRange<Int>
    /// Offsets of the text in the file, from 0.
    public var bytes: Range<Int>
}
