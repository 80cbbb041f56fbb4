import ConfigText
import Testing

@Suite struct ConfigReadingTests {
    private let table: ConfigTable

    init() throws {
        table = try TOMLParser.parse(
            """
            text = "t"
            whole = 3
            half = 0.5
            flag = true
            list = ["a", "b"]
            mixed = ["a",
              1]
            [sub]
            x = 1
            """.utf8)
    }

    @Test func absentKeyIsNil() throws {
        #expect(try table.string(for: "none") == nil)
        #expect(try table.table(for: "none") == nil)
    }

    @Test func valueOfTheRightTypeIsRead() throws {
        #expect(try table.string(for: "text") == "t")
        #expect(try table.integer(for: "whole") == 3)
        #expect(try table.double(for: "half") == 0.5)
        #expect(try table.boolean(for: "flag") == true)
        #expect(try table.strings(for: "list") == ["a", "b"])
        #expect(try table.table(for: "sub")?.integer(for: "x") == 1)
    }

    @Test func integerIsReadAsDouble() throws {
        #expect(try table.double(for: "whole") == 3)
    }

    @Test func floatIsNotReadAsInteger() {
        expect(3, 8, "`half` must be an integer, not a float") { try table.integer(for: "half") }
    }

    @Test func oneStringIsReadAsStrings() throws {
        #expect(try table.strings(for: "text") == ["t"])
    }

    @Test func wrongTypeNamesTheKeyAndBothTypes() {
        expect(2, 9, "`whole` must be a string, not an integer") { try table.string(for: "whole") }
        expect(1, 8, "`text` must be a number, not a string") { try table.double(for: "text") }
        expect(1, 8, "`text` must be true or false, not a string") {
            try table.boolean(for: "text")
        }
        expect(5, 8, "`list` must be a table, not an array") { try table.table(for: "list") }
        expect(4, 8, "`flag` must be a string or an array of strings, not a boolean") {
            try table.strings(for: "flag")
        }
    }

    @Test func wrongElementIsNamedWhereItStands() {
        expect(7, 3, "`mixed` must hold only strings, not an integer") {
            try table.strings(for: "mixed")
        }
    }

    private func expect(
        _ line: Int, _ column: Int, _ message: String, _ read: () throws -> Any?
    ) {
        let error = #expect(throws: ConfigError.self) { _ = try read() }
        #expect(error == ConfigError(line: line, column: column, message: message))
    }
}
