import LLMCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension BuiltInTool {
    static let currentTime = BuiltInTool(
        tool: Tool(
            name: "current_time",
            description: "Tells date, time of day, weekday and time zone of this moment.",
            parameters: [
                "type": "object",
                "properties": [
                    "timezone": [
                        "type": "string",
                        "description":
                            "an IANA name such as Europe/Berlin or UTC; else the user's own zone",
                    ]
                ],
            ]),
        approval: .always,
        run: { (arguments, context) throws(ToolError) in
            let zone =
                if let name = try arguments.text("timezone"), !name.isEmpty {
                    try NamedZone(name, context.environment)
                } else {
                    NamedZone(context.environment)
                }
            return LocalTime(seconds: time(nil), zone).text
        })
}
