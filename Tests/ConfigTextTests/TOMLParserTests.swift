import ConfigText
import Testing

@Suite struct TOMLParserTests {
    // Types

    @Test(arguments: [
        (#"k = "a\tb""#, "a\tb"),
        (#"k = 'a\tb'"#, #"a\tb"#),
        ("k = \"\"\"\none\ntwo\"\"\"", "one\ntwo"),
        ("k = \"\"\"one \\\n   two\"\"\"", "one two"),
        ("k = '''\none\ntwo'''", "one\ntwo"),
        ("k = \"\"\"a\"\"\"\"\"", "a\"\""),
        (#"k = "\u00e9\U0001F600""#, "é😀"),
        ("k = \"\"", ""),
    ])
    func stringOfEveryForm(text: String, expected: String) throws {
        #expect(try value("k", in: text).kind == .string(expected))
    }

    @Test(arguments: [
        ("0", 0), ("+99", 99), ("-17", -17), ("1_000", 1000), ("0xDEAD_beef", 0xDEAD_BEEF),
        ("0o755", 0o755), ("0b1101", 13), ("9223372036854775807", Int.max),
        ("-9223372036854775808", Int.min),
    ])
    func integerOfEveryBase(text: String, expected: Int) throws {
        #expect(try value("k", in: "k = \(text)").kind == .integer(expected))
    }

    @Test(arguments: [
        ("1.0", 1.0), ("-0.01", -0.01), ("5e+22", 5e22), ("6.626e-34", 6.626e-34), ("1_0.5", 10.5),
        ("inf", Double.infinity), ("-inf", -Double.infinity),
    ])
    func floatOfEveryForm(text: String, expected: Double) throws {
        #expect(try value("k", in: "k = \(text)").kind == .float(expected))
    }

    @Test func notANumber() throws {
        guard case .float(let float) = try value("k", in: "k = nan").kind else {
            Issue.record("nan is not a float")
            return
        }
        #expect(float.isNaN)
    }

    @Test(arguments: [true, false])
    func boolean(expected: Bool) throws {
        #expect(try value("k", in: "k = \(expected)").kind == .boolean(expected))
    }

    @Test(arguments: [
        "1979-05-27", "07:32:00", "07:32:00.999", "1979-05-27T07:32:00", "1979-05-27 07:32:00Z",
        "1979-05-27t00:32:00.5-07:00",
    ])
    func dateKeepsItsSpelling(text: String) throws {
        #expect(try value("k", in: "k = \(text)").kind == .date(text))
        #expect(try value("k", in: "k = \(text)  # ü\n").kind == .date(text))
        #expect(try value("k", in: "l = 'ü'\nk = [\(text) ]").items?.first?.kind == .date(text))
    }

    @Test func arrayKeepsItsOrderAndKinds() throws {
        let items = try #require(try value("k", in: "k = [3, 'a', [1], {x = 1},\n # c\n]").items)
        #expect(items.map(\.kind.name) == ["an integer", "a string", "an array", "a table"])
    }

    @Test func emptyTextIsAnEmptyTable() throws {
        #expect(try TOMLParser.parse([]) == ConfigTable())
        #expect(try TOMLParser.parse("# only a comment".utf8) == ConfigTable())
    }

    @Test func escapedNULIsPartOfAString() throws {
        let table = try TOMLParser.parse(#""a\u0000b" = "c\u0000d""#.utf8)
        #expect(table["a\0b"]?.kind == .string("c\0d"))
    }

    // Order

    @Test func keysStayInSourceOrder() throws {
        let table = try TOMLParser.parse("zoo = 1\nant = 2\n\"mid\" = 3\n".utf8)
        #expect(table.keys == ["zoo", "ant", "mid"])
    }

    @Test func inlineTableStaysInSourceOrder() throws {
        let table = try value("k", in: "k = { z = 1, a = { y = 1, b = 2 }, m = 3 }").table
        #expect(table?.keys == ["z", "a", "m"])
        #expect(table?["a"]?.table?.keys == ["y", "b"])
    }

    @Test func dottedKeysStandWhereTheyAreFirstNamed() throws {
        let table = try TOMLParser.parse("z.b = 1\na = 2\nz.a = 3\n".utf8)
        #expect(table.keys == ["z", "a"])
        #expect(table["z"]?.table?.keys == ["b", "a"])
    }

    @Test func tablesStandWhereTheyAreFirstNamed() throws {
        let table = try TOMLParser.parse("[z.y]\nk = 1\n[a]\n[z]\nj = 2\n".utf8)
        #expect(table.keys == ["z", "a"])
        #expect(table["z"]?.table?.keys == ["y", "j"])
    }

    @Test func arrayOfTablesCollectsItsElements() throws {
        let text = "[[z]]\nn = 1\n[[z.in]]\nm = 1\n[a]\n[[z]]\nn = 2\n"
        let table = try TOMLParser.parse(text.utf8)
        #expect(table.keys == ["z", "a"])
        let elements = try #require(table["z"]?.items)
        #expect(elements.map { $0.table?["n"]?.kind } == [.integer(1), .integer(2)])
        #expect(elements[0].table?.keys == ["n", "in"])
        #expect(elements[1].position == SourcePosition(line: 6, column: 1))
    }

    // Positions

    @Test func positionsCountBytes() throws {
        let table = try TOMLParser.parse("'ü' = 'é😀' # ß\n'ß' = { 'ä' = 1 }".utf8)
        #expect(table.entries[0].value.position == SourcePosition(line: 1, column: 8))
        let inner = table.entries[1].value.table?.entries.first
        #expect(inner?.keyPosition == SourcePosition(line: 2, column: 10))
        #expect(inner?.value.position == SourcePosition(line: 2, column: 17))
    }

    @Test func positionsCountBytesFarIntoALine() throws {
        let items = (0..<300).map { "'é\($0)'" }
        let text = "k = [\(items.joined(separator: ","))]"
        var expected = 6
        for (value, item) in zip(try #require(try value("k", in: text).items), items) {
            #expect(value.position == SourcePosition(line: 1, column: expected))
            expected += item.utf8.count + 1
        }
    }

    @Test func carriageReturnAndLineFeedAreOneLineEnd() throws {
        let table = try TOMLParser.parse("a = 1\r\nb = '''x\r\ny'''\r\n  c = 2\r\n".utf8)
        #expect(table["b"]?.kind == .string("x\ny"))
        #expect(table.entries[2].keyPosition == SourcePosition(line: 4, column: 3))
        #expect(table.entries[2].value.position == SourcePosition(line: 4, column: 7))
    }

    @Test func byteOrderMarkIsSkippedButCounted() throws {
        let table = try TOMLParser.parse([0xEF, 0xBB, 0xBF] + Array("a = 1\nb = 2".utf8))
        #expect(table.entries[0].keyPosition == SourcePosition(line: 1, column: 4))
        #expect(table.entries[1].keyPosition == SourcePosition(line: 2, column: 1))
    }

    @Test func firstLineShiftsPositionsAndErrors() throws {
        let table = try TOMLParser.parse("a = 1\nb = 2".utf8, firstLine: 2)
        #expect(table.entries[1].keyPosition == SourcePosition(line: 3, column: 1))
        let error = #expect(throws: ConfigError.self) {
            try TOMLParser.parse("a = 1\nb =\n".utf8, firstLine: 2)
        }
        #expect(error?.line == 3)
    }

    // Limits

    @Test(arguments: ["[", "{a=", "[[", "a=[", "a.", "'a'.", "[a.", "a={a."])
    func deepNestingIsAnError(piece: String) {
        let text = String(repeating: piece, count: 100_000)
        #expect(throws: ConfigError.self) { try TOMLParser.parse(text.utf8) }
        #expect(throws: ConfigError.self) { try TOMLParser.parse("a = \(text)".utf8) }
    }

    @Test func manyLevelsOfDottedKeysInEachOtherAreAnError() {
        let key = String(repeating: "a.", count: 100) + "a"
        let text = String(repeating: "{\(key)=", count: 200)
        let error = #expect(throws: ConfigError.self) { try TOMLParser.parse("k=\(text)".utf8) }
        #expect(error?.message == "tables and arrays are nested more than 128 deep")
    }

    @Test func dotsInStringsAndCommentsNestNothing() throws {
        let dots = String(repeating: ".", count: 1000)
        let brackets = String(repeating: "[", count: 1000)
        let text = "a = '''\(dots)''' # \(dots)\nb = \"\\\"\(brackets)\" # \(brackets)\nc = 'x'\n"
        #expect(try TOMLParser.parse(text.utf8).keys == ["a", "b", "c"])
    }

    @Test func longArraysAreNotDeep() throws {
        let items = Array(repeating: "{a.b = 1.5}", count: 1000).joined(separator: ", ")
        #expect(try value("k", in: "k = [\(items)]").items?.count == 1000)
    }

    @Test func moreThanTheMaximumSizeIsAnError() {
        let comment = [UInt8](repeating: UInt8(ascii: "#"), count: TOMLParser.maximumSize)
        #expect(throws: Never.self) { try TOMLParser.parse(comment) }
        #expect(throws: ConfigError.self) { try TOMLParser.parse(comment + [0x23]) }
    }
}

private func value(_ key: String, in text: String) throws -> ConfigValue {
    try #require(try TOMLParser.parse(text.utf8)[key])
}

extension ConfigTable {
    fileprivate var keys: [String] { entries.map(\.key) }
}

extension ConfigValue {
    fileprivate var items: [ConfigValue]? {
        if case .array(let items) = kind { items } else { nil }
    }

    fileprivate var table: ConfigTable? {
        if case .table(let table) = kind { table } else { nil }
    }
}
