import LLMCore
import Spelling

/// A schema as `llm` lets it be typed: `name, age int: in years, tags`.
///
/// Fields stand between commas, or on lines where there are several lines. Each is a name, perhaps
/// a type (`str`, `int`, `float` or `bool`), perhaps a description after a colon. All are required,
/// and there are no others: providers hold a model to such a schema, and only ask it to keep to a
/// laxer one.
struct ShortSchema {
    private(set) var schema: JSONValue

    private static let types = [
        "str": "string", "int": "integer", "float": "number", "bool": "boolean",
    ]

    init(parsing text: String) throws(Failure) {
        let separator: Unicode.Scalar = text.unicodeScalars.contains("\n") ? "\n" : ","
        var properties = JSONObject()
        for field in text.unicodeScalars.split(separator: separator) {
            guard let (name, property) = try Self.property(String(field)) else { continue }
            guard properties[name] == nil else {
                throw Failure.usage("--schema: the field `\(name)` is there twice")
            }
            properties.append(name, .object(property))
        }
        guard !properties.isEmpty else { throw Failure.usage("--schema: there is no field in it") }
        schema = [
            "type": "object",
            "properties": .object(properties),
            "required": .array(properties.members.map { .string($0.key) }),
            "additionalProperties": false,
        ]
    }

    /// nil for a blank field.
    private static func property(_ field: String) throws(Failure) -> (String, JSONObject)? {
        let parts = field.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let words = parts[0].split { $0 == " " || $0 == "\t" || $0 == "\r" }.map(String.init)
        guard let name = words.first else {
            if parts.count == 1 { return nil }
            throw Failure.usage("--schema: `\(field)` names no field")
        }
        guard words.count <= 2, name.utf8.allSatisfy(isNameByte) else {
            throw Failure.usage(
                "--schema: `\(parts[0].trimmed)` is neither a file nor a field",
                hint:
                    "a field is a name and perhaps a type, then perhaps a colon and a description: "
                    + "'name, age int: in years'")
        }
        let word = words.count == 2 ? words[1] : "str"
        guard let type = types[word] else {
            let near = nearest(to: word, in: types.keys.sorted())
            throw Failure.usage(
                "--schema: `\(word)` is no type of a field",
                hint: near.map { "did you mean \($0)?" } ?? "there are str, int, float and bool")
        }
        var property = JSONObject([("type", .string(type))])
        let description = parts.count == 2 ? parts[1].trimmed : ""
        if !description.isEmpty { property.append("description", .string(description)) }
        return (name, property)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
            0x80...:
            true
        default: false
        }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var rest = unicodeScalars
        let blanks: [Unicode.Scalar] = [" ", "\t", "\r"]
        while let first = rest.first, blanks.contains(first) { rest.removeFirst() }
        while let last = rest.last, blanks.contains(last) { rest.removeLast() }
        return String(Substring(rest))
    }
}
