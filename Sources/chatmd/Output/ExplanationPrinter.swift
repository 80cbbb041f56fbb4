import ConfigText
import LLMCore

/// Shows where settings come from, for people and for programs.
enum ExplanationPrinter {
    private static let maximumWidth = 60

    static func text(_ explanation: Explanation) -> String {
        var table = TextTable([("SETTING", .left), ("VALUE", .left), ("FROM", .left)])
        for row in explanation.rows {
            if let winner = row.winner {
                table.append([row.key, shown(winner.value), winner.source.description])
            } else {
                table.append([
                    row.key, "", "not set: a higher `model` goes with a provider of its own",
                ])
            }
            for statement in row.overridden {
                table.append([
                    "", "not " + shown(statement.value), statement.source.description,
                ])
            }
        }
        return table.text
    }

    static func json(_ explanation: Explanation) -> JSONValue {
        .array(
            explanation.rows.map { row in
                var json = JSONObject([("key", .string(row.key))])
                if let winner = row.winner {
                    json["value"] = JSONValue(winner.value)
                    json["from"] = .object(winner.source.json)
                }
                json["overridden"] = .array(
                    row.overridden.map { statement in
                        .object([
                            "value": JSONValue(statement.value),
                            "from": .object(statement.source.json),
                        ])
                    })
                return .object(json)
            })
    }

    static func json(ofPresets presets: [(name: String, isBuiltIn: Bool)]) -> JSONValue {
        .array(
            presets.map { preset in
                ["name": .string(preset.name), "built_in": .bool(preset.isBuiltIn)]
            })
    }

    private static func shown(_ value: ConfigValue) -> String {
        let text = TOMLWriter.text(of: value)
        return text.count > maximumWidth ? text.prefix(maximumWidth - 1) + "…" : text
    }
}

extension Explanation.Source {
    fileprivate var description: String {
        switch self {
        case .builtIn: "built in"
        case .commandLine: "the command line"
        case .environment(let variable): "\(variable) in the environment"
        case .file(let path, let line, _): "\(path):\(line)"
        case .builtInPreset(let name): "the preset `\(name)`, built in"
        case .preset(let name, let path, let line, _): "the preset `\(name)`, \(path):\(line)"
        }
    }

    fileprivate var json: JSONObject {
        switch self {
        case .builtIn: ["kind": "built_in"]
        case .commandLine: ["kind": "command_line"]
        case .environment(let variable):
            ["kind": "environment", "variable": .string(variable)]
        case .builtInPreset(let name): ["kind": "preset", "preset": .string(name)]
        case .file(let path, let line, let column):
            [
                "kind": "file", "path": .string(path), "line": JSONValue(line),
                "column": JSONValue(column),
            ]
        case .preset(let name, let path, let line, let column):
            [
                "kind": "preset", "preset": .string(name), "path": .string(path),
                "line": JSONValue(line), "column": JSONValue(column),
            ]
        }
    }
}
