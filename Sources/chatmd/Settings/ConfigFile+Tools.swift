import ConfigText
import LLMCore
import MarkdownHistory

// `[tools]`: `use` names those that every conversation may use, every table in it is a tool of the
// user's own. `[collections]` gives several one name.
extension ConfigFile {
    /// The key of `[tools]` that is no tool.
    private static let choiceKey = "use"
    static let toolKeys = [
        "description", "command", "parameters", "approval", "timeout_s", "output_limit_kb", "cwd",
        "env",
    ]

    mutating func setTools(from table: ConfigTable) throws(ConfigError) {
        for entry in table.entries {
            if entry.key == Self.choiceKey {
                try settings.set(.tools, to: entry.value)
                continue
            }
            guard ToolDefinition.isName(entry.key) else {
                throw ConfigError(
                    line: entry.keyPosition.line, column: entry.keyPosition.column,
                    message: "a tool's name is 1 to 64 letters, digits, `_` and `-`, not "
                        + "\"\(entry.key)\"")
            }
            tools.append(try definition(entry.key, try entry.value.table(for: entry.key), entry))
        }
    }

    private mutating func definition(
        _ name: String, _ table: ConfigTable, _ entry: ConfigTable.Entry
    ) throws(ConfigError) -> ToolDefinition {
        guard let command = table["command"] else {
            throw ConfigError(
                line: entry.keyPosition.line, column: entry.keyPosition.column,
                message: "the tool `\(name)` needs a `command`")
        }
        for entry in table.entries where !Self.toolKeys.contains(entry.key) {
            warnings.append(.unknownKey(entry, among: Self.toolKeys))
        }
        guard case .array = command.kind else {
            throw command.error(
                "`command` must be an array of a program and its arguments, as in "
                    + "[\"weather\", \"--json\"]")
        }
        let words = try command.strings(for: "command")
        guard let program = words.first, !program.isEmpty else {
            throw command.error("`command` names no program")
        }
        guard !program.contains("/") || program.hasPrefix("/") || program.hasPrefix("~/") else {
            throw command.error("`command` must name a program on PATH, or by an absolute path")
        }
        var tool = CommandTool(command: words)
        tool.variables = try table.strings(for: "env") ?? []
        tool.folder = try table["cwd"].map { (value) throws(ConfigError) in
            try value.absolutePaths(for: "cwd")[0]
        }
        if let seconds = table["timeout_s"] {
            tool.milliseconds = Int(try seconds.positive(for: "timeout_s", atMost: 86_400) * 1000)
        }
        if let limit = table["output_limit_kb"] {
            let kilobytes = try limit.positive(for: "output_limit_kb", atMost: 100_000)
            tool.outputLimit = Int(kilobytes * 1024)
        }
        let approvals = ToolDefinition.Approval.allCases.map(\.rawValue)
        if let value = table["approval"] {
            try SettingForm.check(value, of: "approval", isOneOf: approvals)
        }
        let approval = try table.string(for: "approval").flatMap(ToolDefinition.Approval.init)
        return ToolDefinition(
            tool: Tool(
                name: name, description: try table.string(for: "description") ?? name,
                parameters: try Self.parameters(table)),
            approval: approval ?? .ask, action: .command(tool))
    }

    /// A schema for an object; one without arguments where none is given.
    private static func parameters(_ table: ConfigTable) throws(ConfigError) -> JSONValue {
        guard let value = table["parameters"] else { return ["type": "object", "properties": [:]] }
        let schema = JSONValue(value)
        _ = try value.table(for: "parameters")
        guard schema["type"]?.string == "object" else {
            throw value.error("`parameters` must be a JSON Schema of type \"object\"")
        }
        return schema
    }

    mutating func setCollections(from table: ConfigTable) throws(ConfigError) {
        for entry in table.entries {
            collections[entry.key] = try entry.value.strings(for: entry.key)
        }
    }
}

extension ToolDefinition {
    /// What all providers take as a name.
    static func isName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}

extension ConfigValue {
    fileprivate func positive(for key: String, atMost limit: Double) throws(ConfigError) -> Double {
        let number = try double(for: key)
        guard number > 0, number <= limit else {
            throw error("`\(key)` must be above 0, and \(Int(limit)) at most")
        }
        return number
    }
}
