/// What a model thinks, as people see it: harmless, dim, with a blank line behind it.
///
/// No line is dim beyond its end, and no piece leaves the terminal dim.
struct ReasoningText {
    let isStyled: Bool
    /// Whether some of it stands there and has not been ended.
    private(set) var isOpen = false
    private var visible = VisibleText()
    /// Line feeds at the end of what has come.
    private var lineFeeds = 0

    init(isStyled: Bool) {
        self.isStyled = isStyled
    }

    mutating func consume(_ text: String) -> String {
        isOpen = true
        return styled(visible.consume(text))
    }

    mutating func finish() -> String {
        let rest = styled(visible.finish())
        let missing = String(repeating: "\n", count: max(2 - lineFeeds, 0))
        self = ReasoningText(isStyled: isStyled)
        return rest + missing
    }

    private mutating func styled(_ text: String) -> String {
        let ending = text.utf8.reversed().prefix { $0 == UInt8(ascii: "\n") }.count
        lineFeeds = ending == text.utf8.count ? lineFeeds + ending : ending
        guard isStyled else { return text }
        return text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : TextStyle.dim.applied(to: String($0)) }
            .joined(separator: "\n")
    }
}
