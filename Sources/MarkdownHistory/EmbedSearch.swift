/// Finds what a turn embeds, and says so where a text is too much to be searched.
struct EmbedSearch {
    private(set) var embeds: [Embed] = []
    private(set) var diagnostics: [Diagnostic] = []

    /// The largest message that is searched, in bytes: an unmasked text may cost cmark a lot.
    static let maximumSize = 1 << 20

    init(in turn: Turn, of outline: Outline) {
        let source = outline.source
        guard turn.role == .user || turn.role == .system, ImageSearch.mayHoldImages(turn.text)
        else { return }
        guard !turn.isTooLargeToEmbed else {
            diagnostics = [
                Diagnostic(
                    .warning, line: turn.lines.lowerBound, column: 1,
                    message: "the message is larger than \(Self.maximumSize >> 20) MB, so images "
                        + "in it are text",
                    hint: "put the images into a message of their own"
                )
            ]
            return
        }
        let search = ImageSearch(in: Array(turn.text.utf8))
        embeds = search.images.map { image in
            let line = turn.lines.lowerBound + image.line - 1
            // The text has lost the backslash of an escaped role line.
            let column = image.column + (outline.roleLines.isEscaped(source.line(line)) ? 1 : 0)
            return Embed(
                destination: image.destination,
                alternativeText: image.description,
                line: line,
                column: column,
                offset: source.start(ofLine: line) + column - 1
            )
        }
        diagnostics = search.unsearchedLines.map { line in
            Diagnostic(
                .warning, line: turn.lines.lowerBound + line - 1, column: 1,
                message: "the paragraph holds too many brackets, so images in it are text",
                hint: "put the images into a paragraph of their own"
            )
        }
    }
}

extension Turn {
    /// Whether it is not searched for what it embeds.
    public var isTooLargeToEmbed: Bool { text.utf8.count > EmbedSearch.maximumSize }
}
