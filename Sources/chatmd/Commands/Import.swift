import MarkdownHistory

extension Command {
    static let `import` = Command(
        name: "import",
        summary: "make a conversation file of another format",
        usage: "chatmd import [FILE|-] [--output PATH]",
        details: """
            Reads chats of vim-ai (.aichat), gp.nvim and Flemma (.chat), what llm logs --json prints,
            sessions of aichat (.yaml), OpenAI's chat format (an object with messages, or the messages
            alone), JSONL with one conversation a line, and Markdown with delimiters of its own, as
            chatvim has them. Which it is, is seen from the text. Prints the conversation file, or
            writes a new one to --output; several conversations go into a folder. What has no place in
            a conversation file is kept in a NOTE. No file is read that the text names, and no command
            in it is run.
            """,
        options: [.output, .stdinFilename, .help],
        examples: [
            "chatmd import chat.json --output chat.md",
            "chatmd import training.jsonl --output conversations/",
            "chatmd import old-chatvim.md > chat.md",
            "chatmd import chat.aichat --output chat.md",
            "llm logs -n 0 --json | chatmd import - --output conversations/",
            "chatmd import ~/.config/aichat/sessions/work.yaml --output work.md",
        ],
        words: .files,
        group: .files,
        run: { invocation throws(Failure) in try runImport(invocation) }
    )

    private static func runImport(_ invocation: Invocation) throws(Failure) -> Int32 {
        let (text, path) = try input(of: invocation)
        let imported = try Failure.converting(path) { () throws(MarkdownHistoryError) in
            try ImportedFiles(text, path: path)
        }
        for warning in imported.warnings { try MessagePrinter().warn(warning, path: path) }
        let files = imported.files

        let output = StandardStream.output()
        guard let target = invocation.arguments.value(.output) else {
            guard files.count == 1 else {
                throw Failure.usage(
                    "\(path ?? "the input") holds \(files.count) conversations",
                    hint: "name a folder for them: --output conversations/"
                )
            }
            try output.write(
                output.isTerminal
                    ? Array(TerminalText.visible(String(decoding: files[0], as: UTF8.self)).utf8)
                    : files[0]
            )
            return ExitCode.answered
        }
        for path in try write(files, to: target, from: path) {
            try output.write((output.isTerminal ? TerminalText.visible(path) : path) + "\n")
        }
        return ExitCode.answered
    }

    /// Writes one file, or several into a folder; returns their paths.
    private static func write(
        _ files: [[UInt8]], to target: String, from source: String?
    ) throws(Failure) -> [String] {
        let isFolder = files.count > 1 || target.hasSuffix("/") || NewFile.isFolder(target)
        guard isFolder else {
            try NewFile.write(files[0], to: target)
            return [target]
        }
        let folder = target.hasSuffix("/") ? String(target.dropLast()) : target
        let stem = stem(of: source)
        let width = String(files.count).count
        let paths = files.indices.map { index in
            let number = String(index + 1)
            let padding = String(repeating: "0", count: width - number.count)
            return "\(folder)/\(stem)" + (files.count > 1 ? "-\(padding)\(number).md" : ".md")
        }
        // All or none: half of the conversations would have to be cleared away by hand.
        for path in paths where FileContents.exists(at: path) { throw NewFile.exists(path) }
        try NewFile.makeFolder(folder)
        for (file, path) in zip(files, paths) { try NewFile.write(file, to: path) }
        return paths
    }

    /// The file's name without folders and ending.
    private static func stem(of path: String?) -> String {
        let name = path?.split(separator: "/").last.map(String.init) ?? "conversation"
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }
}
