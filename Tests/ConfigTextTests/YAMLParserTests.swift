import ConfigText
import Testing

@Suite struct YAMLParserTests {
    private func value(_ text: String) throws -> ConfigValue.Kind? {
        try YAMLParser.parse("a: \(text)\n".utf8)["a"]?.kind
    }

    @Test(
        arguments: [
            ("grok-3", .string("grok-3")),
            ("two words", .string("two words")),
            ("'it''s'", .string("it's")),
            ("\"a\\tb\\u00e9\"", .string("a\tbé")),
            ("'1'", .string("1")),
            ("\"true\"", .string("true")),
            ("''", .string("")),
            ("http://x/y#z", .string("http://x/y#z")),
            ("1 # one", .integer(1)),
            ("yes", .string("yes")),
            ("on", .string("on")),
            ("2024-01-01", .string("2024-01-01")),
            ("1:30", .string("1:30")),
            ("1_000", .string("1_000")),
            (".", .string(".")),
            ("e5", .string("e5")),
            ("1e", .string("1e")),
            ("0x", .string("0x")),
            ("0xg", .string("0xg")),
            ("-0x1", .string("-0x1")),
            ("0o8", .string("0o8")),
            ("tRue", .string("tRue")),
        ] as [(String, ConfigValue.Kind)])
    func textIsWhatIsNothingElse(text: String, kind: ConfigValue.Kind) throws {
        #expect(try value(text) == kind)
    }

    @Test(
        arguments: [
            ("", .null), ("~", .null), ("null", .null), ("Null", .null), ("NULL", .null),
            ("true", .boolean(true)), ("True", .boolean(true)), ("FALSE", .boolean(false)),
            ("0", .integer(0)), ("-7", .integer(-7)), ("+7", .integer(7)), ("007", .integer(7)),
            ("0xFf", .integer(255)), ("0o17", .integer(15)),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("0.2", .float(0.2)), ("1.", .float(1)), (".5", .float(0.5)), ("-.5", .float(-0.5)),
            ("+1.5", .float(1.5)), ("1e3", .float(1000)), ("1.5E-3", .float(0.0015)),
            (".inf", .float(.infinity)), ("-.INF", .float(-.infinity)),
        ] as [(String, ConfigValue.Kind)])
    func plainScalarsAreReadByTheCoreSchema(text: String, kind: ConfigValue.Kind) throws {
        #expect(try value(text) == kind)
    }

    @Test func notANumberIsANumber() throws {
        guard case .float(let number) = try value(".nan") else { throw Missing() }
        #expect(number.isNaN)
    }

    @Test func entriesKeepTheirOrderAndTheirPlaces() throws {
        let table = try YAMLParser.parse(
            """
            # settings
            model: grok-3

            "é": { y: 1, 'x': [a, 'b'] }
            stop:
              - one
              - "two"
            """.utf8, firstLine: 2)
        #expect(table.entries.map(\.key) == ["model", "é", "stop"])
        #expect(table.entries.map(\.keyPosition) == [at(3, 1), at(5, 1), at(6, 1)])
        #expect(table["model"]?.position == at(3, 8))
        let inner = try #require(try table.table(for: "é"))
        #expect(table["é"]?.position == at(5, 7))
        #expect(inner.entries.map(\.key) == ["y", "x"])
        #expect(inner.entries.map(\.keyPosition) == [at(5, 9), at(5, 15)])
        #expect(inner["x"]?.position == at(5, 20))
        #expect(
            table["stop"]
                == ConfigValue(
                    .array([
                        ConfigValue(.string("one"), at: at(7, 5)),
                        ConfigValue(.string("two"), at: at(8, 5)),
                    ]), at: at(7, 3)))
    }

    @Test func blockScalarsKeepOrFoldTheirLines() throws {
        let table = try YAMLParser.parse(
            "a: |\n  one\n   two\nb: >-\n  three\n  four\nc: five\n  six\n".utf8)
        #expect(try table.string(for: "a") == "one\n two\n")
        #expect(try table.string(for: "b") == "three four")
        #expect(try table.string(for: "c") == "five six")
    }

    @Test func nestedMappingsAreTables() throws {
        let table = try YAMLParser.parse("a:\n  b:\n    c: 1\n  d: 2\n".utf8)
        let inner = try #require(try table.table(for: "a"))
        #expect(try inner.table(for: "b")?.integer(for: "c") == 1)
        #expect(try inner.integer(for: "d") == 2)
    }

    @Test(arguments: ["", "\n", "# nothing\n", "\n\n  \n", "\u{FEFF}"])
    func nothingIsAnEmptyTable(text: String) throws {
        #expect(try YAMLParser.parse(text.utf8) == ConfigTable())
    }

    @Test func jsonIsYAML() throws {
        let table = try YAMLParser.parse("{\"a\":{\"b\":[1,null,true,\"x\"]}}".utf8)
        let items = try #require(try table.table(for: "a")?["b"])
        guard case .array(let values) = items.kind else { throw Missing() }
        #expect(values.map(\.kind) == [.integer(1), .null, .boolean(true), .string("x")])
    }

    @Test func aKeyWithoutValueReadsAsNotSet() throws {
        let table = try YAMLParser.parse("a:\nb: ~\n".utf8)
        #expect(table.entries.map(\.key) == ["a", "b"])
        #expect(try table.string(for: "a") == nil)
        #expect(try table.integer(for: "b") == nil)
    }

    @Test func aQuotedKeyMayBeAnything() throws {
        let table = try YAMLParser.parse("\"1\": a\n'true': b\n\"<<\": c\n? d\n: e\n".utf8)
        #expect(table.entries.map(\.key) == ["1", "true", "<<", "d"])
    }

    @Test func aByteOrderMarkIsSkippedAndCounted() throws {
        let table = try YAMLParser.parse("\u{FEFF}a: 1\nb: é\nc: 2\n".utf8)
        #expect(table.entries.map(\.keyPosition) == [at(1, 4), at(2, 1), at(3, 1)])
        #expect(table["c"]?.position == at(3, 4))
    }

    @Test func carriageReturnAndLineFeedEndALine() throws {
        let table = try YAMLParser.parse("a: é\r\n\r\nb:\r\n  - 2\r\n".utf8)
        #expect(table.entries.map(\.keyPosition) == [at(1, 1), at(3, 1)])
        #expect(table["b"]?.position == at(4, 3))
    }

    private struct Missing: Error {}

    private func at(_ line: Int, _ column: Int) -> SourcePosition {
        SourcePosition(line: line, column: column)
    }
}
