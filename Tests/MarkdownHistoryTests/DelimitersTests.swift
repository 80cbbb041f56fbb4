import ConfigText
import Testing

@testable import MarkdownHistory

@Suite struct DelimitersTests {
    @Test func aLineMayBeNamedForEachRole() throws {
        let delimiters = try read(
            "user_delimiter = '## Q'\nassistant_delimiter = '## Ä'\nsystem_delimiter = 'S:'\n")
        #expect(
            delimiters.lines
                == [
                    .user: Array("## Q".utf8), .assistant: Array("## Ä".utf8),
                    .system: Array("S:".utf8),
                ])
    }

    @Test func withoutKeysThereAreNone() throws {
        #expect(try read("model = 'x'").lines.isEmpty)
        let table = try YAMLParser.parse("user_delimiter:\n".utf8)
        #expect(try Delimiters(from: table) == Delimiters())
    }

    @Test func chatvimsSpellingMeansTheSame() throws {
        let snake = try read(
            "user_delimiter = 'a'\nassistant_delimiter = 'b'\nsystem_delimiter = 'c'")
        let camel = try read("userDelimiter = 'a'\nassistantDelimiter = 'b'\nsystemDelimiter = 'c'")
        #expect(snake == camel)
        #expect(
            Delimiters.Key.allCases.map(\.camelCase) == [
                "userDelimiter", "assistantDelimiter", "systemDelimiter", "delimiterPrefix",
                "delimiterSuffix",
            ])
    }

    @Test func bothSpellingsOfOneKeyAreAnError() {
        expect(
            "userDelimiter = 'a'\nuser_delimiter = 'a'", 2, 1,
            "front matter: `user_delimiter` means `userDelimiter`, which is already defined")
    }

    @Test func lineBreaksInPrefixAndSuffixAreCutOff() throws {
        let delimiters = try read(
            #"""
            delimiterPrefix = "\n\n"
            delimiterSuffix = "\r\n \n"
            userDelimiter = "ME"
            """#)
        #expect(delimiters.lines == [.user: Array("ME".utf8)])
        #expect(try read(#"delimiterPrefix = "\n\n""#).lines.isEmpty)
    }

    @Test func whatIsLeftOfThemBelongsToEveryLine() throws {
        let delimiters = try read(
            """
            delimiter_prefix = "\\n## "
            delimiter_suffix = ": \\n"
            user_delimiter = "ME"
            """)
        #expect(delimiters.lines[.user] == Array("## ME:".utf8))
        #expect(delimiters.lines[.assistant] == Array("## # === ASSISTANT ===:".utf8))
    }

    @Test func aRolesOwnDefaultLineChangesNothing() throws {
        #expect(try read("user_delimiter = '# === USER ==='").lines.isEmpty)
    }

    @Test(arguments: [
        "-", "---", "===", "# User", "- user", "<user>", "<|user|>", ">>> user", "> x", "```user",
        "``", "` ``", "~~~ user", "<!-- user", "<pre>", "+++", "# === Foo ===", "\u{85}",
        String(repeating: "x", count: 255),
    ])
    func anyLineWillDoThatClosesNothing(line: String) throws {
        #expect(try read("user_delimiter = '\(line)'").lines == [.user: Array(line.utf8)])
    }

    @Test(arguments: [
        ("''", "must not be empty"),
        ("\"a\\nb\"", "must be one line"),
        ("\"a\\r\"", "must be one line"),
        ("\"a\\u0000\"", "must not hold a NUL"),
        ("'\\a'", "must not begin with a backslash, which marks quoted role lines"),
        ("'\u{FEFF}a'", "must not begin with a byte order mark"),
        ("' a'", "must not begin or end with a blank"),
        ("\"a\\t\"", "must not begin or end with a blank"),
        ("'# === ASSISTANT ==='", "must not be a default role line"),
        ("'# === USER (Ada) ==='", "must not be a default role line"),
        ("'# === NOTE ==='", "must not be a default role line"),
        ("'-->'", "must not be a line that can close a code block or an HTML block"),
        ("'user -->'", "must not be a line that can close a code block or an HTML block"),
        ("'>'", "must not be a line that can close a code block or an HTML block"),
        ("'?>'", "must not be a line that can close a code block or an HTML block"),
        ("']]>'", "must not be a line that can close a code block or an HTML block"),
        ("'```'", "must not be a line that can close a code block or an HTML block"),
        ("'~~~~'", "must not be a line that can close a code block or an HTML block"),
        ("'</pre>'", "must not be a line that can close a code block or an HTML block"),
        ("'</TextArea>'", "must not be a line that can close a code block or an HTML block"),
        ("'</script>'", "must not be a line that can close a code block or an HTML block"),
        ("'</style>'", "must not be a line that can close a code block or an HTML block"),
    ])
    func aWrongLineIsNamed(value: String, reason: String) {
        expect("user_delimiter = \(value)", 1, 18, "`user_delimiter` \(reason)")
    }

    @Test func aLineLongerThanARoleLineMayBeIsRefused() {
        let line = String(repeating: "x", count: 256)
        expect(
            "user_delimiter = '\(line)'", 1, 18, "`user_delimiter` must be at most 255 bytes long")
    }

    @Test func noTwoRolesShareALine() {
        expect(
            "userDelimiter = 'a'\nassistantDelimiter = 'a'", 2, 22,
            "`assistantDelimiter` must not be the same line as `user_delimiter`")
    }

    @Test func prefixAndSuffixAreNamedWhereTheyAloneAreWrong() {
        expect(
            "\ndelimiterPrefix = ' '", 2, 19,
            "the user delimiter with prefix and suffix must not begin or end with a blank")
    }

    @Test func aWrongTypeIsNamed() {
        expect(
            "system_delimiter = 3", 1, 20,
            "front matter: `system_delimiter` must be a string, not an integer")
    }

    private func read(_ text: String) throws -> Delimiters {
        try Delimiters(from: try TOMLParser.parse(text.utf8))
    }

    private func expect(_ text: String, _ line: Int, _ column: Int, _ message: String) {
        let error = #expect(throws: MarkdownHistoryError.self, "\(text)") { try read(text) }
        #expect((error?.line, error?.column, error?.message) == (line, column, message))
    }
}
