import TestSupport
import Testing

@testable import LLMCore

/// Schemas and values may be a stranger's: a check always ends, and what it cannot finish does not
/// count as fitting.
@Suite struct HostileSchemaTests {
    private func words(_ schema: String, _ value: String) throws -> String {
        let schema = JSONSchema(try JSONParser.parse(schema))
        return schema.violations(of: try JSONParser.parse(value)).map(\.description)
            .joined(separator: "\n")
    }

    @Test(arguments: [
        ##"{"$ref": "#"}"##,
        ##"{"allOf": [{"$ref": "#"}, {"$ref": "#"}]}"##,
        ##"{"not": {"$ref": "#"}}"##,
        ##"{"anyOf": [{"$ref": "#"}, {"type": "null"}]}"##,
        ##"{"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"}"##,
    ])
    func aSchemaThatNeverEndsFitsNothing(schema: String) throws {
        #expect(try words(schema, "1").contains("the schema refers to itself without end"))
    }

    @Test(arguments: ["oneOf", "allOf"])
    func workThatGrowsWithoutEndIsGivenUp(keyword: String) throws {
        // Forty levels, each of which asks twice for the next.
        let levels = (0..<40).map { level in
            """
            "\(level)": {"\(keyword)": [{"$ref": "#/$defs/\(level + 1)"},
                {"$ref": "#/$defs/\(level + 1)"}]}
            """
        }
        let schema = """
            {"$defs": {\(levels.joined(separator: ", ")), "40": {"type": "number"}},
            "$ref": "#/$defs/0"}
            """
        #expect(try words(schema, "1").contains("cannot be checked: there is more to check"))
    }

    @Test(arguments: [
        ("(a+)+$", "b"), ("(a|aa)+$", "b"), ("a*a*a*a*a*[bc]", ""), ("(.*)*[xy]", ""),
    ])
    func aPatternThatTakesTooLongIsSaidAsSuch(pattern: String, end: String) {
        let text = String(repeating: "a", count: 20_000) + end
        for schema: JSONValue in [
            ["pattern": .string(pattern)], ["not": ["pattern": .string(pattern)]],
        ] {
            let found = JSONSchema(schema).violations(of: .string(text))
            #expect(found.count == 1)
            #expect(found.first?.message.contains("takes too long") == true)
        }
    }

    @Test func manyTextsShareWhatPatternsMaySpend() {
        let texts = (0..<20_000).map {
            JSONValue.string(String(repeating: "a", count: 16) + "\($0)")
        }
        let schema = JSONSchema(["items": ["not": ["pattern": "(a+)+[bc]"]]])
        #expect(schema.violations(of: .array(texts)).first?.message.contains("too long") == true)
    }

