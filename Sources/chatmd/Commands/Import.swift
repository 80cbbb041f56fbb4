import LLMCore
import MarkdownHistory

extension Command {
    static let `import` = Command(
        name: "import",
        summary: "make a conversation file of another format",
        usage: "chatmd import [FILE|-] [--output PATH]",
        details: """
            Reads OpenAI's chat format (an object with messages, or the messages alone), JSONL with
            one conversation a line, and Markdown with delimiters of its own, as chatvim has them.
            Prints the conversation file, or writes a new one to --output. Several conversations go
            into a folder. What has no place in a conversation file is kept in a NOTE.
            """,
        options: [.output, .stdinFilename, .help],
        examples: [
            "chatmd import chat.json --output chat.md",
            "chatmd import training.jsonl --output conversations/",
            "chatmd import old-chatvim.md > chat.md",
        ],
        run: { invocation throws(Failure) in try runImport(invocation) }
    )

    private static func runImport(_ invocation: Invocation) throws(Failure) -> Int32 {
        let (text, path) = try input(of: invocation)
        var warnings: [Diagnostic] = []
        let files: [[UInt8]]
        do throws(MarkdownHistoryError) {
            files =
                try ImportFormat(of: text, path: path) == .json
                ? openAIFiles(text) : [chatVimFile(text, &warnings)]
        } catch {
            throw Failure(error, path: path)
        }
        for warning in warnings { try MessagePrinter().warn(warning, path: path) }

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

    private static func openAIFiles(_ text: [UInt8]) throws(MarkdownHistoryError) -> [[UInt8]] {
        var files: [[UInt8]] = []
        for (value, line) in try JSONText(parsing: text).values {
            // An array of conversations, where the elements are no messages.
            let isList = value[0]?["messages"] != nil
            for value in isList ? value.array ?? [] : [value] {
                files.append(try openAIConversation(value, line).file())
            }
        }
        return files
    }

    private static func openAIConversation(
        _ value: JSONValue, _ line: Int
    ) throws(MarkdownHistoryError) -> ImportedConversation {
        do throws(OpenAIImport.Problem) {
            return try OpenAIImport(value).conversation
        } catch {
            throw MarkdownHistoryError(
                line: line, column: 1,
                message: (error.place.isEmpty ? "" : "`\(error.place)`: ") + error.message,
                hint: "expected {\"messages\": [{\"role\": \"user\", \"content\": \"…\"}]}"
            )
        }
    }

    private static func chatVimFile(
        _ text: [UInt8], _ warnings: inout [Diagnostic]
    ) throws(MarkdownHistoryError) -> [UInt8] {
        let file = try ChatVimFile(parsing: text)
        warnings = file.warnings
        return try file.conversation.file(lineEnding: file.lineEnding)
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

/// The kinds of text that are imported.
private enum ImportFormat {
    case json
    case markdown

    /// By the name's ending, else by what the text begins with.
    init(of text: [UInt8], path: String?) {
        let name = path?.lowercased() ?? ""
        if name.hasSuffix(".json") || name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") {
            self = .json
        } else if name.hasSuffix(".md") || name.hasSuffix(".markdown") {
            self = .markdown
        } else {
            let text = text.starts(with: [0xEF, 0xBB, 0xBF]) ? text.dropFirst(3) : text[...]
            let first = text.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
            self = first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? .json : .markdown
        }
    }
}
