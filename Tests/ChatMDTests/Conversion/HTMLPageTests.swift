import MarkdownHistory
import TestSupport
import Testing

@testable import chatmd

@Suite struct HTMLPageTests {
    private func page(_ text: String, title: String = "t", model: String? = "m") throws -> String {
        var page = HTMLPage(title: title, model: model)
        for turn in try ChatFile(parsing: Array(text.utf8)).turns {
            page.append(turn, text: turn.text)
        }
        return String(decoding: page.bytes, as: UTF8.self)
    }

    private func main(_ text: String) throws -> String {
        let page = try page(text)
        let start = try #require(page.firstRange(of: "<main>\n"))
        let end = try #require(page.firstRange(of: "</main>"))
        return String(page[start.upperBound..<end.lowerBound])
    }

    @Test func messagesAreSections() throws {
        #expect(
            try main("a *b*\n\n# === ASSISTANT (o3) ===\n\nc\n") == """
                <section class="user">
                <h2>User</h2>
                <div dir="auto">
                <p>a <em>b</em></p>
                </div>
                </section>
                <section class="assistant">
                <h2>Assistant <span class="label">o3</span></h2>
                <div dir="auto">
                <p>c</p>
                </div>
                </section>

                """)
    }

    @Test func thoughtsAreFoldedAndOtherNotesLeftOut() throws {
        let html = try main("# === NOTE (reasoning) ===\nhm\n# === NOTE ===\nsecret\n")
        #expect(
            html == "<details>\n<summary>Reasoning</summary>\n<p>hm</p>\n</details>\n")
    }

    @Test func callsAndResultsAreFolded() throws {
        let html = try main(
            """
            # === ASSISTANT ===

            ``` tool_call f 1
            {"a": "<b>"}
            ```

            # === TOOL ===

            ``` tool_result f 1 error
            no
            ```
            """)
        let call = "<summary>Call of f</summary>\n<pre><code>{&quot;a&quot;: &quot;&lt;b&gt;"
        #expect(html.contains(call))
        let result = "<summary>Result of f, failed</summary>\n<pre><code>no</code></pre>"
        #expect(html.contains(result))
    }

    @Test func tagsAreText() throws {
        let html = try main("a <b onclick=x>c</b>\n\n<script>d</script>\n")
        #expect(html.contains("<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>"))
        #expect(html.contains("<pre><code>&lt;script&gt;d&lt;/script&gt;\n</code></pre>"))
    }

    @Test(arguments: [
        "javascript:alert(1)", "JavaScript:alert(1)", "file:///etc/passwd", "data:text/html,x",
        "vbscript:x", "ms-settings:x",
    ])
    func aLinkLeadsToTheWebOnly(url: String) throws {
        #expect(try main("[a](\(url)) ![b](\(url))\n").contains("<p>a b</p>"))
    }

    /// In a page that is a file, it would be fetched by the network's file system.
    @Test func aLinkNamesNoMachineWithoutItsScheme() throws {
        #expect(
            try main("[a *b*](//example.org/c) ![d](//example.org/e)\n").contains(
                "<p>a <em>b</em> d</p>"))
    }

    @Test func tablesAreTables() throws {
        let html = try main(
            """
            As said:
            | a | *b* | |
            |---|:-:|--:|
            | `x|y` | <i> | [c](d) |
            | 1 | 2 | 3 \\| 4 | 5 |
            | 6
            """)
        #expect(
            html.contains(
                """
                <p>As said:</p>
                <table>
                <thead>
                <tr>
                <th> a </th><th style="text-align: center"> <em>b</em> </th><th style="text-align: right"> </th>
                </tr>
                </thead>
                <tbody>
                <tr>
                <td> <code>x|y</code> </td><td style="text-align: center"> &lt;i&gt; </td><td style="text-align: right"> <a href="d">c</a> </td>
                </tr>
                <tr>
                <td> 1 </td><td style="text-align: center"> 2 </td><td style="text-align: right"> 3 | 4 | 5 </td>
                </tr>
                <tr>
                <td> 6</td>
                </tr>
                </tbody>
                </table>

                """))
    }

    @Test(arguments: [
        "a\n--- | ---", "a | b\n---", "| a |\n| - | - |", "a | b\nc | d", "a | b\n-- | x",
    ])
    func otherLinesAreNoTable(text: String) throws {
        #expect(!(try main(text).contains("<table>")))
    }

    @Test func anImageElsewhereIsALink() throws {
        let html = try main("![a *b*](https://example.org/c.png) ![](d.png) [![e](f.png)](g)\n")
        #expect(
            html.contains(
                "<p><a href=\"https://example.org/c.png\">a b</a> <a href=\"d.png\">d.png</a> "
                    + "<a href=\"g\">e</a></p>"))
        #expect(!html.contains("<img"))
    }

    @Test func anImageThatMayBeSentIsInThePage() throws {
        var page = HTMLPage(title: "t", model: nil)
        let file = try ChatFile(parsing: Array("![a](b.png) ![c](d.png)\n".utf8))
        let turn = try #require(file.turns.first)
        page.append(
            turn, text: turn.text,
            embeds: [.file(.image(mediaType: "image/png"), Array("abc".utf8)), nil])
        let html = String(decoding: page.bytes, as: UTF8.self)
        #expect(html.contains("<img src=\"data:image/png;base64,YWJj\" alt=\"a\" />"))
        #expect(html.contains("<a href=\"d.png\">c</a>"))
    }

    @Test func namesHideNothing() throws {
        let html = try page(
            "# === ASSISTANT (\u{202E}x</h2>) ===\na\n", title: "</title><script>\u{202E}\n",
            model: "\"><img src=x>")
        #expect(html.contains("<title>&lt;/title&gt;&lt;script&gt;&lt;U+202E&gt;"))
        #expect(html.contains("<p class=\"model\">&quot;&gt;&lt;img src=x&gt;</p>"))
        #expect(html.contains("<span class=\"label\">&lt;U+202E&gt;x&lt;/h2&gt;</span>"))
    }

    @Test func nothingIsLoadedAndNothingRuns() throws {
        let html = try page("a")
        let policy = "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:;"
        #expect(html.contains(policy))
        #expect(!html.contains("url(") && !html.contains("@import") && !html.contains("<link"))
    }

    @Test func hostileTextBringsNoTagOfItsOwn() throws {
        for seed in Seeds(cases: 300) {
            var hostile = HostileText(seed: seed)
            var page = HTMLPage(title: hostile.line(), model: hostile.line())
            for turn in try ChatFile(parsing: Array(hostile.conversation().utf8)).turns {
                page.append(turn, text: turn.text)
            }
            page.append(reasoning: hostile.text())
            let text = hostile.text() + "</style><script>\n```</pre><x>\n"
            page.append(.user, label: hostile.line(), text)
            let problem = TagCheck.problem(in: String(decoding: page.bytes, as: UTF8.self))
            #expect(problem == nil, "CHATMD_SEED=\(seed)")
        }
    }
}

