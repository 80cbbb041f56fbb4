import LLMCore

extension BuiltInTool {
    static let readFile = BuiltInTool(
        tool: Tool(
            name: "read_file",
            description: """
                Reads a text file of the user's, or some of its lines. Files beside the conversation and \
                in its git repository can be read, but none that is hidden, ignored by git, or holds keys.
                """,
            parameters: [
                "type": "object",
                "properties": [
                    "path": [
                        "type": "string", "description": "relative to the conversation's folder",
                    ],
                    "from_line": [
                        "type": "integer", "minimum": 1, "description": "counted from 1",
                    ],
                    "to_line": ["type": "integer", "minimum": 1, "description": "the last one"],
                ],
                "required": ["path"],
            ]),
        approval: .ask,
        run: { (arguments, context) throws(ToolError) in
            let path = try arguments.requiredText("path")
            let bytes = try ConfinedFiles(context).text(at: path)
            return try FileExcerpt(
                bytes, name: path, from: try arguments.count("from_line"),
                to: try arguments.count("to_line")
            ).text
        })
}
