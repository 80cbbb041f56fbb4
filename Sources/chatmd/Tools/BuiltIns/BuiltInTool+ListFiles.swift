import LLMCore

extension BuiltInTool {
    static let listFiles = BuiltInTool(
        tool: Tool(
            name: "list_files",
            description: """
                Lists files of the user's that can be read, those in subfolders too. Hidden files, those \
                that git ignores, and keys are left out.
                """,
            parameters: [
                "type": "object",
                "properties": [
                    "path": [
                        "type": "string",
                        "description":
                            "a folder, relative to the conversation's folder, which it is otherwise",
                    ],
                    "pattern": filePattern,
                ],
            ]),
        approval: .ask,
        run: { (arguments, context) throws(ToolError) in
            let files = try ConfinedFiles(context)
            let walk = try files.walk(arguments, atMost: maximumListing)
            guard !walk.found.isEmpty else { return "no file" + (walk.isCut ? "\n" + cut : "") }
            var lines = walk.found.map { files.shown($0) }
            if walk.isCut { lines.append(cut) }
            return lines.joined(separator: "\n")
        })

    /// How many files are listed.
    static let maximumListing = 500
    private static let cut = "[cut: there is more; give a folder or a pattern]"

    static let filePattern: JSONValue = [
        "type": "string",
        "description": "for names, such as *.swift, or for paths, such as src/**/*.{c,h}",
    ]
}

extension ConfinedFiles {
    /// The files below `path` that fit `pattern`, arguments both.
    func walk(_ arguments: JSONValue, atMost limit: Int) throws(ToolError) -> FileWalk {
        var pattern: PathPattern?
        if let text = try arguments.text("pattern"), !text.isEmpty {
            pattern = PathPattern(text)
            guard pattern != nil else { throw ToolError("`pattern` is too long") }
        }
        var walk = FileWalk(self)
        let starts: [EmbedRoots.Place]
        if let path = try arguments.text("path"), !path.isEmpty {
            guard !isFile(path) else { throw ToolError("`\(path)` is a file, not a folder") }
            starts = [try folder(at: path)]
        } else {
            starts = try folders()
        }
        for start in starts { try walk.look(into: start, for: pattern, atMost: limit) }
        return walk
    }
}
