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
