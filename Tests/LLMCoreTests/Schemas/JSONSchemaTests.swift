import LLMCore
import Testing

/// What each keyword says about values that do not fit.
@Suite struct JSONSchemaTests {
    private func expect(
        _ value: String, by schema: String, _ violations: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let schema = JSONSchema(try JSONParser.parse(schema))
        let found = schema.violations(of: try JSONParser.parse(value))
        #expect(found.map(\.description) == violations, sourceLocation: sourceLocation)
        #expect(schema.faults == [], sourceLocation: sourceLocation)
    }

    @Test(arguments: [
        (#"{"type": "string"}"#, "3", "must be a string, not 3"),
        (#"{"type": "integer"}"#, "1.5", "must be an integer, not 1.5"),
        (#"{"type": ["string", "null"]}"#, "{}", "must be a string or null, not an object"),
        (
            #"{"type": ["boolean", "array", "number"]}"#, #""a""#,
            #"must be true or false, an array or a number, not "a""#
        ),
        (#"{"const": 1}"#, "[]", "must be 1, not an array"),
        (#"{"enum": ["a", "b", null]}"#, #""c""#, #"must be one of "a", "b" or null, not "c""#),
        (#"{"minimum": 2}"#, "1.9", "must be at least 2, not 1.9"),
        (#"{"maximum": 2}"#, "2.1", "must be at most 2, not 2.1"),
        (#"{"exclusiveMinimum": 2}"#, "2.0", "must be more than 2, not 2.0"),
        (#"{"exclusiveMaximum": 2}"#, "2", "must be less than 2, not 2"),
        (#"{"multipleOf": 0.01}"#, "0.015", "must be a multiple of 0.01, not 0.015"),
        (#"{"minLength": 2}"#, #""é""#, "must have at least 2 characters, not 1"),
        (#"{"maxLength": 1}"#, #""ab""#, "must have at most 1 character, not 2"),
        (#"{"pattern": "^a+$"}"#, #""b""#, #"must match the pattern `^a+$`, which "b" does not"#),
        (#"{"minItems": 1}"#, "[]", "must have at least 1 item, not 0"),
        (#"{"maxItems": 1}"#, "[1, 2]", "must have at most 1 item, not 2"),
        (#"{"minProperties": 1}"#, "{}", "must have at least 1 member, not 0"),
        (#"{"not": {"const": "root"}}"#, #""root""#, #"must not be "root""#),
        (#"{"not": {"type": "null"}}"#, "null", "must not be what `not` describes"),
        (#"{"required": ["a"]}"#, "{}", "`a` is missing"),
        (#"{"dependentRequired": {"a": ["b"]}}"#, #"{"a": 1}"#, "`b` is missing beside `a`"),
        (#"{"dependencies": {"a": ["b"]}}"#, #"{"a": 1}"#, "`b` is missing beside `a`"),
        (
            #"{"propertyNames": {"maxLength": 1}}"#, #"{"ab": 1}"#,
            "the name of `ab` must have at most 1 character, not 2"
        ),
        (
            #"{"anyOf": [{"type": "null"}, {"minimum": 3}]}"#, "1",
            "fits none of 2 alternatives: (1) must be null, not 1; (2) must be at least 3, not 1"
        ),
        (
            #"{"oneOf": [{"type": "number"}, {"minimum": 3}]}"#, "4",
            "must fit one alternative of `oneOf`, and fits several: 1, 2"
        ),
        ("false", "1", "is not allowed"),
    ])
    func aValueThatDoesNotFitIsToldWhatItMustBe(schema: String, value: String, words: String)
        throws
    {
        try expect(value, by: schema, [words])
    }

    @Test(arguments: [
        (
            #"{"properties": {"place": {"type": "string"}}}"#, #"{"place": 3}"#,
            "/place: must be a string, not 3"
        ),
        (
            #"{"items": {"items": {"type": "null"}}}"#, "[[], [null, 1]]",
            "/1/1: must be null, not 1"
        ),
        (#"{"prefixItems": [true, {"type": "null"}]}"#, "[1, 2]", "/1: must be null, not 2"),
        (#"{"prefixItems": [true], "items": false}"#, "[1, 2]", "/1: is not allowed"),
        (
            #"{"items": [true], "additionalItems": {"type": "null"}}"#, "[1, 2]",
            "/1: must be null, not 2"
        ),
        (
            #"{"uniqueItems": true}"#, #"[{"a": 1, "b": []}, 2, {"b": [], "a": 1.0}]"#,
            "/2: is the same as item 0, counted from 0"
        ),
        (
            #"{"patternProperties": {"^x-": {"type": "null"}}}"#, #"{"a": 1, "x-b": 1}"#,
            "/x-b: must be null, not 1"
        ),
        (
            #"{"properties": {"a": {}}, "additionalProperties": false}"#, #"{"a": 1, "c": 1}"#,
            "/c: is not allowed; what may be there is `a`"
        ),
        (
            #"{"additionalProperties": {"type": "null"}}"#, #"{"a/b~c": 1}"#,
            "/a~1b~0c: must be null, not 1"
        ),
        (
            #"{"contains": {"type": "null"}}"#, "[1]",
            "must have at least 1 of the items that `contains` asks for, not 0 (the first other one "
                + "must be null, not 1)"
        ),
        (
            #"{"if": {"required": ["a"]}, "then": {"required": ["b"]}}"#, #"{"a": 1}"#,
            "`b` is missing"
        ),
        (#"{"if": {"required": ["a"]}, "else": {"required": ["b"]}}"#, "{}", "`b` is missing"),
        (
            ##"{"$defs": {"n": {"type": "null"}}, "properties": {"a": {"$ref": "#/$defs/n"}}}"##,
            #"{"a": 1}"#, "/a: must be null, not 1"
        ),
        (
            ##"{"definitions": {"a/b %": {"type": "null"}}, "$ref": "#/definitions/a~1b%20%25"}"##,
            "1", "must be null, not 1"
        ),
        (
            ##"{"properties": {"next": {"$ref": "#"}, "end": {"type": "null"}}}"##,
            #"{"next": {"next": {"end": 1}}}"#, "/next/next/end: must be null, not 1"
        ),
    ])
    func aViolationNamesItsPlace(schema: String, value: String, words: String) throws {
        try expect(value, by: schema, [words])
    }

    @Test func everyViolationIsTold() throws {
        try expect(
            #"{"age": "x", "tags": ["a", 1]}"#,
            by: #"""
                {"type": "object", "required": ["name"], "properties": {
                    "age": {"type": "integer"}, "tags": {"items": {"type": "string"}}}}
                """#,
            [
                "`name` is missing", #"/age: must be an integer, not "x""#,
                "/tags/1: must be a string, not 1",
            ])
    }

    @Test(arguments: ["1.0", "1e0", "10e-1", "-0", "1E400", "123456789012345678901234567890"])
    func anIntegerIsWhatHasNoFraction(number: String) throws {
        try expect(number, by: #"{"type": "integer"}"#, [])
    }

    @Test func namesAreComparedByTheirBytes() throws {
        let schema = #"{"properties": {"\u00e9": false}, "additionalProperties": true}"#
        try expect(#"{"e\u0301": 1}"#, by: schema, [])
        try expect(#"{"\u00e9": 1}"#, by: schema, ["/é: is not allowed"])
    }

    @Test func aMemberThatIsThereTwiceMustFitTwice() throws {
        try expect(
            #"{"a": 1, "a": null}"#, by: #"{"properties": {"a": {"type": "null"}}}"#,
            ["/a: must be null, not 1"])
    }

    @Test func whatIsUnknownSaysNothing() throws {
        try expect("3", by: #"{"format": "email", "colour": "red", "minLength": 5}"#, [])
    }

    @Test func longTextsAreCut() throws {
        let long = String(repeating: "a", count: 5000)
        let schema = JSONSchema(["additionalProperties": ["type": "null"]])
        let found = schema.violations(of: .object(JSONObject([(long, .string(long))])))
        #expect(found.count == 1)
        #expect(found[0].description.count < 200)
    }
}
