#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Command {
    static let render = Command(
        name: "render",
        summary: "show Markdown in colour",
        usage: "chatmd render [FILE|-]",
        details: """
            Shows Markdown as `complete` shows a reply: every character stays, headings, code and
            emphasis get a style, and what could deceive a terminal is made visible. It comes out as
            it comes in. Into a pipe the bytes go as they are; CLICOLOR_FORCE=1 styles them there
            too, for a pager. Nothing is sent.
            """,
        options: [.help],
        examples: [
            "chatmd render chat.md",
            "CLICOLOR_FORCE=1 chatmd render chat.md | less -R",
            "git show HEAD:README.md | chatmd render",
        ],
        group: .files,
        run: { invocation throws(Failure) in try runRender(invocation) }
    )

    private static func runRender(_ invocation: Invocation) throws(Failure) -> Int32 {
        let file = try invocation.file() ?? "-"
        if file == "-", invocation.arguments.words.isEmpty, StandardStream.isInputTerminal {
            throw Failure.usage("name a file, or pipe Markdown in", hint: "chatmd render README.md")
        }
        let input =
            file == "-" ? StandardStream.input : systemOpen(file, O_RDONLY | O_CLOEXEC, 0)
        guard input >= 0 else { throw unreadable(file) }
        let output = StandardStream.output()
        let styler = MarkdownStyler(isConversation: true)
        var terminal = TerminalMarkdown(output, invocation.environment, styler)
        var characters = UTF8Pieces()
        while let bytes = try piece(of: input, file) {
            if terminal == nil {
                try output.write(bytes)
            } else {
                try output.write(terminal?.consume(characters.consume(bytes)) ?? [])
            }
        }
        let rest = terminal?.consume(characters.finish()) ?? []
        try output.write(rest + (terminal?.finish() ?? []))
        return ExitCode.answered
    }

    /// What there is to read now; nil at the end.
    private static func piece(of input: Int32, _ file: String) throws(Failure) -> [UInt8]? {
        while true {
            var count = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, filled in
                count = systemRead(input, buffer.baseAddress, buffer.count)
                filled = max(count, 0)
            }
            if count > 0 { return bytes }
            if count == 0 { return nil }
            if errno != EINTR { throw unreadable(file) }
        }
    }

    private static func unreadable(_ file: String) -> Failure {
        let reason = String(cString: strerror(errno))
        return Failure(.io, reason.prefix(1).lowercased() + reason.dropFirst(), path: file)
    }
}
