/// The part of JSON Schema that a provider holds a model to, token by token.
///
/// A schema that uses anything else is refused there, so it is asked for in a weaker way. It is
/// never rewritten: a property that may be left out and one that may be null are not the same.
struct StrictSchemas {
    /// What a schema may use.
    private let keywords: Set<String>
    /// Whether every property has to be required.
    private let needsAllRequired: Bool
    private let allowsRecursion: Bool

    /// OpenAI's with `strict`, and what is made after it.
    static let openAI = StrictSchemas(
        keywords: common.union([
            "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
            "minItems", "maxItems",
        ]),
        needsAllRequired: true, allowsRecursion: true)

    /// Anthropic's `output_config.format`.
    static let anthropic = StrictSchemas(
        keywords: common.union(["default"]), needsAllRequired: false, allowsRecursion: false)

    private static let common: Set<String> = [
        "type", "properties", "required", "additionalProperties", "items", "enum", "const", "anyOf",
        "$ref", "$defs", "definitions", "title", "description", "format", "$schema",
    ]

    /// Whether the schema is one of them: an object at the top, and no object in it that allows
    /// other members than it names.
    func contain(_ schema: JSONValue) -> Bool {
        guard schema["type"] == "object" else { return false }
        var references: [ExactText: Bool] = [:]
        return takes(schema, in: schema, &references, depth: 0)
    }

    /// - Parameter references: those that were met; true once what they lead to is known to be
    ///   taken.
    private func takes(
        _ schema: JSONValue, in document: JSONValue, _ references: inout [ExactText: Bool],
        depth: Int
    ) -> Bool {
        guard let object = schema.object, depth < 32, isClosed(object) else { return false }
        for keyword in object.members {
            guard keywords.contains(keyword.key) else { return false }
            let parts: [JSONValue]
            switch keyword.key {
            case "properties", "$defs", "definitions":
                guard let members = keyword.value.object?.members else { return false }
                parts = members.map(\.value)
            case "anyOf": parts = keyword.value.array ?? []
            case "items": parts = [keyword.value]
            case "$ref" where !allowsRecursion:
                let name = ExactText(keyword.value.string ?? "")
                if references[name] == true { continue }
                var steps = 0
                guard references.updateValue(false, forKey: name) == nil,
                    let target = document.target(of: name.text, steps: &steps),
                    takes(target, in: document, &references, depth: depth + 1)
                else { return false }
                references[name] = true
                continue
            default: continue
            }
            for part in parts where !takes(part, in: document, &references, depth: depth + 1) {
                return false
            }
        }
        return true
    }

    private func isClosed(_ object: JSONObject) -> Bool {
        let isObject =
            object["type"] == "object" || object["type"]?.array?.contains("object") == true
        guard isObject || object["properties"] != nil else { return true }
        guard object["additionalProperties"] == .bool(false) else { return false }
        guard needsAllRequired else { return true }
        let required = Set((object["required"]?.array ?? []).compactMap(\.string))
        let names = object["properties"]?.object?.members.map(\.key) ?? []
        return names.allSatisfy(required.contains)
    }
}
