import ConfigText
import LLMCore

extension JSONValue {
    /// The value as JSON: dates become strings, integers and floats stay what they are.
    init(_ value: ConfigValue) {
        switch value.kind {
        case .null: self = .null
        case .string(let text): self = .string(text)
        case .integer(let number): self = .number(String(number))
        case .float(let number): self.init(number)
        case .boolean(let value): self = .bool(value)
        case .date(let text): self = .string(text)
        case .array(let elements): self = .array(elements.map { JSONValue($0) })
        case .table(let table):
            self = .object(JSONObject(table.entries.map { ($0.key, JSONValue($0.value)) }))
        }
    }
}

extension ConfigValue {
    /// A JSON value as a setting, with nulls, which TOML lacks; it has no place of its own.
    init(allowingNull json: JSONValue) {
        let position = SourcePosition(line: 1, column: 1)
        let kind: Kind =
            switch json {
            case .null: .null
            case .string, .unpairedString: .string(json.string ?? "")
            case .bool(let flag): .boolean(flag)
            case .number: json.int.map(Kind.integer) ?? .float(json.double ?? 0)
            case .array(let values): .array(values.map { ConfigValue(allowingNull: $0) })
            case .object(let object):
                .table(
                    ConfigTable(
                        entries: object.members.map {
                            .init(
                                key: $0.key, keyPosition: position,
                                value: ConfigValue(allowingNull: $0.value))
                        }))
            }
        self.init(kind, at: position)
    }
}

extension ResponseFormat {
    /// `"text"`, `"json"`, or a table with a JSON Schema as `schema` and perhaps a `name`.
    init(_ value: ConfigValue, of key: String) throws(ConfigError) {
        guard case .table(let table) = value.kind else {
            self = try value.string(for: key) == "json" ? .json : .text
            return
        }
        guard let schema = table["schema"] else { throw value.error("`\(key)` needs a `schema`") }
        self = .schema(JSONValue(schema), name: try table.string(for: "name") ?? "answer")
    }
}
