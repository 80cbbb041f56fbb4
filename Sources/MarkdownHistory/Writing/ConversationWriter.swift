/// Writes a conversation file from its beginning, one section after the other; touches no file.
///
/// Whatever the texts say, they are read back as they were given, with LF line ends, without outer
/// blank lines, and with what they leave open closed where something follows.
public struct ConversationWriter: Sendable {
    private let frontMatter: [UInt8]
    private var addition: FileAddition
    private var lastSentRole: Role?

    /// - Parameters:
    ///   - settings: TOML for the front matter, whole lines; none where it is empty.
    ///   - lineEnding: what ends every line of the file.
    public init(
        settings: String = "", lineEnding: LineEnding = .lineFeed
    ) throws(MarkdownHistoryError) {
        let text = settings.isEmpty ? "" : "+++\n\(settings)+++\n"
        frontMatter = text.utf8.flatMap { $0 == .lineFeed ? lineEnding.bytes : [$0] }
        addition = FileAddition(to: try Outline(of: frontMatter), lineEnding: lineEnding)
    }

    /// The file so far.
    public var bytes: [UInt8] { frontMatter + addition.bytes }

    /// Adds a section; one without text and blocks is left out.
    ///
    /// - Parameters:
    ///   - label: as `ReducedNames` gives it.
    ///   - blocks: what follows the text, tool calls for example.
    public mutating func append(
        _ role: Role, label: String? = nil, _ text: String, blocks: [FencedBlock] = []
    ) throws(MarkdownHistoryError) {
        guard !blocks.isEmpty || !text.utf8.allSatisfy({ $0.isBlank || $0.isLineEnd }) else {
            return
        }
        try addition.appendSection(role, label: label, text)
        try addition.appendBlocks(blocks)
        if role != .note { lastSentRole = role }
    }

    /// Ends the file: with a heading to type under where it is the user's turn.
    public mutating func finish() throws(MarkdownHistoryError) {
        if lastSentRole == .user || lastSentRole == .tool {
            addition.endLine()
        } else {
            try addition.appendLastHeading(.user)
        }
    }
}
