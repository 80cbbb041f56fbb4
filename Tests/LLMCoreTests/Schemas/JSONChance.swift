import LLMCore
import TestSupport

/// Values and schemas at random, hostile ones among them.
struct JSONChance {
    private var chance: SeededGenerator
    /// Whether schemas refer to their own document, which then cannot be a part of another.
    private let hasReferences: Bool

    init(seed: UInt64, hasReferences: Bool = true) {
        chance = SeededGenerator(seed: seed)
        self.hasReferences = hasReferences
    }

    private static let names = ["a", "b", "", "a/b", "é", "e\u{301}", "~0", "type", "$ref"]
    private static let numbers = ["0", "-0", "1", "1.0", "0.1", "3e2", "-7", "1e999", "0.30000"]
    private static let patterns = ["^a", "b$", "[", "(a+)+$", "", "\\d{2,}", "\\p{L}", "(?=a)"]
    private static let types = [
        "null", "boolean", "object", "array", "number", "string", "integer", "any",
    ]
    private static let keywords = [
        "type", "enum", "const", "required", "properties", "patternProperties",
        "additionalProperties", "propertyNames", "minProperties", "maxProperties", "items",
        "prefixItems", "additionalItems", "contains", "minContains", "maxContains", "minItems",
        "maxItems", "uniqueItems", "minLength", "maxLength", "pattern", "minimum", "maximum",
        "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "allOf", "anyOf", "oneOf", "not",
        "if",
        "then", "else", "dependentRequired", "dependentSchemas", "dependencies", "$ref", "$defs",
        "format",
    ]

    private mutating func name() -> String { chance.element(of: Self.names) }

    mutating func value(depth: Int) -> JSONValue {
        let kinds = depth > 0 ? 7 : 5
        switch Int.random(in: 0..<kinds, using: &chance) {
        case 0: return .null
        case 1: return .bool(chance.chance(1, in: 2))
        case 2: return .number(chance.element(of: Self.numbers))
        case 3: return .string(name())
        case 4: return .string(String(repeating: name(), count: 3))
        case 5:
            return .array(
                (0..<Int.random(in: 0...3, using: &chance)).map { _ in value(depth: depth - 1) })
        default:
            return .object(
                JSONObject(
                    (0..<Int.random(in: 0...3, using: &chance)).map { _ in
                        (name(), value(depth: depth - 1))
                    }))
        }
    }

    /// One keyword in eight has a value that it must not have.
    mutating func schema(depth: Int) -> JSONValue {
        if depth == 0 || chance.chance(1, in: 8) {
            return chance.chance(1, in: 8) ? value(depth: 1) : .bool(chance.chance(3, in: 4))
        }
        var object = JSONObject()
        for _ in 0..<Int.random(in: 1...4, using: &chance) {
            let keyword = chance.element(of: Self.keywords)
            let isWrong = chance.chance(1, in: 8) && keyword != "$ref"
            object.append(keyword, isWrong ? value(depth: 2) : argument(of: keyword, depth - 1))
        }
        return .object(object)
    }

    private mutating func argument(of keyword: String, _ depth: Int) -> JSONValue {
        switch keyword {
        case "type": return .string(chance.element(of: Self.types))
        case "enum": return .array((0..<3).map { _ in value(depth: 2) })
        case "required": return [.string(name()), .string(name())]
        case "properties", "dependentSchemas", "dependencies", "$defs":
            return .object(JSONObject((0..<3).map { _ in (name(), schema(depth: depth)) }))
        case "patternProperties":
            return .object(
                JSONObject(
                    (0..<2).map { _ in
                        (chance.element(of: Self.patterns), schema(depth: depth))
                    }))
        case "dependentRequired":
            return .object(JSONObject([(name(), JSONValue.array([.string(name())]))]))
        case "prefixItems", "allOf", "anyOf", "oneOf":
            return .array(
                (0..<Int.random(in: 1...3, using: &chance)).map { _ in schema(depth: depth) })
        case "uniqueItems": return true
        case "pattern": return .string(chance.element(of: Self.patterns))
        case "$ref" where !hasReferences: return 0
        case "$ref":
            return .string(chance.element(of: ["#", "#/$defs/a", "#/properties/b", "other"]))
        case "format", "const": return value(depth: 2)
        case let name where name.hasPrefix("m") || name.hasPrefix("exclusive"):
            return .number(chance.element(of: Self.numbers))
        default: return schema(depth: depth)
        }
    }

    /// A schema that this value fits, as narrow as can be said.
    static func schema(describing value: JSONValue) -> JSONValue {
        switch value {
        case .null: ["type": "null"]
        case .bool: ["type": "boolean", "const": value]
        case .number: ["type": "number", "minimum": value, "maximum": value, "enum": [value]]
        case .string(let text):
            [
                "type": "string", "minLength": JSONValue(text.unicodeScalars.count),
                "maxLength": JSONValue(text.unicodeScalars.count), "const": value,
            ]
        case .unpairedString: ["type": "string"]
        case .array(let elements):
            [
                "type": "array", "prefixItems": .array(elements.map(schema(describing:))),
                "items": false, "minItems": JSONValue(elements.count),
            ]
        case .object(let object):
            [
                "type": "object", "required": .array(object.members.map { .string($0.key) }),
                "properties": .object(
                    JSONObject(
                        object.members.map { member in
                            // A name that is there twice has the values of both.
                            let all = object.members.filter { same($0.key, member.key) }
                            return (
                                member.key,
                                ["anyOf": .array(all.map { schema(describing: $0.value) })]
                            )
                        })),
                "additionalProperties": false,
            ]
        }
    }

    private static func same(_ one: String, _ other: String) -> Bool {
        one.utf8.elementsEqual(other.utf8)
    }
}