/// Looks at a page as a parser does: which tags there are, and whether each is closed in its turn.
private enum TagCheck {
    private static let empty: Set<String> = ["meta", "br", "hr", "img"]
    private static let known: Set<String> = empty.union([
        "html", "head", "title", "style", "body", "header", "main", "section", "h1", "h2", "h3",
        "h4", "h5", "h6", "p", "span", "div", "details", "summary", "pre", "code", "em", "strong",
        "a",
        "blockquote", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td",
    ])
    private static let attributes: Set<String> = [
        "charset", "http-equiv", "content", "name", "class", "dir", "href", "src", "alt", "title",
        "start", "style",
    ]

    /// Scalar by scalar: a mark that combines with a `>` does so for readers only.
    static func problem(in page: String) -> String? {
        var open: [String] = []
        var rest = page.unicodeScalars[...]
        while let start = rest.firstIndex(of: "<") {
            rest = rest[rest.index(after: start)...]
            if String(rest.prefix(14)) == "!DOCTYPE html>" { continue }
            guard let end = endOfTag(rest) else { return "a tag without end" }
            let tag = String(rest[..<end])
            rest = rest[end...].dropFirst()
            if tag.hasPrefix("/") {
                guard open.popLast() == String(tag.dropFirst()) else { return "<\(tag)>" }
                continue
            }
            let name = String(tag.prefix { $0.isLetter || $0.isNumber })
            guard known.contains(name) else { return "<\(tag)>" }
            if let wrong = wrongAttribute(tag.dropFirst(name.count)) { return "<\(tag)>: \(wrong)" }
            if !empty.contains(name) { open.append(name) }
        }
        return open.isEmpty ? nil : "open: \(open)"
    }

    private static func endOfTag(
        _ text: Substring.UnicodeScalarView
    ) -> Substring.UnicodeScalarView.Index? {
        var isQuoted = false
        return text.indices.first { index in
            if text[index] == "\"" { isQuoted.toggle() }
            return text[index] == ">" && !isQuoted
        }
    }

    private static func wrongAttribute(_ text: Substring) -> String? {
        let parts = text.unicodeScalars.split(separator: "\"", omittingEmptySubsequences: false)
            .map { String($0) }
        for index in stride(from: 0, to: parts.count - 1, by: 2) {
            let name = String(parts[index].drop { $0 == " " }.prefix { $0 != "=" })
            guard attributes.contains(name) else { return name }
            if name == "src", !parts[index + 1].hasPrefix("data:image/") { return parts[index + 1] }
        }
        return nil
    }
}
