import Testing

@testable import LLMCore
@testable import chatmd

@Suite struct ShortSchemaTests {
    private func json(_ text: String) throws -> String {
        String(decoding: JSONWriter.bytes(of: try ShortSchema(parsing: text).schema), as: UTF8.self)
    }

    @Test func fieldsHaveTypesAndDescriptions() throws {
        #expect(
            try json("name, age int: in years, tall bool, size float:") == #"""
                {"type":"object","properties":{"name":{"type":"string"},\#
                "age":{"type":"integer","description":"in years"},"tall":{"type":"boolean"},\#
                "size":{"type":"number"}},"required":["name","age","tall","size"],\#
                "additionalProperties":false}
                """#)
    }

    @Test func onLinesADescriptionMayHoldCommas() throws {
        let schema = try ShortSchema(parsing: "\n name: first, last: any\r\n\n\tage  int\n").schema
        #expect(schema["properties"]?["name"]?["description"] == "first, last: any")
        #expect(schema["required"] == ["name", "age"])
    }

    @Test(arguments: [
        ("", "--schema: there is no field in it"), (" , ", "--schema: there is no field in it"),
        ("a, b text", "--schema: `text` is no type of a field"),
        ("a, a int", "--schema: the field `a` is there twice"),
        ("a, : b", "--schema: ` : b` names no field"),
        ("a int b", "--schema: `a int b` is neither a file nor a field"),
        ("person.json2", "--schema: `person.json2` is neither a file nor a field"),
    ])
    func whatIsNoFieldIsNamed(text: String, message: String) {
        let failure = #expect(throws: Failure.self) { try ShortSchema(parsing: text) }
        #expect(failure?.code == .usage)
        #expect(failure?.message == message)
    }

    @Test func aTypeThatIsNearIsSuggested() {
        let failure = #expect(throws: Failure.self) { try ShortSchema(parsing: "a strr") }
        #expect(failure?.hint == "did you mean str?")
    }

    @Test func providersAreHeldToIt() throws {
        let schema = try ShortSchema(parsing: "a, b int: c").schema
        #expect(StrictSchemas.openAI.contain(schema))
        #expect(StrictSchemas.anthropic.contain(schema))
    }
}
