/// Makes conversations and replies out of everything that has ever broken such a format.
public struct HostileText {
    public var generator: SeededGenerator

    public init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// A few hostile lines in a random mix of line endings.
    public mutating func text(lines: ClosedRange<Int> = 0...12) -> String {
        var text = ""
        let ending = generator.element(of: ["\n", "\n", "\n", "\r\n", "\r", nil])
        for _ in 0..<Int.random(in: lines, using: &generator) {
            text += line()
            text += ending ?? generator.element(of: ["\n", "\r\n", "\r"])
        }
        if generator.chance(1, in: 2) { text += line() }
        return text
    }

    /// A text that parses: any front matter is whole or none.
    public mutating func conversation() -> String {
        let mark = generator.chance(1, in: 5) ? "\u{FEFF}" : ""
        let settings = generator.element(of: Self.settings)
        var text = ""
        for _ in 0..<Int.random(in: 0...4, using: &generator) {
            text += self.text()
            if generator.chance(4, in: 5) {
                text += generator.element(of: ["\n", "\n\n", "", "\r\n"])
                text += roleLine() + generator.element(of: ["\n", "\n\n", "", "\r\n", "\r"])
            }
        }
        text += self.text()
        let looksLikeSettings = text.hasPrefix("+++") || text.hasPrefix("---")
        return mark + settings + (settings.isEmpty && looksLikeSettings ? "x" : "") + text
    }

    public mutating func roleLine() -> String {
        let role = generator.element(of: ["USER", "ASSISTANT", "SYSTEM", "TOOL", "NOTE"])
        let label = generator.element(of: ["", "", "", " (Ada)", " (a) === (b)", " ()", " (é)"])
        let blanks = generator.element(of: ["", "", " ", "\t "])
        return "# === \(role)\(label) ===\(blanks)"
    }

    public mutating func line() -> String {
        let indent = generator.element(of: [
            "", "", "", "", " ", "   ", "    ", "\t", "> ", "- ", "1. ",
        ])
        return indent + lineBody()
    }

    private mutating func lineBody() -> String {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0...1:
            return String(repeating: "\\", count: Int.random(in: 0...3, using: &generator))
                + roleLine()
        case 2...3:
            let length = generator.element(of: [3, 3, 3, 4, 5, 2, 254, 255, 256, 300])
            let mark = generator.element(of: ["`", "~"])
            return String(repeating: mark, count: length)
                + generator.element(of: ["", "", "py", " a`b", " "])
        case 4:
            return generator.chance(1, in: 3)
                ? String(repeating: "\\", count: Int.random(in: 0...2, using: &generator))
                    + generator.element(of: Self.delimiters)
                : generator.element(of: Self.htmlLines)
        case 5...6:
            return generator.element(of: Self.oddLines)
        default:
            let words = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                generator.element(of: Self.words)
            }
            return words.joined(separator: generator.element(of: [" ", "", "\t"]))
        }
    }

    private static let settings = [
        "", "", "", "+++\nmodel = \"grok-3\"\n+++\n", "---\nx\n# === USER ===\n",
        "---\nmodel: grok-3\n...\n",
        "+++\nuser_delimiter = \"## Q\"\nassistant_delimiter = \"<assistant>\"\n+++\n",
        "---\nuserDelimiter: '- user'\nassistantDelimiter: '>>> a'\nsystemDelimiter: '[a]: /u'\n---\n",
        "+++\nassistant_delimiter = \"a\"\nuser_delimiter = \"x = [\"\n+++\n",
    ]

    private static let delimiters = [
        "## Q", "<assistant>", "- user", ">>> a", "[a]: /u", "a", "x = [", "## Q  ", "## Q x",
        "<assistant",
    ]

    private static let htmlLines = [
        String(repeating: " ", count: 201) + ">", String(repeating: "- ", count: 33) + "> x?>",
        String(repeating: "> ", count: 34) + "]]> -->",
        "<!--", "-->", "<!-- a -->", "<pre>", "</pre>", "<script src=x>", "</style>", "<textarea",
        "<textarea>", "<?php", "?>", "<!X", "<!x", ">", "<![CDATA[", "<![cdata[ x", "]]>", "x]]>",
        "<details>", "</details>", "<a [>", "<div class=\"*_`&\">", "<b>bold</b>", "<!-->",
        "<!--->",
        "<!---->", "<PRE>", "</ScRiPt>", "<![CDATA", "<foo bar>", "<foo/>", "</foo >",
    ]

    private static let oddLines = [
        "=== SYSTEM ===", "===", "---", "***", "- - -", "_ _ _", "# === *USER* ===",
        "# === &#85;SER ===", "# === User ===", "+++", "...", "[a]: /u", "[a]: <b> \"t", "[a",
        "[a]:", "]: /url", "[a\\]b]: /u 't'", "![x](secret.txt)", "![a]", "![[]()",
        "x = 1# === USER ===",
        "# === USER ===#", "# === USER\u{A0}===", "\u{0B}# === USER ===", "\u{2028}# === USER ===",
        "\u{85}# === USER ===", "\u{0C}", "\u{A0}", "``` tool_call calculator c1",
        "``` tool_result calculator c1",
        "model: evil", "+++ ", "* * *", "-", "1.", "12345678901. x", "> > > > - - 1. * x", "`a",
        "**b",
        "# === USER (", "# === USER (Ada", "# === USER (Ada)", "# === USER (Ada) =", "# ===",
        "# === USER ==",
    ]

    private static let words = [
        "a", "b*c*", "_d_", "`e`", "&amp;", "[f]", "[g](h)", "![i](j)", "<k>", "\\", "\\[", "é",
        "日本",
        "👩‍👩‍👧", "]", "[", "*", "_", "`", "``", "&", "#", "=", "-", ">", "~", "\u{0B}", "\u{FFFD}",
        "\u{FEFF}", "]]>",
        "-->", "\u{0301}",
    ]
}
