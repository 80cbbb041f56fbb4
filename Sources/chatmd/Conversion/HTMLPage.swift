import LLMCore
import MarkdownHistory

/// A conversation as one page of HTML that needs nothing beside it.
///
/// Nothing is loaded and nothing runs when it is opened: no script, no style and no image from
/// elsewhere, and a policy that would forbid them. What was thought and what tools did is folded;
/// other notes are left out, as in every export.
struct HTMLPage {
    /// What `--to` calls it.
    static let name = "html"

    private var body = ""
    private let title: String
    private let model: String?

    init(title: String, model: String?) {
        self.title = title
        self.model = model
    }

    var bytes: [UInt8] {
        let title = Self.name(title)
        let model = model.map { "<p class=\"model\">\(Self.name($0))</p>\n" } ?? ""
        return Array(
            """
            <!DOCTYPE html>
            <html>
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" \
            content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; \
            form-action 'none'">
            <meta name="referrer" content="no-referrer">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title)</title>
            <style>
            \(Self.style)</style>
            </head>
            <body>
            <header>
            <h1 dir="auto">\(title)</h1>
            \(model)</header>
            <main>
            \(body)</main>
            </body>
            </html>

            """.utf8)
    }

    /// What somebody else has called something, in one line in which nothing is hidden.
    private static func name(_ text: String) -> String {
        MarkdownHTML.escaped(TerminalText.visibleInLine(text))
    }

    private static let style = """
        :root { color-scheme: light dark; --line: #d0d7de; --soft: #f6f8fa; --quiet: #59636e;
          --user: #0969da; --assistant: #1a7f37; --system: #9a6700; --tool: #8250df; }
        @media (prefers-color-scheme: dark) {
          :root { --line: #3d444d; --soft: #151b23; --quiet: #9198a1; --user: #4493f8;
            --assistant: #3fb950; --system: #d29922; --tool: #ab7df8; }
        }
        body { max-width: 46rem; margin: 0 auto; padding: 1rem; line-height: 1.55;
          font-family: system-ui, sans-serif; overflow-wrap: break-word; unicode-bidi: isolate; }
        header { border-bottom: 1px solid var(--line); }
        h1 { font-size: 1.5rem; margin: .5rem 0; }
        .model, .label { color: var(--quiet); }
        section { border-left: 3px solid var(--line); margin: 1.5rem 0; padding: 0 0 0 1rem; }
        section > h2 { font-size: .9rem; margin: 0 0 .5rem; }
        .user { border-color: var(--user); } .user > h2 { color: var(--user); }
        .assistant { border-color: var(--assistant); } .assistant > h2 { color: var(--assistant); }
        .system { border-color: var(--system); } .system > h2 { color: var(--system); }
        .tool { border-color: var(--tool); } .tool > h2 { color: var(--tool); }
        .label { font-weight: normal; unicode-bidi: isolate; }
        div h1 { font-size: 1.35rem; } div h2 { font-size: 1.2rem; } div h3 { font-size: 1.05rem; }
        table { display: block; overflow-x: auto; border-collapse: collapse; margin: 1rem 0; }
        th, td { border: 1px solid var(--line); padding: .3rem .7rem; text-align: left; }
        th { background: var(--soft); }
        pre { background: var(--soft); border: 1px solid var(--line); border-radius: 6px;
          padding: .75rem; overflow-x: auto; line-height: 1.4; }
        code { font-family: ui-monospace, monospace; font-size: .9em; }
        blockquote { margin-left: 0; padding-left: 1rem; border-left: 3px solid var(--line);
          color: var(--quiet); }
        img { max-width: 100%; height: auto; }
        details { margin: .75rem 0; color: var(--quiet); }
        main > details { padding-left: calc(1rem + 3px); }
        summary { cursor: pointer; font-size: .9rem; }

        """
}

// MARK: - Messages

extension HTMLPage {
    /// Adds a message.
    ///
    /// - Parameter embeds: what it embeds, as far as that may be sent.
    mutating func append(
        _ role: Role, label: String? = nil, _ text: String, embeds: [(Embed, LoadedEmbed?)] = [],
        records: [ToolRecord] = []
    ) {
        var images: [String: String] = [:]
        var files = ""
        for (embed, loaded) in embeds {
            switch loaded {
            case .file(.image(let mediaType), let bytes):
                images[embed.destination] = "data:\(mediaType);base64,\(Base64.encoded(bytes))"
            case .text(let text):
                files += Self.folded(embed.destination, MarkdownHTML.fragment(text))
            case .file, .url, nil: break
            }
        }
        let label = label.map { " <span class=\"label\">\(Self.name($0))</span>" } ?? ""
        body += "<section class=\"\(role.rawValue)\">\n<h2>\(Self.title(of: role))\(label)</h2>\n"
        if !text.isEmpty {
            let html = MarkdownHTML.fragment(text, images: images)
            body += "<div dir=\"auto\">\n\(html)</div>\n"
        }
        body += files
        for record in records {
            let kind = record.kind == .call ? "Call of" : "Result of"
            let code = "<pre><code>\(MarkdownHTML.escaped(record.content))</code></pre>\n"
            body += Self.folded(
                "\(kind) \(record.name)\(record.isError ? ", failed" : "")", code)
        }
        body += "</section>\n"
    }

    /// Adds a turn of a conversation file, with the text that is said.
    ///
    /// - Parameter embeds: for each of its embeds what it brings, where that may be sent.
    mutating func append(_ turn: Turn, text: String, embeds: [LoadedEmbed?] = []) {
        guard turn.role != .note else {
            if turn.label == "reasoning" { append(reasoning: text) }
            return
        }
        append(
            turn.role, label: turn.label, text, embeds: Array(zip(turn.embeds, embeds)),
            records: turn.toolRecords)
    }

    /// Adds what the model thought before its reply.
    mutating func append(reasoning text: String) {
        body += Self.folded("Reasoning", MarkdownHTML.fragment(text))
    }

    private static func folded(_ summary: String, _ html: String) -> String {
        "<details>\n<summary>\(name(summary))</summary>\n\(html)</details>\n"
    }

    private static func title(of role: Role) -> String {
        role.rawValue.prefix(1).uppercased() + role.rawValue.dropFirst()
    }
}
