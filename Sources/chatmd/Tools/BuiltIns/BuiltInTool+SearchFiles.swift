import LLMCore

extension BuiltInTool {
    static let searchFiles = BuiltInTool(
        tool: Tool(
            name: "search_files",
            description: """
                Searches the user's files for a text and gives the lines that hold it, with their numbers. \
                Upper and lower case count only where the text has a capital. The same files are searched \
                that list_files lists.
                """,
            parameters: [
                "type": "object",
                "properties": [
                    "text": ["type": "string", "description": "a plain text, no pattern"],
                    "path": [
                        "type": "string",
                        "description": "a file or a folder; else the conversation's folder",
                    ],
                    "pattern": filePattern,
                ],
                "required": ["text"],
            ]),
        approval: .ask,
        run: { (arguments, context) throws(ToolError) in
            let text = try arguments.requiredText("text")
            guard !text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else {
                throw ToolError("`text` must be one line")
            }
            let files = try ConfinedFiles(context)
            var search = FileSearch(for: text)
            if let path = try arguments.text("path"), files.isFile(path) {
                search.look(into: try files.text(at: path), name: path)
            } else {
                let walk = try files.walk(arguments, atMost: FileSearch.maximumFiles)
                for place in walk.found where !search.isFull {
                    search.look(into: place, of: files)
                }
                if walk.isCut { search.isCut = true }
            }
            return search.text
        })
}
