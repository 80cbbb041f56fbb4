/// One message of a conversation, as it stands in the file.
public struct Turn: Equatable, Sendable {
    public var role: Role
    /// The label of its role line: a user's name, the model that answered, what a note is about.
    public var label: String?
    /// What is said: the source between two role lines with outer blank lines cut off, escaped role
    /// lines unescaped, and LF as line ending. Nothing is re-rendered. Tool records are left out.
    public var text: String
    /// The calls at the end of an assistant's turn, or the results in a tool's.
    public var toolRecords: [ToolRecord] { placedRecords.map(\.record) }
    /// The same with their places.
    public var placedRecords: [PlacedRecord]
    /// Line of its role line; nil for text before the first one.
    public var headingLine: Int?
    /// Lines of text and records, from 1.
    public var lines: ClosedRange<Int>
    /// Offsets of text and records in the file, from 0.
    public var bytes: Range<Int>
    /// What the text embeds, in order; only in messages of the user and of the system.
    public var embeds: [Embed] = []
}
