import ConfigText
import LLMCore
import MarkdownHistory

extension Command {
    static let parse = Command(
        name: "parse",
        summary: "print a conversation as JSON",
        usage: "chatmd parse [FILE|-]",
        details: """
            Prints how the file is read: settings with their places, messages with role, label,
            text, lines and byte offsets, sections from heading to heading, and what should be looked
            at. Nothing is sent. Lines count from 1 and include the last, byte offsets count from 0
            and exclude it.
            """,
        options: [.stdinFilename, .help],
        examples: ["chatmd parse chat.md", "chatmd parse chat.md | jq -r '.messages[-1].content'"],
        group: .files,
        run: { invocation throws(Failure) in
            let (text, path) = try input(of: invocation)
            let file = try chatFile(parsing: text, path: path)
            let json = JSONWriter.bytes(of: file.json(path: path))
            try StandardStream.output().write(json + [UInt8(ascii: "\n")])
            return ExitCode.answered
        }
    )
}

extension ChatFile {
    fileprivate func json(path: String?) -> JSONValue {
        var json = JSONObject()
        json["path"] = path.map(JSONValue.string)
        json["front_matter"] = frontMatter.map(\.json)
        json["settings"] = .object(frontMatter?.settings.json ?? JSONObject())
        json["messages"] = .array(turns.map { $0.json(in: source) })
        json["sections"] = .array(sectionsJSON)
        let settings = frontMatter.map { SettingsLayer.diagnostics(of: $0.settings) } ?? []
        json["diagnostics"] = .array((settings + diagnostics).map(\.json))
        return .object(json)
    }

    /// Where each section stands, heading and blank lines included, and which message it is.
    private var sectionsJSON: [JSONValue] {
        var messages = turns.indices[...]
        var sections: [JSONValue] = []
        for section in self.sections {
            var json = JSONObject([("role", .string(section.role.rawValue))])
            json["name"] = section.label.map(JSONValue.string)
            json["heading_line"] = section.headingLine.map { JSONValue($0) }
            let first = section.headingLine ?? section.lines.lowerBound
            json["lines"] = [
                "first": JSONValue(first), "last": JSONValue(section.lines.upperBound - 1),
            ]
            if let next = messages.first, section.lines.contains(turns[next].lines.lowerBound) {
                json["message"] = JSONValue(next)
                messages.removeFirst()
            } else if section.headingLine == nil {
                continue
            }
            sections.append(.object(json))
        }
        return sections
    }
}

extension Turn {
    fileprivate func json(in source: SourceText) -> JSONValue {
        var json = JSONObject([("role", .string(role.rawValue))])
        json["name"] = label.map(JSONValue.string)
        json["content"] = .string(text)
        json["embeds"] = embeds.isEmpty ? nil : .array(embeds.map(\.json))
        json["tool_records"] =
            placedRecords.isEmpty ? nil : .array(placedRecords.map { $0.json(in: source) })
        json["heading_line"] = headingLine.map { JSONValue($0) }
        json["lines"] = ["first": JSONValue(lines.lowerBound), "last": JSONValue(lines.upperBound)]
        json["bytes"] = ["start": JSONValue(bytes.lowerBound), "end": JSONValue(bytes.upperBound)]
        return .object(json)
    }
}

extension FrontMatter {
    fileprivate var json: JSONValue {
        [
            "syntax": syntax == .toml ? "toml" : "yaml",
            "lines": ["first": JSONValue(lines.lowerBound), "last": JSONValue(lines.upperBound)],
            "bytes": ["start": JSONValue(bytes.lowerBound), "end": JSONValue(bytes.upperBound)],
        ]
    }
}

extension Embed {
    fileprivate var json: JSONValue {
        [
            "destination": .string(destination),
            "alternative_text": .string(alternativeText),
            "line": JSONValue(line),
            "column": JSONValue(column),
            "offset": JSONValue(offset),
        ]
    }
}

extension PlacedRecord {
    fileprivate func json(in source: SourceText) -> JSONValue {
        [
            "type": .string(record.kind.rawValue),
            "name": .string(record.name),
            "id": .string(record.id),
            "content": .string(record.content),
            "is_error": .bool(record.isError),
            "lines": ["first": JSONValue(lines.lowerBound), "last": JSONValue(lines.upperBound)],
            "bytes": [
                "start": JSONValue(source.start(ofLine: lines.lowerBound)),
                "end": JSONValue(source.line(lines.upperBound).endIndex),
            ],
        ]
    }
}

extension Diagnostic {
    var json: JSONValue {
        var json = JSONObject([("severity", .string(severity.rawValue))])
        json["line"] = JSONValue(line)
        json["column"] = JSONValue(column)
        json["message"] = .string(message)
        json["hint"] = hint.map(JSONValue.string)
        return .object(json)
    }
}

extension ConfigTable {
    fileprivate var json: JSONObject {
        JSONObject(
            entries.map { entry in
                let position = entry.keyPosition
                let member: JSONValue = [
                    "value": entry.value.json,
                    "line": JSONValue(position.line),
                    "column": JSONValue(position.column),
                ]
                return (entry.key, member)
            }
        )
    }
}

extension ConfigValue {
    fileprivate var json: JSONValue {
        switch kind {
        case .null: .null
        case .string(let text), .date(let text): .string(text)
        case .integer(let number): JSONValue(number)
        case .float(let number): JSONValue(number)
        case .boolean(let flag): .bool(flag)
        case .array(let values): .array(values.map(\.json))
        case .table(let table):
            .object(JSONObject(table.entries.map { ($0.key, $0.value.json) }))
        }
    }
}
