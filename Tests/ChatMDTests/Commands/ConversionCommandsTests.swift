import TestSupport
import Testing

@testable import chatmd

/// `new`, `import` and `export` as they are called, with files of their own and no configuration.
@Suite struct ConversionCommandsTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    private func run(_ arguments: String...) -> Int32 {
        let configuration = folder.path
        let environment = Environment { $0 == "XDG_CONFIG_HOME" ? configuration : nil }
        return ChatMD.run(arguments, environment: environment)
    }

    @Test func newWritesWhatTheCommandLineSays() {
        #expect(
            run(
                "new", path("a.md"), "-m", "openai/gpt-5.5", "-s", "a \"b\"\nc", "-o",
                "temperature=0.2", "-o", "stop=['x']"
            ) == 0
        )
        #expect(
            folder.text("a.md") == """
                +++
                model = "openai/gpt-5.5"
                system = "a \\"b\\"\\nc"
                temperature = 0.2
                stop = ["x"]
                +++

                # === USER ===

                """
        )
    }

    @Test func newTakesTheModelOfTheConfiguration() throws {
        try NewFile.makeFolder(path("chatmd"))
        try NewFile.write(Array("model = \"echo\"\n".utf8), to: path("chatmd/config.toml"))
        #expect(run("new", path("a.md")) == 0)
        #expect(folder.text("a.md") == "+++\nmodel = \"echo\"\n+++\n\n# === USER ===\n")
    }

    @Test func newOverwritesNothing() {
        #expect(run("new", path("a.md")) == 0)
        #expect(run("new", path("a.md"), "-m", "echo") == 1)
        #expect(folder.text("a.md") == "# === USER ===\n")
    }

    @Test func newRefusesAModelThatNobodyKnows() {
        #expect(run("new", path("a.md"), "-m", "gork-3") == 7)
        #expect(folder.text("a.md") == nil)
    }

    @Test func importWritesANewFileOnly() throws {
        let source = path("a.json")
        try NewFile.write(Array(#"[{"role": "user", "content": "hi"}]"#.utf8), to: source)
        #expect(run("import", source, "--output", path("a.md")) == 0)
        #expect(folder.text("a.md") == "# === USER ===\n\nhi\n")
        #expect(run("import", source, "-O", path("a.md")) == 1)
    }

    @Test func severalConversationsNeedAFolder() throws {
        let line = #"{"messages": [{"role": "user", "content": "hi"}]}"# + "\n"
        let source = path("a.jsonl")
        try NewFile.write(Array(String(repeating: line, count: 11).utf8), to: source)
        #expect(run("import", source) == 2)
        #expect(run("import", source, "-O", path("out")) == 0)
        #expect(folder.text("out/a-01.md") == "# === USER ===\n\nhi\n")
        #expect(folder.text("out/a-11.md") == "# === USER ===\n\nhi\n")
        #expect(folder.text("out/a-12.md") == nil)
        #expect(run("import", source, "-O", path("out")) == 1)
    }

    @Test func whatIsNoConversationIsAnInvalidFile() throws {
        try NewFile.write(Array("{\"messages\": [}".utf8), to: path("a.json"))
        #expect(run("import", path("a.json")) == 3)
        #expect(run("import", path("missing.json")) == 1)
    }

    @Test func exportWritesANewFileOnly() throws {
        try NewFile.write(Array("hi\n".utf8), to: path("a.md"))
        #expect(run("export", path("a.md"), "--to", "html", "-O", path("a.html")) == 0)
        #expect(folder.text("a.html")?.contains("<title>a</title>") == true)
        #expect(run("export", path("a.md"), "-O", path("a.html")) == 1)
        #expect(run("export", path("a.md"), path("a.md"), "--to", "html") == 2)
    }

    @Test func aPageHoldsTheImagesThatMayBeSent() throws {
        let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        try NewFile.makeFolder(path("sub"))
        try NewFile.write(png, to: path("outside.png"))
        try NewFile.write(png, to: path("sub/inside.png"))
        let text = "![a](inside.png) ![b](../outside.png) ![c](none.png) ![d](https://e/f.png)\n"
        try NewFile.write(Array(text.utf8), to: path("sub/a.md"))
        #expect(run("export", path("sub/a.md"), "--to", "html", "-O", path("a.html")) == 0)
        let page = try #require(folder.text("a.html"))
        #expect(page.split(separator: "<img ").count == 2)
        #expect(page.contains("<img src=\"data:image/png;base64,iVBORw0KGgo=\" alt=\"a\" />"))
        #expect(page.contains("<a href=\"../outside.png\">b</a> <a href=\"none.png\">c</a>"))
    }

    @Test func exportChecksItsWords() throws {
        try NewFile.write(Array("# === NOTE ===\nx\n".utf8), to: path("a.md"))
        #expect(run("export", path("a.md")) == 8)
        #expect(run("export", path("a.md"), "--to", "antropic") == 2)
        #expect(run("export", path("a.md"), path("a.md")) == 2)
    }
}
