/// A foreign Markdown text on its way to people: harmless, and styled where that is wanted.
///
/// The terminal is plain between two pieces: a message, a kill or a stopped job finds it so.
struct TerminalMarkdown {
    private var visible = VisibleText()
    private var styler: MarkdownStyler?

    /// - Parameter styler: nil where the text is to be plain.
    init(_ styler: MarkdownStyler?) {
        self.styler = styler
    }

    /// For a reply that goes to this stream; nil where it is to get there as it is.
    ///
    /// - Parameter styler: nil where it is no Markdown.
    init?(_ stream: StandardStream, _ environment: Environment, _ styler: MarkdownStyler?) {
        let isStyled = stream.isStyled(environment)
        guard stream.isTerminal || isStyled else { return nil }
        self.init(isStyled ? styler : nil)
    }

    mutating func consume(_ text: String) -> [UInt8] {
        styled(visible.consume(text))
    }

    /// What was held back at the end of the text.
    mutating func finish() -> [UInt8] {
        let rest = styled(visible.finish())
        return rest + (styler?.finish() ?? [])
    }

    private mutating func styled(_ text: String) -> [UInt8] {
        guard var styler else { return Array(text.utf8) }
        // One owner, or every piece would copy what is held back.
        self.styler = nil
        defer { self.styler = styler }
        return styler.consume(text.utf8) + styler.pause()
    }
}
