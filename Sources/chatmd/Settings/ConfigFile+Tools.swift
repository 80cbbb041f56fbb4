import ConfigText
import LLMCore
import MarkdownHistory
import Spelling

extension ConfigFile {
    /// Reads `[tools]` and `[collections]`, after the providers, whose keys no tool may have.
    mutating func setTools() throws(ConfigError) {
        if let value = table["tools"] {
            if case .table(let definitions) = value.kind {
                for entry in definitions.entries { try setTool(entry) }
            } else {
                try settings.set(.tools, to: value)
            }
        }
        guard let collections = try table.table(for: "collections") else { return }
        for entry in collections.entries {
            try Self.check(nameOf: entry, "collection")
            if tools.tool(named: entry.key) != nil {
                throw entry.error("`\(entry.key)` is the name of a tool already")
            }
            tools.define(
                collection: entry.key, as: try entry.value.strings(for: entry.key))
        }
        let names = tools.names
        for entry in collections.entries {
            for member in entry.value.elements {
                guard case .string(let name) = member.kind, !names.contains(name) else { continue }
                let meant = nearest(to: name, in: names).map { "; did you mean \"\($0)\"?" }
                throw member.error("there is no tool or collection \"\(name)\"" + (meant ?? ""))
            }
            if let way = tools.collections.circle(from: entry.key) {
                throw entry.error(
                    "the collection `\(entry.key)` holds itself: \(way.joined(separator: " → "))")
            }
        }
    }

    private mutating func setTool(_ entry: ConfigTable.Entry) throws(ConfigError) {
        // A table of that name leaves no room for the key that chooses.
        if entry.key == "use" {
            try settings.set(.tools, to: entry.value, named: entry.key)
            return
        }
        try Self.check(nameOf: entry, "tool")
        if entry.key == Toolbox.standard {
            throw entry.error("`\(entry.key)` is the name of a collection already")
        }
        let table = try entry.value.table(for: entry.key)
        if table["command"] == nil, let builtIn = BuiltInTool.named(entry.key) {
            tools.add(try ToolDefinition(builtIn, changedBy: table))
            return
        }
        let keys = providers.flatMap(\.keyVariables)
        tools.add(try ToolDefinition(entry, table, keyVariables: keys, warnings: &warnings))
    }

    private static func check(
        nameOf entry: ConfigTable.Entry, _ kind: String
    ) throws(ConfigError) {
        guard Tool.isName(entry.key) else {
            throw entry.error(
                "`\(entry.key)` cannot be the name of a \(kind): providers take one to 64 of A-Z, a-z, "
                    + "0-9, _ and -")
        }
        guard !Toolbox.reservedNames.contains(entry.key) else {
            throw entry.error(
                "`\(entry.key)` cannot be the name of a \(kind): it means something else")
        }
    }
}

// MARK: - One tool

extension ToolDefinition {
    /// What may stand in a `[tools.NAME]`.
    static let keys = [
        "description", "command", "parameters", "approval", "timeout_s", "output_limit_kb", "cwd",
        "env",
    ]

    /// A built-in tool with another approval; nothing else of it is the user's affair.
    fileprivate init(_ builtIn: BuiltInTool, changedBy table: ConfigTable) throws(ConfigError) {
        self.init(builtIn)
        for entry in table.entries {
            guard entry.key == "approval" else {
                throw entry.error(
                    "`\(tool.name)` is built in: set its `approval` alone, or give it a `command` to "
                        + "replace it")
            }
            approval = try Self.approval(entry.value)
        }
    }

