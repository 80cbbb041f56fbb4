extension Topic {
    static let tools = Topic(
        name: "tools",
        summary: "what a model may have done while it answers",
        text: {
            """
            None is offered unless it is chosen: with -T NAME, with tools = ["NAME"] in front matter or
            configuration. A name may be a collection's. These are built in, and `\(Toolbox.standard)`
            is all of them:

            \(builtIn)
            "ask" means that you see each call and say yes; where nobody can be asked it does not run.
            One of your own is a program that gets its arguments as JSON on stdin and prints its result;
            it is defined in your config.toml and nowhere else:

              [tools.get_weather]
              description = "Current weather for a place"
              command = ["weather", "--json"]
              parameters = { type = "object", properties = { place = { type = "string" } } }

            approval = "always" runs it unasked where you chose it yourself. -T none leaves out what the
            conversation chose. Calls and results stand in the file, and are sent again with it.

            """
        },
        examples: [
            "chatmd append chat.md -T calculator -p 'What is 2^200 / 3^100?'",
            "chatmd append chat.md -T standard -p 'Which file defines the parser?'",
            "chatmd tools get_weather",
            "chatmd chat.md -T none",
        ]
    )

    private static var builtIn: String {
        Help.table(
            BuiltInTool.all.map { tool in
                let about = ToolList.firstSentence(of: tool.tool)
                return (tool.tool.name, "\(tool.approval.rawValue.padded(to: 8))\(about)")
            })
    }
}
