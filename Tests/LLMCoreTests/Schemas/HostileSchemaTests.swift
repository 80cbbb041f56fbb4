import LLMCore
import TestSupport
import Testing

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
        // Sixty levels, each of which asks twice for the next.
        let levels = (0..<60).map { level in
            """
            "\(level)": {"\(keyword)": [{"$ref": "#/$defs/\(level + 1)"},
                {"$ref": "#/$defs/\(level + 1)"}]}
            """
        }
        let schema = """
            {"$defs": {\(levels.joined(separator: ", ")), "60": {"type": "number"}},
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

    @Test func nestingEndsTheCheckAndNotTheProgram() throws {
        let deep = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
        #expect(try words(##"{"items": {"$ref": "#"}}"##, deep).contains("cannot be checked"))
        let schema =
            String(repeating: #"{"not": "#, count: 500) + "{}" + String(repeating: "}", count: 500)
        #expect(try words(schema, "1").contains("cannot be checked"))
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
        let numbers = JSONValue.array((0..<300_000).map { JSONValue($0) })
        _ = JSONSchema(try JSONParser.parse(schema)).violations(of: numbers)
    }

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