    @Test(arguments: ["[", "(", "a{2,1}", "\\", "(?<n>a)(?<n>b)", "*", "\\C"])
    func aPatternThatIsNoneIsSaidAsSuch(pattern: String) throws {
        for schema: JSONValue in [
            ["pattern": .string(pattern)], ["not": ["pattern": .string(pattern)]],
        ] {
            let found = JSONSchema(schema).violations(of: "a")
            #expect(found.count == 1)
            #expect(
                found.first?.message.hasPrefix("cannot be checked: the schema's pattern") == true)
        }
    }

    /// So many levels of arrays, or of objects.
    private static func nested(_ levels: Int, inObjects: Bool) -> JSONValue {
        (0..<levels).reduce(0) { value, _ in inObjects ? ["a": value] : [value] }
    }

    @Test(arguments: [
        ##"{"items": {"$ref": "#"}, "properties": {"a": {"$ref": "#"}}}"##,
        ##"{"anyOf": [{"items": {"$ref": "#"}}], "properties": {"a": {"not": {"$ref": "#"}}}}"##,
        #"{"uniqueItems": true, "not": {"const": {"a": 1}}}"#, #"{"enum": [{"a": {}}, [[]]]}"#,
    ])
    func nestingEndsTheCheckAndNotTheProgram(schema: String) throws {
        let schema = JSONSchema(try JSONParser.parse(schema))
        for isObject in [false, true] {
            let found = Locked("")
            SmallStack.run {
                let value = Self.nested(200, inObjects: isObject)
                let violations = schema.violations(of: isObject ? value : [value, value])
                found.with { $0 = "\(violations)" }
            }
            #expect(found.with { $0 }.contains("cannot be checked"))
        }
    }

    @Test(arguments: ["not", "oneOf"])
    func aSchemaThatIsNestedTooDeepIsNone(keyword: String) {
        let found = Locked("")
        SmallStack.run {
            let schema = (0..<200).reduce(JSONValue.object([:])) { schema, _ in
                [keyword: keyword == "not" ? schema : [schema]]
            }
            let faults = JSONSchema(schema).faults
            let violations = JSONSchema(schema).violations(of: 1)
            found.with { $0 = "\(faults.map(\.message)) \(violations.map(\.message))" }
        }
        #expect(found.with { $0 }.contains("is nested too deep"))
        #expect(found.with { $0 }.contains("cannot be checked"))
    }

    @Test func whatTheParserTakesFitsASmallStack() {
        let depth = JSONParser.maximumDepth
        SmallStack.run {
            let text =
                String(repeating: #"{"a":["#, count: depth / 2)
                + String(repeating: "]}", count: depth / 2)
            let value = try? JSONParser.parse(text)
            _ = value.map { JSONSchema(["const": $0]).violations(of: $0) }
            _ = value.map { JSONWriter.bytes(of: $0) }
        }
    }

    @Test func violationsAreCounted() throws {
        let ones = JSONValue.array(Array(repeating: 1, count: 100_000))
        let found = JSONSchema(["items": ["type": "null"]]).violations(of: ones)
        #expect(found.count == JSONSchema.maximumViolations)
    }

    @Test(arguments: [
        #"{"uniqueItems": true}"#, #"{"enum": [[1], {"a": 1}]}"#,
        #"{"items": {"type": "integer"}}"#,
        #"{"contains": {"const": 7}}"#, #"{"allOf": [{"minItems": 1}, {"uniqueItems": true}]}"#,
    ])
    func aLargeValueIsCheckedOrGivenUp(schema: String) throws {
        let numbers = JSONValue.array((0..<50_000).map { JSONValue($0) })
        _ = JSONSchema(try JSONParser.parse(schema)).violations(of: numbers)
    }

    /// Each would take minutes, or all memory, where what it costs were not counted.
    @Test(arguments: [
        // Alternatives.
        (many(10_000, #"{"type": "null"}"#, in: "anyOf"), #""x""#),
        // Keywords that look for others beside them.
        ("{\(Array(repeating: #""if": false"#, count: 3000).joined(separator: ","))}", "1"),
        // Long texts that are looked at again and again.
        (many(10_000, #"{"type": "integer"}"#, in: "allOf"), zeros),
        (many(10_000, #"{"type": "null"}"#, in: "anyOf"), #""\ud800\#(zeros)""#),
        (##"{"$defs": {"\##(zeros)": true}, "items": {"$ref": "#/$defs/\##(zeros)"}}"##, ones),
        (#"{"items": {"minimum": \#(zeros)}}"#, ones),
        // Objects with many members.
        (many(10_000, #"{"properties": {"x": true}}"#, in: "allOf"), members(10_000)),
        (#"{"items": {"const": \#(members(10_000))}}"#, many(10_000, "{}")),
    ])
    func workIsCountedWhereverItIsDone(schema: String, value: String) throws {
        var checker = SchemaChecker(of: try JSONParser.parse(schema), steps: 10_000)
        checker.check(try JSONParser.parse(value), against: checker.document)
        let words = checker.result.map(\.message).joined()
        #expect(words.contains("cannot be checked: there is more to check"))
    }

    private static func many(_ count: Int, _ part: String) -> String {
        "[" + Array(repeating: part, count: count).joined(separator: ",") + "]"
    }

    private static func many(_ count: Int, _ part: String, in keyword: String) -> String {
        #"{"\#(keyword)": \#(many(count, part))}"#
    }

    private static func members(_ count: Int) -> String {
        "{" + (0..<count).map { #""m\#($0)": 1"# }.joined(separator: ",") + "}"
    }

    private static let zeros = "-1" + String(repeating: "0", count: 20_000)
    private static let ones = many(10_000, "1")

    // MARK: Generated

    @Test func anyJSONIsASchemaThatEnds() {
        for seed in Seeds(cases: 400) {
            var chance = JSONChance(seed: seed)
            let schema = JSONSchema(chance.schema(depth: 4))
            let found = schema.violations(of: chance.value(depth: 4))
            #expect(found.count <= JSONSchema.maximumViolations + 1, "CHATMD_SEED=\(seed)")
            _ = schema.faults
        }
    }

    @Test func aValueFitsTheSchemaThatDescribesIt() {
        for seed in Seeds(cases: 400) {
            var chance = JSONChance(seed: seed)
            let value = chance.value(depth: 4)
            let schema = JSONSchema(JSONChance.schema(describing: value))
            #expect(schema.violations(of: value) == [], "CHATMD_SEED=\(seed)")
            #expect(schema.faults == [], "CHATMD_SEED=\(seed)")
            let negated = JSONSchema(["not": ["const": value]])
            #expect(negated.violations(of: value).count == 1, "CHATMD_SEED=\(seed)")
        }
    }

    /// `not` turns every judgement around, except one that was given up.
    @Test func notIsTheOppositeOfASchema() {
        for seed in Seeds(cases: 400) {
            var chance = JSONChance(seed: seed, hasReferences: false)
            let schema = chance.schema(depth: 3)
            let value = chance.value(depth: 3)
            let found = JSONSchema(schema).violations(of: value)
            let opposite = JSONSchema(["not": schema]).violations(of: value)
            let isGivenUp = (found + opposite).contains { $0.message.hasPrefix("cannot be") }
            #expect(isGivenUp || found.isEmpty != opposite.isEmpty, "CHATMD_SEED=\(seed)")
        }
    }
}
