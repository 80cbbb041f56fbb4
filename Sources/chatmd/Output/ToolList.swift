import LLMCore

/// The tools and collections that there are, for people and for programs.
struct ToolList {
    private let tools: [ToolDefinition]
    private let collections: [ToolCollections.Collection]
    private let toolbox: Toolbox
    private let environment: Environment

    /// - Parameter names: those that are wanted; all where it is empty.
    init(_ toolbox: Toolbox, names: [String], _ environment: Environment) {
        let isWanted = { name in names.isEmpty || names.contains(name) }
        tools = toolbox.tools.filter { isWanted($0.tool.name) }
        collections = toolbox.collections.all.filter { isWanted($0.name) }
        self.toolbox = toolbox
        self.environment = environment
    }

    private func tools(of collection: ToolCollections.Collection) -> [String] {
        toolbox.tools(of: [collection.name]).map(\.tool.name)
    }

    // MARK: - For people

    /// A line for each.
    var table: String {
        var rows = TextTable([
            ("TOOL", .left), ("APPROVAL", .left), ("RUNS", .left), ("FOR", .left),
        ])
        for definition in tools {
            rows.append([
                definition.tool.name, definition.approval.rawValue,
                definition.command?.text ?? "built in", Self.firstSentence(of: definition.tool),
            ])
        }
        var groups = TextTable([("COLLECTION", .left), ("TOOLS", .left)])
        for collection in collections {
            groups.append([collection.name, tools(of: collection).joined(separator: ", ")])
        }
        return rows.text + "\n" + groups.text
    }

    static func firstSentence(of tool: Tool) -> String {
        let line = tool.description.split(separator: "\n").first.map(String.init) ?? ""
        let end = line.indices.first { index in
            ".:".contains(line[index]) && line[line.index(after: index)...].hasPrefix(" ")
        }
        let sentence = end.map { String(line[..<$0]) } ?? line
        let text = sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
        return text.count > 70 ? text.prefix(69) + "…" : text
    }

    /// Everything about each.
    var sheets: String {
        let all = tools.map(sheet) + collections.map(sheet)
        return all.joined(separator: "\n")
    }

    private func sheet(of collection: ToolCollections.Collection) -> String {
        var lines = [("collection of", collection.members.joined(separator: ", "))]
        let tools = tools(of: collection)
        if tools != collection.members {
            lines.append(("that is", tools.joined(separator: ", ")))
        }
        return Self.sheet(collection.name, lines)
    }

    private func sheet(of definition: ToolDefinition) -> String {
        var lines = [("for", definition.tool.description)]
        if let program = definition.command {
            if BuiltInTool.named(definition.tool.name) != nil {
                lines.append(("instead of", "the built-in tool of that name"))
            }
            lines += [
                ("runs", program.text),
                ("program", path(of: program) ?? "not found, so it cannot run"),
                ("folder", program.folder ?? "the conversation's"),
                ("variables", program.names.joined(separator: ", ")),
                (
                    "limits",
                    "\(program.seconds) s, \(program.outputLimit >> 10) kB of output"
                ),
            ]
        } else {
            lines.append(("runs", "built in"))
        }
        lines.append(("approval", definition.approvalMeaning))
        let schema = String(
            decoding: JSONWriter.indentedBytes(of: definition.tool.parameters), as: UTF8.self)
        lines.append(("arguments", schema))
        return Self.sheet(definition.tool.name, lines)
    }

    private static func sheet(_ name: String, _ lines: [(label: String, text: String)]) -> String {
        var text = TerminalText.visible(name) + "\n\n"
        for (label, line) in lines {
            let rows = TerminalText.visible(line).split(separator: "\n")
            for (index, row) in rows.enumerated() {
                text += "  \((index == 0 ? label : "").padded(to: 15))\(row)\n"
            }
        }
        return text
    }

    private func path(of program: CommandTool) -> String? {
        Executable.path(of: program.command[0], in: environment)
    }

    // MARK: - For programs

    var json: JSONValue {
        [
            "tools": .array(tools.map(json)),
            "collections": .array(
                collections.map { collection in
                    [
                        "name": .string(collection.name),
                        "members": .array(collection.members.map { .string($0) }),
                        "tools": .array(tools(of: collection).map { .string($0) }),
                    ]
                }),
        ]
    }

    private func json(of definition: ToolDefinition) -> JSONValue {
        var json = JSONObject([
            ("name", .string(definition.tool.name)),
            ("description", .string(definition.tool.description)),
            ("approval", .string(definition.approval.rawValue)),
            ("built_in", .bool(definition.command == nil)),
        ])
        if let program = definition.command {
            json["command"] = .array(program.command.map { .string($0) })
            json["program"] = path(of: program).map { .string($0) }
            json["cwd"] = program.folder.map { .string($0) }
            json["env"] = .array(program.names.map { .string($0) })
            json["timeout_ms"] = JSONValue(program.milliseconds)
            json["output_limit"] = JSONValue(program.outputLimit)
        }
        json["parameters"] = definition.tool.parameters
        return .object(json)
    }
}

extension ToolDefinition {
    /// What it runs; nil for a built-in tool.
    fileprivate var command: CommandTool? {
        guard case .command(let command) = action else { return nil }
        return command
    }
}

extension ToolDefinition {
    fileprivate var approvalMeaning: String {
        switch approval {
        case .ask: "ask: you are asked before each run"
        case .always where isHarmless: "always: it runs unasked, whoever chose it"
        case .always: "always: it runs unasked where you chose it yourself"
        case .never: "never: it is not offered to any model"
        }
    }
}

extension CommandTool {
    /// The command as a shell would want it written.
    fileprivate var text: String { command.map(\.shellWord).joined(separator: " ") }

    /// Of the variables it gets where they are set.
    fileprivate var names: [String] {
        ChildEnvironment.usual + variables.filter { !ChildEnvironment.usual.contains($0) }
    }
}
