import MarkdownHistory
import Testing

@testable import chatmd

@Suite struct ChatVimFileTests {
    private func converted(_ text: String) throws -> String {
        let file = try ChatVimFile(parsing: Array(text.utf8))
        return String(
            decoding: try file.conversation.file(lineEnding: file.lineEnding), as: UTF8.self
        )
    }

    @Test func delimitersBecomeRoleLines() throws {
        #expect(
            try converted(
                """
                +++
                model = "o3" # mine
                userDelimiter = "**USER:**"
                assistant_delimiter = "**ASSISTANT:**"
                +++

                **USER:**

                hi

                **ASSISTANT:**

                yo
                """
            ) == """
                +++
                model = "o3" # mine
                +++

                # === USER ===

                hi

                # === ASSISTANT ===

                yo

                # === USER ===

                """
        )
    }

    @Test func prefixAndSuffixBelongToTheLine() throws {
        let text = """
            +++
            delimiterPrefix = "\\n\\n## "
            delimiterSuffix = ":\\n\\n"
            userDelimiter = "Me"
            +++
            ## Me:
            hi
            """
        #expect(try converted(text) == "# === USER ===\n\nhi\n")
    }

    @Test func noFrontMatterIsLeftWhereItHeldOnlyDelimiters() throws {
        #expect(try converted("+++\nuserDelimiter = 'Q'\n+++\nQ\nhi\n") == "# === USER ===\n\nhi\n")
    }

    @Test func aDelimiterInABlockStaysAsItIs() throws {
        let text = "+++\nuserDelimiter = 'Q'\n+++\nQ\n```\nQ\n# === NOTE ===\n```\n\\Q\n"
        #expect(
            try converted(text)
                == "# === USER ===\n\n```\nQ\n\\# === NOTE ===\n```\nQ\n"
        )
    }

    @Test func aDelimiterInAnOpenBlockIsAnError() {
        let error = #expect(throws: MarkdownHistoryError.self) {
            try converted("+++\nassistantDelimiter = 'A'\n+++\nhi\n\nA\n```\n\nA\nno\n")
        }
        #expect(error?.line == 9)
    }

    @Test func defaultRoleLinesKeepTheirMeaning() throws {
        let text = "+++\nuserDelimiter = 'Q'\n+++\n# === NOTE (x) ===\nn\nQ \t\nhi\n"
        #expect(try converted(text) == "# === NOTE (x) ===\n\nn\n\n# === USER ===\n\nhi\n")
    }

    @Test func lineEndingsAreTheFilesOwn() throws {
        let text = "+++\r\nmodel = 'm'\r\nuserDelimiter = 'Q'\r\n+++\r\nQ\r\na\r\nb\r\n"
        #expect(
            try converted(text)
                == "+++\r\nmodel = 'm'\r\n+++\r\n\r\n# === USER ===\r\n\r\na\r\nb\r\n"
        )
    }

    @Test func settingsOverSeveralLinesAreWrittenAnew() throws {
        let text = "+++\nuserDelimiter = '''\nQ'''\nstop = [ 'a',\n 'b' ]\n+++\nQ\nhi\n"
        #expect(try converted(text) == "+++\nstop = [\"a\", \"b\"]\n+++\n\n# === USER ===\n\nhi\n")
    }

    @Test(arguments: [
        "userDelimiter = ''", "userDelimiter = \"a\\nb\"",
        "userDelimiter = 'Q'\nsystemDelimiter = 'Q'", "userDelimiter = '# === NOTE ==='",
        "userDelimiter = 3",
    ])
    func anImpossibleDelimiterIsNamed(settings: String) {
        #expect(throws: MarkdownHistoryError.self) { try converted("+++\n\(settings)\n+++\nhi\n") }
    }

    @Test func aFileWithoutDelimitersIsLaidOutAnew() throws {
        #expect(
            try converted("hi\n# === ASSISTANT ===\nyo") == """
                # === USER ===

                hi

                # === ASSISTANT ===

                yo

                # === USER ===

                """)
    }
}
