import LLMCore
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Files that cannot be answered: one sentence with its place, nothing sent, nothing written.
@Suite struct WrongFileTests {
    private let scene: Scene

    init() throws {
        scene = try Scene(replying: "never")
    }

    /// Runs `complete` and `append`; both must say `errors`, and leave the file as it is.
    private func expect(
        _ bytes: [UInt8], status: Int32, _ errors: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try scene.folder.write("chat.md", bytes)
        for command in ["complete", "append"] {
            let outcome = try scene.run(command, "chat.md")
            #expect(outcome.ending == .exit(status), sourceLocation: sourceLocation)
            #expect(outcome.text == "", sourceLocation: sourceLocation)
            #expect(outcome.errors == errors, sourceLocation: sourceLocation)
            #expect(scene.folder.bytes("chat.md") == bytes, sourceLocation: sourceLocation)
        }
        #expect(scene.server.connectionCount == 0, sourceLocation: sourceLocation)
        #expect(scene.folder.names == ["chat.md", "home"], sourceLocation: sourceLocation)
    }

    private func expect(
        _ text: String, status: Int32, _ errors: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try expect([UInt8](text), status: status, errors, sourceLocation: sourceLocation)
    }

    // MARK: Front matter

    @Test func brokenTOMLIsNamedWithLineAndColumn() throws {
        try expect(
            "+++\nmodel = \"grok-3\"\ntemperature = \n+++\n\nhi\n", status: 3,
            "chat.md:3:15: error: front matter: a value is missing after `=`\n")
    }

    @Test func aByteOrderMarkCountsNoColumnOfItsLine() throws {
        try expect(
            "\u{FEFF}+++\nmodel = grok-3\n+++\nhi\n", status: 3,
            "chat.md:2:9: error: front matter: this is no TOML value; text needs quotes\n")
    }

    @Test func frontMatterThatIsNotClosedIsNamed() throws {
        try expect(
            "+++\nmodel = \"grok-3\"\n\n# === USER ===\n\nhi\n+++\n", status: 3,
            """
            chat.md:1:1: error: the front matter is not closed
              write +++ on a line of its own after the settings, before the first message

            """)
    }

    @Test(arguments: [
        ("temperature = 'hot'", "`temperature` must be a number, not a string", 15),
        ("max_tokens = 0", "`max_tokens` must be at least 1, not 0", 14),
    ])
    func aKeyOfTheWrongKindIsNamed(setting: String, message: String, column: Int) throws {
        try expect(
            "+++\n\(setting)\n+++\nhi\n", status: 3, "chat.md:2:\(column): error: \(message)\n")
    }

    @Test func anUnknownModelSuggestsAProvider() throws {
        let providers = BuiltInProviders.all.map(\.id).joined(separator: ", ")
        try expect(
            "+++\nmodel = \"nonesuch\"\n+++\nhi\n", status: 7,
            """
            chat.md:2:9: error: no provider is known for the model `nonesuch`
              write provider/model, as in ollama/nonesuch; providers are \(providers)

            """)
    }

    @Test func aModelNameWithControlCharactersIsShownEscaped() throws {
        try expect(
            "+++\nmodel = \"grok-3\\u001b[2J\\u202e\"\n+++\nhi\n", status: 7,
            """
            chat.md:2:9: error: `grok-3\\u{1b}[2J\\u{202e}` is not a model name
              up to 256 letters, digits and ._:/@+- are allowed, .. is not

            """)
    }

    // MARK: Bytes

    @Test func aBinaryFileIsNamedAtItsFirstNUL() throws {
        try expect(
            [UInt8]("hi\nab") + [0] + [UInt8]("c\n"), status: 3,
            """
            chat.md:2:3: error: NUL byte: this is not a text file
              conversations are UTF-8 text; is this the right file?

            """)
    }

    @Test func invalidUTF8IsNamedWhereItBegins() throws {
        try expect(
            [UInt8]("hi\né") + [0xFF] + [UInt8]("c\n"), status: 3,
            """
            chat.md:2:3: error: invalid UTF-8
              save the file as UTF-8, for example with iconv -t UTF-8

            """)
    }

    // MARK: Nothing to answer

    @Test func anAssistantsLastMessageIsNotAnswered() throws {
        try expect(
            "hi\n\n# === ASSISTANT ===\n\nHello\n\n# === USER ===\n", status: 8,
            """
            chat.md: error: the last message is the assistant's, so there is nothing to answer
              write a message under `# === USER ===` at the end, or give one to `chatmd append` with -p

            """)
    }

    @Test func anEmptyFileIsNotAnswered() throws {
        try expect(
            "", status: 8,
            """
            chat.md: error: there is no message to answer
              write a message under `# === USER ===` at the end, or give one to `chatmd append` with -p

            """)
    }

