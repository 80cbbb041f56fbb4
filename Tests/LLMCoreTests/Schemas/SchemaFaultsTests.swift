import LLMCore
import Testing

@Suite struct SchemaFaultsTests {
    private func faults(_ schema: String) throws -> [String] {
        JSONSchema(try JSONParser.parse(schema)).faults.map(\.description)
    }

    @Test(arguments: [
        ("3", "must be a schema, an object, not 3"),
        (
            #"{"type": "str"}"#,
            #"/type: must be one of "null", "boolean", "object", "array", "number", "string" or "#
                + #""integer", not "str""#
        ),
        (
            #"{"properties": {"a": {"pattern": "["}}}"#,
            #"/properties/a/pattern: "[" is no pattern: missing terminating ] for character class"#
        ),
        (
            ##"{"items": {"$ref": "#/$defs/x"}}"##,
            ##"/items/$ref: leads to "#/$defs/x", which is not in the schema"##
        ),
        (#"{"required": "a"}"#, "/required: must be an array"),
        (#"{"required": [1]}"#, "/required/0: must be a string"),
        (#"{"anyOf": [{"minimum": "1"}]}"#, "/anyOf/0/minimum: must be a number"),
        (#"{"multipleOf": 0}"#, "/multipleOf: must be a number above 0"),
        (#"{"minLength": -1}"#, "/minLength: must be a whole number from 0 on"),
        (#"{"properties": []}"#, "/properties: must be an object"),
        (#"{"enum": 1}"#, "/enum: must be an array"),
        (#"{"uniqueItems": 1}"#, "/uniqueItems: must be true or false"),
    ])
    func whatIsNoSchemaIsNamedWithItsPlace(schema: String, words: String) throws {
        #expect(try faults(schema) == [words])
    }

    @Test(arguments: [
        "true", "{}", #"{"type": ["string", "null"], "x-unknown": 1, "format": 3}"#,
        ##"{"$defs": {"a": true}, "items": [{"$ref": "#/$defs/a"}, {"$ref": "#"}]}"##,
        #"{"dependencies": {"a": ["b"], "c": {"type": "object"}}, "properties": {"type": {}}}"#,
    ])
    func aSchemaHasNone(schema: String) throws {
        #expect(try faults(schema) == [])
    }

    @Test func thereAreNeverMoreThanAreRead() throws {
        let many = JSONValue.array(Array(repeating: 3, count: 1000))
        #expect(JSONSchema(["allOf": many]).faults.count == JSONSchema.maximumViolations)
    }
}
