import LLMCore
import MarkdownHistory

extension Command {
    static let extract = Command(
        name: "extract",
        summary: "print the code blocks of the last reply",
        usage: "chatmd extract [FILE|-] [options]",
        details: """
            Prints what stands between the fences of the last reply, with a blank line between
            several blocks. Backslashes that chatmd put before role lines are taken off again. Calls
            of tools are no code blocks. Nothing is sent. Exits with 1 where there is none.
            """,
        options: [.all, .language, .format, .stdinFilename, .help],
        formats: ["text", "json"],
        examples: [
            "chatmd extract chat.md > fibonacci.py",
            "chatmd extract chat.md --lang sh | sh -n",
            "chatmd extract chat.md --all --format json | jq -r '.[].lang'",
        ],
        group: .files,
        run: { invocation throws(Failure) in try runExtract(invocation) }
    )

    private static func runExtract(_ invocation: Invocation) throws(Failure) -> Int32 {
        let arguments = invocation.arguments
        let (text, path) = try input(of: invocation)
        let file = try chatFile(parsing: text, path: path)
        let replies = file.turns.filter { $0.role == .assistant }
        guard let last = replies.last else {
            throw Failure(.notFound, "there is no reply in the conversation", path: path)
        }
        let isAll = arguments.has(.all)
        var blocks = (isAll ? replies : [last]).flatMap { file.codeBlocks(of: $0) }
        let language = arguments.value(.language)
        if let language { blocks = blocks.filter { $0.isIn(language) } }
        guard !blocks.isEmpty else {
            let kind = language.map { "\($0) block" } ?? "code block"
            throw Failure(
                .notFound, "there is no \(kind) in the \(isAll ? "replies" : "last reply")",
                hint: isAll ? nil : "--all looks into every reply", path: path)
        }
        try print(blocks, asJSON: arguments.value(.format) == "json")
        return ExitCode.answered
    }

    /// What `complete --extract` goes with: programs that read events have the whole reply.
    static func checkExtraction(_ arguments: Arguments) throws(Failure) {
        guard arguments.has(.extract) || arguments.has(.extractLast) else { return }
        let others: [Option.Name] = [.schema, .addDelimiters, .chunk, .rpc]
        if let other = others.first(where: arguments.has) {
            throw Failure.usage("--extract does not go with --\(other.rawValue)")
        }
        guard arguments.value(.format) ?? "text" == "text" else {
            throw Failure.usage("--extract prints text, so it takes no --format")
        }
    }

    private static func print(_ blocks: [CodeBlock], asJSON: Bool) throws(Failure) {
        let output = StandardStream.output()
        if asJSON {
            let json = JSONWriter.bytes(of: .array(blocks.map(\.json)))
            return try output.write(json: json + [UInt8(ascii: "\n")])
        }
        try output.write(foreign: blocks.map(\.text).joined(separator: "\n"))
    }
}

extension CodeBlock {
    fileprivate var json: JSONValue {
        var object = JSONObject()
        object["lang"] = language.map(JSONValue.string)
        object["text"] = .string(text)
        object["line"] = JSONValue(lines.lowerBound)
        return .object(object)
    }

    /// Names that models use for one language.
    private static let synonyms: [[String]] = [
        ["bash", "sh", "shell", "zsh"], ["c#", "cs", "csharp"], ["c++", "cc", "cpp", "cxx"],
        ["dockerfile", "docker"], ["go", "golang"], ["haskell", "hs"],
        ["javascript", "js", "mjs", "node"], ["kotlin", "kt"], ["makefile", "make"],
        ["markdown", "md"], ["objective-c", "objc", "objectivec"], ["perl", "pl"],
        ["powershell", "ps1", "pwsh"], ["python", "py", "python3"], ["ruby", "rb"],
        ["rust", "rs"], ["text", "plaintext", "txt"], ["typescript", "ts"], ["yaml", "yml"],
    ]

    /// Whether it is in that language, by whichever of its names.
    func isIn(_ name: String) -> Bool {
        guard let language = language?.lowercased() else { return false }
        let wanted = name.lowercased()
        if language == wanted { return true }
        return Self.synonyms.contains { $0.contains(wanted) && $0.contains(language) }
    }
}