    @Test func aRoleLineInAnOpenFenceNamesBothLines() throws {
        try expect(
            "look:\n```\ncode\n\n# === ASSISTANT ===\n\nhm\n\n# === USER ===\n\nwhy?\n", status: 3,
            """
            chat.md:5:1: error: `# === ASSISTANT ===` stands inside the code block that begins on line 2, so it starts no message
              where it is a quotation, write a backslash before it (check --fix=escape); where it is meant as a heading, write the line ``` before it (check --fix=close)

            """.replacing("\u{200B}", with: ""))
    }

    // MARK: The file itself

    @Test func aMissingFileIsNamed() throws {
        for command in ["complete", "append", "parse"] {
            let outcome = try scene.run(command, "missing.md")
            #expect(outcome.ending == .exit(1))
            #expect(outcome.text == "")
            #expect(outcome.errors.hasPrefix("missing.md: error: no such file or directory\n"))
        }
        #expect(scene.folder.names == ["home"])
    }

    @Test(.enabled(if: getuid() != 0, "root reads every file"))
    func anUnreadableFileIsNamed() throws {
        chmod(try scene.folder.write("chat.md", "hi\n"), 0)
        for command in ["complete", "append"] {
            let outcome = try scene.run(command, "chat.md")
            #expect(outcome.ending == .exit(1))
            #expect(
                outcome.errors == """
                    chat.md: error: permission denied
                      check its permissions with ls -l

                    """)
        }
    }

    @Test(.enabled(if: getuid() != 0, "root writes to every file"))
    func aReadOnlyFileIsNotAppendedTo() throws {
        chmod(try scene.folder.write("chat.md", "hi\n"), 0o444)
        let outcome = try scene.run("append", "chat.md")
        #expect(outcome.ending == .exit(1))
        #expect(outcome.errors.hasPrefix("chat.md: error: permission denied\n"))
        #expect(scene.server.connectionCount == 0)
    }

    @Test func aFolderIsNotAFile() throws {
        try scene.folder.write("notes/x", "")
        for command in ["complete", "append", "parse"] {
            let outcome = try scene.run(command, "notes")
            #expect(outcome.ending == .exit(1))
            #expect(outcome.errors == "notes: error: this is a directory, not a file\n")
        }
    }

    @Test func aPipeIsNotAppendedTo() throws {
        #expect(mkfifo(scene.folder("pipe.md"), 0o600) == 0)
        let outcome = try scene.run("append", "pipe.md")
        #expect(outcome.ending == .exit(1))
        #expect(outcome.errors == "pipe.md: error: this is a pipe, not a file\n")
    }

    @Test func aPipeIsAnsweredOnOutput() throws {
        #expect(mkfifo(scene.folder("pipe.md"), 0o600) == 0)
        let process = try scene.start(["complete", "pipe.md"])
        try scene.folder.write("pipe.md", "hi\n")
        let outcome = try process.outcome()
        #expect(outcome.ending == .exit(0))
        #expect(outcome.text == "never\n")
    }

    // MARK: The command line

    @Test(arguments: [
        (["append"], "chatmd: error: append needs a file to append to\n  chatmd append chat.md\n"),
        (
            ["append", "-"],
            "chatmd: error: append needs a file to append to\n  chatmd append chat.md\n"
        ),
        (["complete", "a.md", "b.md"], "chatmd: error: one file at a time, not 2\n"),
        (
            ["append", "a.md", "--chunk"],
            "chatmd: error: `append` takes no --chunk\n  it belongs to `complete`\n"
        ),
        (
            ["parse", "a.md", "-p", "hi"],
            "chatmd: error: `parse` takes no --prompt\n  it belongs to `complete` and `append`\n"
        ),
        (
            ["usage", "--stdin-filename", "b"],
            "chatmd: error: `usage` takes no --stdin-filename\n"
                + "  it belongs to `complete`, `parse`, `extract`, `check`, `tokens`, `import`, "
                + "`export` and `config`\n"
        ),
        (["append", "a.md", "-p", " \n\t"], "chatmd: error: the message given with -p is empty\n"),
        (["append", "a.md", "-p", "-"], "chatmd: error: the message given with -p is empty\n"),
        (
            ["complete", "a.md", "--stdin-filename", "b.md"],
            "chatmd: error: --stdin-filename names the text on stdin, and a.md is read instead\n"
        ),
    ])
    func aWrongCommandLineIsExplained(arguments: [String], errors: String) throws {
        let outcome = try scene.start(arguments).outcome()
        #expect(outcome.ending == .exit(2))
        #expect(outcome.text == "")
        #expect(outcome.errors == errors)
        #expect(scene.folder.names == ["home"])
    }

    @Test func aBrokenConfigurationIsNamed() throws {
        try scene.write(config: "model = \"echo\"\ntemperature = warm\n")
        try scene.folder.write("chat.md", "hi\n")
        let outcome = try scene.run("complete", "chat.md")
        #expect(outcome.ending == .exit(3))
        let path = scene.folder("home/.config/chatmd/config.toml")
        #expect(
            outcome.errors == "\(path):2:15: error: this is no TOML value; text needs quotes\n")
    }
}