    /// - Parameter keyVariables: those that no program may be given.
    fileprivate init(
        _ entry: ConfigTable.Entry, _ table: ConfigTable, keyVariables: [String],
        warnings: inout [Diagnostic]
    ) throws(ConfigError) {
        guard let command = table["command"] else {
            throw entry.error(
                "the tool `\(entry.key)` needs a `command`, as in [\"weather\", \"--json\"]")
        }
        var program = CommandTool(command: try Self.command(command))
        tool = Tool(
            name: entry.key, description: try table.string(for: "description") ?? entry.key,
            parameters: ["type": "object", "properties": [:]])
        approval = .ask
        for entry in table.entries {
            switch entry.key {
            case "description", "command": break
            case "parameters": tool.parameters = try Self.schema(entry.value)
            case "approval": approval = try Self.approval(entry.value)
            case "cwd":
                let folder = try entry.value.string(for: entry.key)
                guard folder.hasPrefix("/") || folder == "~" || folder.hasPrefix("~/") else {
                    throw entry.value.error("`cwd` must be an absolute path, or begin with ~/")
                }
                program.folder = folder
            case "env":
                program.variables = try Self.variables(entry.value, keyVariables)
            case "timeout_s":
                let seconds = try entry.value.double(for: entry.key)
                guard seconds > 0, seconds <= 86_400 else {
                    throw entry.value.error("`timeout_s` must be above 0 and at most 86400")
                }
                program.milliseconds = max(1, Int(seconds * 1000))
            case "output_limit_kb":
                let size = try entry.value.integer(for: entry.key)
                guard (1...16_384).contains(size) else {
                    throw entry.value.error("`output_limit_kb` must be between 1 and 16384")
                }
                program.outputLimit = size << 10
            default: warnings.append(.unknownKey(entry, among: Self.keys))
            }
        }
        action = .command(program)
    }

    private static func command(_ value: ConfigValue) throws(ConfigError) -> [String] {
        guard case .array = value.kind else {
            throw value.error(
                "`command` must be an array of a program and its arguments, as in "
                    + "[\"weather\", \"--json\"]")
        }
        let words = try value.strings(for: "command")
        guard let program = words.first, !program.isEmpty else {
            throw value.error("`command` names no program")
        }
        guard !program.contains("/") || program.hasPrefix("/") || program.hasPrefix("~/") else {
            throw value.error("`command` must name a program on PATH, or by an absolute path")
        }
        guard !words.contains(where: { $0.utf8.contains(0) }) else {
            throw value.error("`command` holds a NUL character")
        }
        return words
    }

    private static func schema(_ value: ConfigValue) throws(ConfigError) -> JSONValue {
        let table = try value.table(for: "parameters")
        guard case .string("object")? = table["type"]?.kind else {
            throw (table["type"] ?? value).error(
                "`parameters` must be a JSON Schema with type = \"object\"")
        }
        _ = try table.table(for: "properties")
        let schema = JSONValue(value)
        if let fault = JSONSchema(schema).faults.first {
            throw value.error("`parameters` is no JSON Schema: \(fault)")
        }
        return schema
    }

    private static func approval(_ value: ConfigValue) throws(ConfigError) -> Approval {
        let words = Approval.allCases.map(\.rawValue)
        try SettingForm.check(value, of: "approval", isOneOf: words)
        return Approval(rawValue: try value.string(for: "approval")) ?? .ask
    }

    private static func variables(
        _ value: ConfigValue, _ keyVariables: [String]
    ) throws(ConfigError) -> [String] {
        let names = try value.strings(for: "env")
        for element in value.elements {
            guard case .string(let name) = element.kind else { continue }
            guard isVariable(name) else {
                throw element.error("`env` must hold names of variables, not \"\(name)\"")
            }
            guard !keyVariables.contains(name) else {
                throw element.error("`env` must not name \(name): no tool gets a provider's key")
            }
        }
        return names
    }

    private static func isVariable(_ name: String) -> Bool {
        !name.isEmpty && !name.utf8.contains { $0 == UInt8(ascii: "=") || $0 <= 0x20 }
    }
}

extension ConfigTable.Entry {
    /// An error that points at the key.
    fileprivate func error(_ message: String) -> ConfigError {
        ConfigError(line: keyPosition.line, column: keyPosition.column, message: message)
    }
}

extension ConfigValue {
    /// The elements of an array; a value that is none is the only one.
    var elements: [ConfigValue] {
        if case .array(let elements) = kind { return elements }
        return [self]
    }
}
