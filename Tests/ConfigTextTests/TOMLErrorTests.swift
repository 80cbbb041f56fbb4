import ConfigText
import Testing

/// What is said, and which place is named, for the mistakes that people make.
@Suite struct TOMLErrorTests {
    @Test(arguments: [
        ("a = \"grok\nb = 1\n", 1, 5, "the string that begins here is not closed on its line"),
        ("a = 'é'\nb = [\n'x]\n", 3, 1, "the string that begins here is not closed on its line"),
        ("a = \"\"\"x\ny\n", 1, 5, "the string that begins here is never closed"),
        ("a = \"x", 1, 5, "the string that begins here is never closed"),
        ("a = [1,\n2,\n", 1, 5, "the bracket that opens here is never closed"),
        ("a = {b = 1", 1, 5, "the bracket that opens here is never closed"),
        ("[a\nb = 1", 1, 3, "the table's name must be followed by `]`"),
    ])
    func whatIsLeftOpenIsNamedWhereItOpens(row: (String, Int, Int, String)) {
        expect(row)
    }

    @Test(arguments: [
        ("a = 1\n'b' = 2\n a = 3\n", 3, 2, "`a` is already defined"),
        ("a = 1\n'a' = 2\n", 2, 1, "`'a'` is already defined"),
        ("a.b = 1\na . \"b\" = 2\n", 2, 1, "`a . \"b\"` is already defined"),
        ("[t]\nx = 1\n['t']\ny = 1\n", 3, 1, "`'t'` is already defined"),
        ("a.b = 1\na.b = 2\n", 2, 1, "`a.b` is already defined"),
        ("k = {'é' = 1}\nx = {b = 1, b = 2}\n", 2, 13, "`b` is already defined"),
        ("[t]\na = 1\n[t]\nb = 2\n", 3, 1, "`t` is already defined"),
        ("[[t]]\n[t]\n", 2, 1, "`t` is already defined"),
        ("a = 's'\n[a.b]\n\nc = 1\n", 2, 1, "`a.b` is already defined"),
        (
            "a = {x = 1}\n[a.b]\nc = 1\n", 2, 1,
            "`a.b` would add to an inline table, which is complete as written"
        ),
        ("a = 1\na.b = 2", 2, 1, "this key already has a value that is not a table"),
    ])
    func secondDefinitionIsNamedWhereItsKeyStands(row: (String, Int, Int, String)) {
        expect(row)
    }

    @Test(arguments: [
        ("a =\nb = 1", 1, 4, "a value is missing after `=`"),
        ("a = ", 1, 5, "a value is missing after `=`"),
        ("a = # later\n", 1, 5, "a value is missing after `=`"),
        ("a", 1, 2, "a key needs `=` and a value"),
        ("a\n", 1, 2, "a key needs `=` and a value"),
        ("model: grok-3", 1, 6, "a key needs `=` and a value"),
        ("= 1", 1, 1, "a key is missing before `=`"),
        ("a. = 1", 1, 4, "a key is missing here"),
        ("[]", 1, 2, "a table needs a name"),
        ("a = [1 2]", 1, 8, "a comma or `]` is missing here"),
        ("a = [,]", 1, 6, "a value is missing before this comma"),
    ])
    func whatIsMissingIsNamed(row: (String, Int, Int, String)) {
        expect(row)
    }

    @Test(arguments: [
        ("model = grok-3", 1, 9, "this is no TOML value; text needs quotes"),
        ("x = 'é'\nmodel = nul", 2, 9, "this is no TOML value; text needs quotes"),
        ("a = \u{201c}x\u{201d}", 1, 5, "this is no TOML value; text needs quotes"),
        ("a = 'é' é", 1, 10, "only a comment may follow on the same line"),
        ("a = 007", 1, 8, "a number must not begin with a zero"),
        ("a = 99999999999999999999", 1, 5, "this number does not fit into 64 bits"),
        ("a = 1e999", 1, 5, "this number does not fit into 64 bits"),
        ("a = 0x", 1, 7, "the text ends in the middle of a value"),
        ("a = 2024-02-30", 1, 15, "in a date: expected day between 1 and 29 (inclusive), saw 30"),
    ])
    func wrongValueIsNamed(row: (String, Int, Int, String)) {
        expect(row)
    }

    @Test(arguments: [
        (
            "a = 'é' # x\nb = \"\\q\"", 2, 7,
            "unknown escape; a backslash in a string is written `\\\\`"
        ),
        ("a = \"\\x41\"", 1, 7, "unknown escape; a backslash in a string is written `\\\\`"),
        ("a = \"\\u12\"", 1, 10, "`\\u` needs 4 hexadecimal digits, `\\U` 8"),
        (
            "a = \"\\ud800\"", 1, 12,
            "surrogates are not characters; use the character's own code point"
        ),
        ("a = \"é\u{0}\"", 1, 8, "a string holds a control character; write it as `\\u00XX`"),
        ("a = 1 # \u{1}", 1, 9, "control characters are not allowed here"),
        ("a = 1\rb = 2", 1, 7, "a carriage return must be followed by a line feed"),
        ("a\u{a0}= 1", 1, 2, "only space and tab are blanks in TOML; this is another character"),
    ])
    func wrongCharacterIsNamed(row: (String, Int, Int, String)) {
        expect(row)
    }

    @Test(
        arguments: [
            [0x61, 0x3D, 0x27, 0xFF, 0x27],  // no lead byte
            [0x61, 0x3D, 0x27, 0xC0, 0x80],  // overlong
            [0x61, 0x3D, 0x27, 0xED, 0xA0, 0x80, 0x27],  // surrogate
            [0x61, 0x3D, 0x27, 0xF4, 0x90, 0x80, 0x80],  // past U+10FFFF
            [0x61, 0x3D, 0x27, 0xE2, 0x82],  // cut off
            [0x61, 0x3D, 0x27, 0xE2, 0x82, 0x27],  // broken off
        ] as [[UInt8]])
    func invalidUTF8IsNamedWhereItBegins(bytes: [UInt8]) {
        let error = #expect(throws: ConfigError.self) {
            try TOMLParser.parse(Array("# é\n".utf8) + bytes)
        }
        #expect(error == ConfigError(line: 2, column: 4, message: "the text is not valid UTF-8"))
    }

    private func expect(_ row: (text: String, line: Int, column: Int, message: String)) {
        let error = #expect(throws: ConfigError.self) { try TOMLParser.parse(row.text.utf8) }
        let expected = ConfigError(line: row.line, column: row.column, message: row.message)
        #expect(error == expected)
    }
}
