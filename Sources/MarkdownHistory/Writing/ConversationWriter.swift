/// Writes a conversation file from its beginning, one section after the other; touches no file.
///
/// Whatever the texts say, they are read back as they were given, with LF line ends, without outer
/// blank lines, and with what they leave open closed where something follows.
public struct ConversationWriter: Sendable {
    /// The file so far.
    public private(set) var bytes: [UInt8]
    private let lineEnding: LineEnding
    /// The last section alone: what stands before it cannot change how a heading after it reads.
    private var tail: Outline
    private var lastSentRole: Role?

    /// - Parameters:
    ///   - settings: TOML for the front matter, whole lines; none where it is empty.
    ///   - lineEnding: what ends every line of the file.
    public init(
        settings: String = "", lineEnding: LineEnding = .lineFeed
    ) throws(MarkdownHistoryError) {
        self.lineEnding = lineEnding
        let frontMatter = settings.isEmpty ? "" : "+++\n\(settings)+++\n"
        bytes = frontMatter.utf8.flatMap { $0 == .lineFeed ? lineEnding.bytes : [$0] }
        tail = try Outline(of: bytes)
    }

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
        var addition = FileAddition(to: tail, lineEnding: lineEnding)
        try addition.appendSection(role, label: label, text)
        for block in blocks { try addition.appendBlock(block) }
        bytes += addition.bytes
        if role != .note { lastSentRole = role }

        let end = try Outline(of: tail.source.bytes + addition.bytes)
        let heading = end.sections.last?.headingLine ?? 1
        tail = try Outline(of: Array(end.source.bytes[end.source.start(ofLine: heading)...]))
    }

    /// Ends the file: with a heading to type under where it is the user's turn.
    public mutating func finish() throws(MarkdownHistoryError) {
        var addition = FileAddition(to: tail, lineEnding: lineEnding)
        if lastSentRole == .user || lastSentRole == .tool {
            addition.endLine()
        } else {
            try addition.appendLastHeading(.user)
        }
        bytes += addition.bytes
    }
}
