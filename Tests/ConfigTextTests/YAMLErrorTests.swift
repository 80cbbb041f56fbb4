import ConfigText
import Testing

/// What is said, and which place is named, for the mistakes that people make and for what is refused.
@Suite struct YAMLErrorTests {
    @Test(arguments: [
        (
            "a: &x 1\nb: 2", 1, 4,
            "anchors (`&`) are not allowed; text that begins with `&` needs quotes"
        ),
        (
            "é: [&x 1]", 1, 6,
            "anchors (`&`) are not allowed; text that begins with `&` needs quotes"
        ),
        (
            "a: 1\nb: *x\n", 2, 4,
            "aliases (`*`) are not allowed; text that begins with `*` needs quotes"
        ),
        (
            "a: *very* good", 1, 4,
            "aliases (`*`) are not allowed; text that begins with `*` needs quotes"
        ),
        (
            "a: !!int '1'", 1, 4,
            "tags (`!`) are not allowed; text that begins with `!` needs quotes"
        ),
        ("a: ! x", 1, 4, "tags (`!`) are not allowed; text that begins with `!` needs quotes"),
        ("a: !b!c x", 1, 4, "tags (`!`) are not allowed; text that begins with `!` needs quotes"),
        ("a: !<x", 1, 4, "tags (`!`) are not allowed; text that begins with `!` needs quotes"),
        ("a: {b: 1}\n<<: {c: 1}\n", 2, 1, "merge keys are not allowed"),
        ("<<: *x", 1, 1, "merge keys are not allowed"),
        (
            "%YAML 1.2\n--- \na: 1", 1, 1,
            "directives (`%`) are not allowed; text that begins with `%` needs quotes"
        ),
        (
            "%YAML 3.1\n--- \na: 1", 1, 1,
            "directives (`%`) are not allowed; text that begins with `%` needs quotes"
        ),
        (
            "%TAG ! x\n--- \na: 1", 1, 1,
            "directives (`%`) are not allowed; text that begins with `%` needs quotes"
        ),
        (
            "%FOO\na: 1", 1, 1,
            "directives (`%`) are not allowed; text that begins with `%` needs quotes"
        ),
        ("a: %x", 1, 4, "directives (`%`) are not allowed; text that begins with `%` needs quotes"),
        ("--- \na: 1", 1, 1, "only one YAML document is read, without `---` and `...` lines"),
        ("a: 1\n--- b\n", 2, 1, "only one YAML document is read, without `---` and `...` lines"),
        (
            "a: 1\n...\nb: 1\n", 3, 1,
            "only one YAML document is read, without `---` and `...` lines"
        ),
    ])
    func whatIsNotAllowedIsNamed(row: (String, Int, Int, String)) {
        expect(row)
    }

    @Test(arguments: [
        ("a: 'x\nb: 1\n", 1, 4, "the string that begins here is never closed"),
        ("é: \"x", 1, 5, "the string that begins here is never closed"),
        ("a: [1,\n2,\n", 1, 4, "the bracket that opens here is never closed"),
        ("a: {b: 1", 1, 4, "the bracket that opens here is never closed"),
        ("a: 1\nb\nc: 2\n", 2, 1, "a key needs `: ` and a value"),
        ("a: 1\nb:2\n", 2, 1, "a key needs `: ` and a value"),
        (": 1", 1, 1, "a key is missing before `:`"),
        ("a: [1 2, \"x\" 3]", 1, 14, "a comma or `]` is missing here"),
        ("a: {b: 'x' c: 1}", 1, 12, "a comma or `}` is missing here"),
        ("a: [,]", 1, 5, "a value is missing here"),
    ])
    func whatIsMissingIsNamed(row: (String, Int, Int, String)) {
        expect(row)
    }

    @Test(arguments: [
        ("a: 1\n'b': 2\n\"a\": 3\n", 3, 1, "`a` is already defined"),
        ("a: {b: 1, é: 2, b: 3}", 1, 18, "`b` is already defined"),
        ("1: x", 1, 1, "a key must be text; this one needs quotes: \"1\""),
        ("a: {true: x}", 1, 5, "a key must be text; this one needs quotes: \"true\""),
        ("~: x", 1, 1, "a key must be text; this one needs quotes: \"~\""),
        ("? [a]\n: b", 1, 3, "a key must be text, not a list or a mapping"),
        ("{a: 1}: b", 1, 1, "a key must be text, not a list or a mapping"),
    ])
    func aWrongKeyIsNamed(row: (String, Int, Int, String)) {
        expect(row)
    }

