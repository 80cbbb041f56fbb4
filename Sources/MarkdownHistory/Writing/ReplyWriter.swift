/// Says what to add to a conversation file while a reply arrives; touches no file.
///
/// The pieces, joined, are what the file grows by: the heading with the first text, the text
/// escaped, at the end what is still open closed and a heading for the user. Each piece is to be
/// written at once, so that a kill between two writes leaves no half heading. A blank reply adds
/// nothing.
public struct ReplyWriter: Sendable {
    private var addition: FileAddition
    private var escaper: RoleLineEscaper
    /// What goes out together with the first text.
    private var opening: [UInt8]
    /// Whether the reply has any text yet.
    public private(set) var hasText = false

    /// For a reply to `file`; `prompt` is a user turn to add in front of it.
    public init(
        replyingTo file: ChatFile, addingPrompt prompt: String? = nil
    ) throws(MarkdownHistoryError) {
        addition = FileAddition(to: file)
        escaper = RoleLineEscaper(lineEnding: addition.lineEnding)
        if let prompt { try addition.appendSection(.user, prompt) }
        try addition.appendHeading(.assistant)
        opening = Array(addition.bytes)
    }

    /// What to write for the next piece of the reply; often nothing, as blank lines are held back.
    public mutating func consume(_ piece: String) -> [UInt8] {
        add(escaper.consume(piece))
    }

    /// What to write when the reply has ended, however it ended.
    public mutating func finish() throws(MarkdownHistoryError) -> [UInt8] {
        let rest = add(escaper.finish())
        guard hasText else { return [] }
        let size = addition.bytes.count
        try addition.appendLastHeading(.user)
        return rest + addition.bytes.dropFirst(size)
    }

    private mutating func add(_ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.isEmpty else { return [] }
        addition.append(bytes)
        defer { opening = [] }
        hasText = true
        return opening + bytes
    }
}
