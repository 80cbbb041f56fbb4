import Testing

@testable import LLMCore

@Suite struct StrictSchemasTests {
    /// An object at the top: what it may hold is the table's.
    private static func object(_ properties: String, _ more: String = "") -> String {
        #"{"type": "object", "properties": \#(properties), "additionalProperties": false\#(more)}"#
    }

    @Test(
        arguments: [
            (object("{}"), true, true),
            (object(#"{"a": {"type": "string"}}"#, #", "required": ["a"]"#), true, true),
            // What may be left out.
            (object(#"{"a": {"type": "string"}}"#), false, true),
            // What may hold other members.
            (#"{"type": "object", "properties": {}}"#, false, false),
            (
                object(#"{"a": {"items": {"type": "object"}}}"#, #", "required": ["a"]"#), false,
                false
            ),
            // What is no object at the top.
            (#"{"type": "array"}"#, false, false), (#"{"anyOf": []}"#, false, false),
            // What only one of them takes, or none.
            (object(#"{"a": {"minimum": 1}}"#, #", "required": ["a"]"#), true, false),
            (object("{}", #", "allOf": []"#), false, false),
            (object(#"{"a": true}"#, #", "required": ["a"]"#), false, false),
            // A property may be called like a keyword.
            (object(#"{"not": {"type": "null"}}"#, #", "required": ["not"]"#), true, true),
            (object(##"{"a": {"$ref": "#"}}"##, #", "required": ["a"]"#), true, false),
            (
                object(
                    ##"{"a": {"$ref": "#/$defs/n"}, "b": {"$ref": "#/$defs/n"}}"##,
                    #", "required": ["a", "b"], "$defs": {"n": {"type": "null"}}"#), true, true
            ),
        ] as [(String, Bool, Bool)])
    func aProviderIsHeldOnlyToWhatItTakes(schema: String, openAI: Bool, anthropic: Bool) throws {
        let schema = try JSONParser.parse(schema)
        #expect(StrictSchemas.openAI.contain(schema) == openAI)
        #expect(StrictSchemas.anthropic.contain(schema) == anthropic)
    }

    @Test func referencesThatBranchAreFollowedOnce() throws {
        var definitions = JSONObject()
        for level in 0..<30 {
            let next: JSONValue = ["$ref": .string("#/$defs/\(level + 1)")]
            definitions.append("\(level)", ["anyOf": [next, next]])
        }
        definitions.append("30", ["type": "null"])
        let schema: JSONValue = [
            "type": "object", "additionalProperties": false, "$defs": .object(definitions),
        ]
        _ = StrictSchemas.anthropic.contain(schema)
    }
}