    @Test(arguments: [
        (
            "a: b: c", 1, 5,
            "`: ` cannot stand here; text that holds it needs quotes, and a key a line of its own"
        ),
        ("a: - b", 1, 4, "`- ` cannot stand here; a list begins on the line after its key"),
        (
            "a: 'x' y", 1, 8,
            "this belongs to no key; look at the indentation, and at the quotes before it"
        ),
        (
            "a: 'x'\n  b: 1", 2, 3,
            "this belongs to no key; look at the indentation, and at the quotes before it"
        ),
        (
            "a:\n  b: 1\n c: 2", 3, 2,
            "this belongs to no key; look at the indentation, and at the quotes before it"
        ),
        (
            "a:\n  - b\n  c: d", 3, 3,
            "an item of a list begins with `- `, indented like the items before it"
        ),
        ("a:\n\tb: 1", 2, 1, "a tab cannot indent YAML; use spaces"),
        ("a: @x", 1, 4, "text that begins with `@` needs quotes"),
        ("a: `x`", 1, 4, "text that begins with a backtick needs quotes"),
        ("a: | x\n b", 1, 6, "only a comment may follow `|` or `>`"),
        ("a: 99999999999999999999", 1, 4, "this number does not fit into 64 bits"),
        ("a: [1e999]", 1, 5, "this number does not fit into 64 bits"),
        ("a: \"\\q\"", 1, 5, "unknown escape; a backslash in double quotes is written `\\\\`"),
        ("a: \"\\u12\"", 1, 7, "`\\x` needs 2 hexadecimal digits, `\\u` 4, `\\U` 8"),
        ("a: \"\\ud800\"", 1, 7, "there is no such character"),
    ])
    func aWrongValueIsNamed(row: (String, Int, Int, String)) {
        expect(row)
    }

    @Test(arguments: [
        ("model grok-3\ntop_p: 1\n", 1, 1, "settings are `key: value` lines, and this is text"),
        ("Hello there\n", 1, 1, "settings are `key: value` lines, and this is text"),
        ("# é\n- a\n- b\n", 2, 1, "settings are `key: value` lines, and this is a list"),
        ("~", 1, 1, "settings are `key: value` lines, and this is text"),
        ("[a, b]", 1, 1, "settings are `key: value` lines, and this is a list"),
    ])
    func theWholeMustBeAMapping(row: (String, Int, Int, String)) {
        expect(row)
    }

    @Test(arguments: [
        ("a: x\u{2028}b: y", 1, 5, "U+2028 ends a line in YAML; write it as \"\\L\""),
        ("a: x\u{2029}", 1, 5, "U+2029 ends a line in YAML; write it as \"\\P\""),
        ("é: x\u{85}", 1, 6, "U+0085 ends a line in YAML; write it as \"\\N\""),
        ("a: \u{0}", 1, 4, "control characters are not allowed here; write it as \"\\xXX\""),
        ("a: \u{7f}", 1, 4, "control characters are not allowed here; write it as \"\\xXX\""),
        ("a: \u{9b}", 1, 4, "control characters are not allowed here; write it as \"\\xXX\""),
        ("a: \u{FFFE}", 1, 4, "U+FFFE and U+FFFF are not characters"),
        ("a: 1\rb: 2", 1, 5, "a carriage return must be followed by a line feed"),
    ])
    func aWrongCharacterIsNamed(row: (String, Int, Int, String)) {
        expect(row)
    }

    @Test func invalidUTF8IsNamedWhereItBegins() {
        let error = #expect(throws: ConfigError.self) {
            try YAMLParser.parse(Array("# é\na: ".utf8) + [0xFF])
        }
        #expect(error == ConfigError(line: 2, column: 4, message: "the text is not valid UTF-8"))
    }

    @Test func linesCountFromTheFirstLine() {
        let error = #expect(throws: ConfigError.self) {
            try YAMLParser.parse("a: 1\na: 2\n".utf8, firstLine: 10)
        }
        #expect(error?.line == 11)
    }

    private func expect(_ row: (text: String, line: Int, column: Int, message: String)) {
        let error = #expect(throws: ConfigError.self, "\(row.text)") {
            try YAMLParser.parse(row.text.utf8)
        }
        let expected = ConfigError(line: row.line, column: row.column, message: row.message)
        #expect(error == expected)
    }
}
