import LLMCore
import Spelling

extension Command {
    static let tools = Command(
        name: "tools",
        summary: "list the tools that a model may be given",
        usage: "chatmd tools [NAME…] [options]",
        details: """
            Lists the tools and collections that a conversation, your config.toml or -T may choose:
            whether you are asked before one runs, what it runs, and what it is for. With names it
            tells everything about these: arguments, working folder, variables, limits. Nothing runs.
            """,
        options: [.format, .help],
        formats: ["text", "json"],
        examples: [
            "chatmd tools",
            "chatmd tools calculator standard",
            "chatmd tools --format json | jq -r '.tools[].name'",
        ],
        words: .tools,
        group: .offers,
        run: { invocation throws(Failure) in try runTools(invocation) }
    )

    private static func runTools(_ invocation: Invocation) throws(Failure) -> Int32 {
        let config = try ConfigFile.read(in: invocation.environment.configFolder)
        let printer = MessagePrinter()
        for warning in config.warnings { try printer.warn(warning, path: config.path) }
        let toolbox = config.tools
        let names = invocation.arguments.words
        for name in names where !toolbox.names.contains(name) {
            throw Failure.usage(
                "there is no tool or collection `\(name)`",
                hint: nearest(to: name, in: toolbox.names).map { "did you mean `\($0)`?" }
                    ?? "`chatmd tools` lists them")
        }
        let list = ToolList(toolbox, names: names, invocation.environment)
        if invocation.arguments.value(.format) == "json" {
            try print(list.json)
        } else {
            try StandardStream.output().write(names.isEmpty ? list.table : list.sheets)
        }
        return ExitCode.answered
    }
}
