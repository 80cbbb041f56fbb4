import LLMCore
import TestSupport
import Testing

@testable import chatmd

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A conversation `home/project/chat.md`, and the files that tools may see from there.
@Suite struct FileToolsTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("home/project/chat.md", "hi\n")
        try folder.write("home/project/a.txt", "one\ntwo\nthree\n")
        try folder.write("home/project/src/main.swift", "let x = 1\nprint(X)\n")
    }

    private func context(
        _ name: String? = "chat.md", roots: [String] = [], allow: [String] = [],
        variables: [String: String] = [:]
    ) -> ToolContext {
        var rules = EmbedRules()
        rules.roots = roots
        rules.allow = allow
        let all = ["HOME": folder("home"), "PATH": "/usr/bin:/bin"]
            .merging(variables) { $1 }
        return ToolContext(
            environment: Environment { all[$0] },
            conversation: name.map { folder("home/project/\($0)") }, embeds: rules)
    }

    private func makeRepository(_ path: String = "home/project") throws {
        try git(path, "init", "-q")
    }

    private func git(_ path: String, _ arguments: String...) throws {
        let process = try ChatMDProcess(
            ["-C", folder(path), "-c", "user.name=x", "-c", "user.email=x@example.org"]
                + arguments,
            executable: "/usr/bin/git",
            environment: ["HOME": folder("home"), "PATH": "/usr/bin:/bin"], folder: folder.path)
        #expect(try process.outcome().ending == .exit(0))
    }

    private func read(
        _ path: String, from: Int? = nil, to: Int? = nil, in context: ToolContext? = nil
    ) throws -> String {
        var arguments = JSONObject([("path", .string(path))])
        arguments["from_line"] = from.map { JSONValue($0) }
        arguments["to_line"] = to.map { JSONValue($0) }
        return try BuiltInTool.readFile.run(.object(arguments), context ?? self.context())
    }

    private func list(
        _ path: String? = nil, pattern: String? = nil, in context: ToolContext? = nil
    ) throws -> [String] {
        var arguments = JSONObject()
        arguments["path"] = path.map { .string($0) }
        arguments["pattern"] = pattern.map { .string($0) }
        return try BuiltInTool.listFiles.run(.object(arguments), context ?? self.context())
            .split(separator: "\n").map(String.init)
    }

    private func search(
        _ text: String, path: String? = nil, pattern: String? = nil, in context: ToolContext? = nil
    ) throws -> [String] {
        var arguments = JSONObject([("text", .string(text))])
        arguments["path"] = path.map { .string($0) }
        arguments["pattern"] = pattern.map { .string($0) }
        return try BuiltInTool.searchFiles.run(.object(arguments), context ?? self.context())
            .split(separator: "\n").map(String.init)
    }

    private func message(_ body: () throws -> Any) -> String? {
        #expect(throws: ToolError.self) { _ = try body() }?.message
    }

    // MARK: - read_file

    @Test func aFileIsReadWhole() throws {
        #expect(try read("a.txt") == "a.txt, whole:\none\ntwo\nthree\n")
        #expect(try read("./src/../a.txt") == "./src/../a.txt, whole:\none\ntwo\nthree\n")
        #expect(try read(folder("home/project/a.txt")).hasSuffix("one\ntwo\nthree\n"))
    }

    @Test func someLinesAreReadWithTheirNumbers() throws {
        #expect(try read("a.txt", from: 2) == "a.txt, lines 2 to 3 of 3:\ntwo\nthree\n")
        #expect(try read("a.txt", to: 2) == "a.txt, lines 1 to 2 of 3:\none\ntwo\n")
        #expect(try read("a.txt", from: 2, to: 2) == "a.txt, lines 2 to 2 of 3:\ntwo\n")
        #expect(try read("a.txt", from: 3, to: 99) == "a.txt, lines 3 to 3 of 3:\nthree\n")
    }

    @Test func linesEndAsInConversations() throws {
        try folder.write("home/project/b.txt", "a\r\nb\rc\n\nd")
        #expect(try read("b.txt", from: 2, to: 3) == "b.txt, lines 2 to 3 of 5:\nb\rc\n")
        #expect(try read("b.txt", from: 5) == "b.txt, lines 5 to 5 of 5:\nd")
    }

    @Test func anEmptyFileIsSaidToBeEmpty() throws {
        try folder.write("home/project/empty", "")
        #expect(try read("empty") == "empty is empty")
    }

    @Test func linesThatAreNotThereAreAnError() throws {
        #expect(message { try read("a.txt", from: 4) } == "`a.txt` has only 3 lines")
        #expect(
            message { try read("a.txt", from: 3, to: 2) }
                == "`from_line` is greater than `to_line`")
        #expect(
            message { try read("a.txt", from: 0) }
                == "`from_line` must be a whole number from 1 on")
    }

    @Test func aLongFileIsCutAtALineWithAMark() throws {
        try folder.write(
            "home/project/long",
            String(repeating: String(repeating: "x", count: 99) + "\n", count: 1000))
        let text = try read("long")
        #expect(text.hasPrefix("long, lines 1 to 491 of 1000:\nxxx"))
        #expect(text.hasSuffix("x\n[cut: read on with from_line 492]"))
        #expect(try read("long", from: 992).hasSuffix("xxx\n"))
    }

    @Test func aLongLineIsCutBetweenCharacters() throws {
        try folder.write("home/project/line", "x" + String(repeating: "é", count: 40_000))
        let text = try read("line")
        #expect(text.hasPrefix("line, lines 1 to 1 of 1:\nxé"))
        #expect(text.hasSuffix("é\n[cut: line 1 goes on]"))
        #expect(!text.contains("\u{FFFD}"))
    }

    @Test func onlyTextIsRead() throws {
        try folder.write("home/project/p.txt", AttachmentLoaderTests.png)
        try folder.write("home/project/nul", [65, 0, 66])
        try folder.write("home/project/latin", [0xE9, 0x74, 0xE9])
        #expect(message { try read("p.txt") } == "`p.txt` is an image, not text")
        #expect(message { try read("nul") } == "`nul` is not UTF-8 text")
        #expect(message { try read("latin") } == "`latin` is not UTF-8 text")
        #expect(message { try read("src") } == "`src` is a folder, not a file")
    }

    // MARK: - What may be seen

    @Test(arguments: [
        "../b.txt", "/etc/passwd", "link", "src/../../b.txt", "folder/b.txt", "..", "/",
        "../nothing-here", "../../nothing/here",
    ])
    func nothingOutsideIsSeen(path: String) throws {
        try folder.write("home/b.txt", "b")
        symlink("../b.txt", folder("home/project/link"))
        symlink("..", folder("home/project/folder"))
        let refusal = "`\(path)` is outside of the folders that may be read"
        #expect(message { try read(path) } == refusal)
        #expect(message { try list(path) } == refusal)
        #expect(message { try search("b", path: path) } == refusal)
    }

    @Test(arguments: ["nothing", "src/nothing", "src/../nothing"])
    func whatIsNotThereIsAnError(path: String) {
        #expect(message { try read(path) } == "`\(path)` does not exist")
        #expect(message { try list(path) } == "`\(path)` does not exist")
    }

    @Test func aPathWithANULIsRefused() {
        #expect(message { try read("a.txt\u{0}x") } == "the path holds a NUL byte")
    }

    @Test func aLinkInsideIsReadButNotListed() throws {
        symlink("a.txt", folder("home/project/link"))
        symlink("src", folder("home/project/more"))
        #expect(try read("link").hasSuffix("three\n"))
        #expect(try list() == ["a.txt", "chat.md", "src/main.swift"])
    }

    @Test func pipesAreNeitherReadNorListed() throws {
        mkfifo(folder("home/project/pipe"), 0o600)
        #expect(message { try read("pipe") } == "`pipe` is a pipe, not a file")
        #expect(!(try list().contains("pipe")))
        #expect(try search("one") == ["a.txt:1: one"])
    }

    @Test func hiddenFilesAndKeysAreNotSeen() throws {
        for name in [".env", ".git-x/a", "id_rsa", "server.pem", "src/.secret/b", "credentials"] {
            try folder.write("home/project/" + name, "needle\n")
            #expect(throws: ToolError.self) { try read(name) }
        }
        try folder.write(
            "home/project/plain.txt", "-----BEGIN OPENSSH PRIVATE KEY-----\nneedle\n")
        #expect(
            message { try read("plain.txt") } == "`plain.txt` is not read: it holds a private key")
        #expect(try list() == ["a.txt", "chat.md", "plain.txt", "src/main.swift"])
        #expect(try search("needle") == ["nothing found"])
        #expect(message { try list("src/.secret") } == "`src/.secret` is not read: it is hidden")
    }

    @Test func whatGitIgnoresIsNotSeen() throws {
        try makeRepository()
        try folder.write("home/project/.gitignore", "*.log\nbuild/\n/only-here\n")
        for name in ["x.log", "build/deep/out.txt", "src/y.log", "only-here", "src/only-here"] {
            try folder.write("home/project/" + name, "needle\n")
        }
        #expect(message { try read("x.log") } == "`x.log` is not read: git ignores it")
        #expect(try list() == ["a.txt", "chat.md", "src/main.swift", "src/only-here"])
        #expect(try search("needle") == ["src/only-here:1: needle"])
    }

    @Test func whatGitTracksIsSeenThoughAPatternMatches() throws {
        try makeRepository()
        try folder.write("home/project/kept.log", "needle\n")
        try git("home/project", "add", "-f", "kept.log")
        try folder.write("home/project/.gitignore", "*.log\n")
        try folder.write("home/project/other.log", "needle\n")
        #expect(try search("needle") == ["kept.log:1: needle"])
    }

    @Test func aNameThatLooksLikeAPatternIsAskedAboutAsItStands() throws {
        try makeRepository()
        try folder.write("home/project/.gitignore", "*.log\n")
        try folder.write("home/project/a[1].txt", "x")
        try folder.write("home/project/b*.log", "x")
        #expect(try list(pattern: "*[[]*") == ["a[1].txt"])
        #expect(try list().contains("b*.log") == false)
    }

    @Test func aRepositoryInAnotherHasItsOwnRules() throws {
        try makeRepository()
        try folder.write("home/project/.gitignore", "*.log\n")
        try folder.write("home/project/inner/x.log", "needle")
        try folder.write("home/project/inner/y.txt", "needle")
        try makeRepository("home/project/inner")
        try folder.write("home/project/inner/.gitignore", "*.txt\n")
        #expect(try search("needle", path: "inner") == ["inner/x.log:1: needle"])
        #expect(try search("needle") == ["inner/x.log:1: needle"])
    }

    @Test func theWorkTreeIsSeenWhole() throws {
        try makeRepository()
        try folder.write("home/project/docs/chat.md", "needle")
        let context = context("docs/chat.md")
        #expect(try read("../a.txt", in: context).hasPrefix("../a.txt, whole:"))
        #expect(try list(in: context) == ["chat.md"])
        #expect(
            try list("..", in: context) == [
                "../a.txt", "../chat.md", "chat.md", "../src/main.swift",
            ])
        #expect(try search("needle", path: "..", in: context) == ["chat.md:1: needle"])
    }

    @Test func theConfigurationWidensIt() throws {
        try folder.write("other/notes/n.txt", "needle")
        try folder.write("home/project/.env.example", "needle")
        let wide = context(
            roots: [folder("other/notes")], allow: ["*.env.example", ".env.example"])
        #expect(try read(folder("other/notes/n.txt"), in: wide).hasSuffix("needle"))
        #expect(try list(folder("other/notes"), in: wide) == [folder("other/notes/n.txt")])
        #expect(try search("needle", in: wide) == [".env.example:1: needle"])
    }

    @Test func theHomeFolderIsNoneToLookInto() throws {
        try folder.write("home/b.txt", "b")
        let context = context("../chat.md")
        #expect(message { try list(in: context) } == "there is no folder that may be read")
        #expect(message { try read("b.txt", in: context) }?.contains("is outside of") == true)
    }

    @Test func aConversationWithoutAFileHasNoFolder() throws {
        let nameless = context(nil)
        #expect(message { try list(in: nameless) } == "there is no folder that may be read")
        #expect(
            message { try read("a.txt", in: nameless) }
                == "`a.txt` is relative, but the conversation has no folder")
        let rooted = context(nil, roots: [folder("home/project/src")])
        #expect(try list(in: rooted) == [folder("home/project/src/main.swift")])
    }

    @Test func withoutGitNothingOfAWorkTreeIsSeen() throws {
        try makeRepository()
        // The usual folders are searched whatever PATH says, so git must fail instead.
        try folder.write("home/project/.git/HEAD", "broken")
        #expect(message { try list() } == "git cannot say which files are ignored")
        #expect(
            message { try read("a.txt") }
                == "`a.txt` is not read: git cannot say whether it is ignored")
    }

    // MARK: - list_files

    @Test func theNearestFilesComeFirst() throws {
        try folder.write("home/project/src/deep/er/x.c", "")
        try folder.write("home/project/z.c", "")
        #expect(
            try list() == ["a.txt", "chat.md", "z.c", "src/main.swift", "src/deep/er/x.c"])
        #expect(try list("src") == ["src/main.swift", "src/deep/er/x.c"])
    }

    @Test(arguments: [
        ("*.swift", ["src/main.swift"]), ("src/*.swift", ["src/main.swift"]),
        ("*/*.swift", ["src/main.swift"]), ("**/*.swift", ["src/main.swift"]),
        ("*.{txt,md}", ["a.txt", "chat.md"]), ("./*.txt", ["a.txt"]), ("[a-c]*.txt", ["a.txt"]),
        ("main", ["no file"]), ("*.SWIFT", ["no file"]), ("src", ["no file"]),
    ])
    func aPatternChooses(pattern: String, names: [String]) throws {
        #expect(try list(pattern: pattern) == names)
    }

    @Test func whatIsNoFolderIsNotListed() {
        #expect(message { try list("a.txt") } == "`a.txt` is a file, not a folder")
    }

    @Test func manyFilesAreCutWithAMark() throws {
        for number in 1...BuiltInTool.maximumListing {
            try folder.write("home/project/many/\(number).txt", "")
        }
        #expect(try list("many").count == 500)
        let all = try list()
        #expect(all.count == 501)
        #expect(all.last == "[cut: there is more; give a folder or a pattern]")
        #expect(try list(pattern: "7.txt") == ["many/7.txt"])
    }

    @Test func deepFoldersAreNotLookedInto() throws {
        let path = (1...FileWalk.maximumDepth).map { "d\($0)/" }.joined()
        try folder.write("home/project/\(path)x.txt", "")
        #expect(
            try list(pattern: "x.txt")
                == ["no file", "[cut: there is more; give a folder or a pattern]"])
        #expect(try list("d1", pattern: "x.txt") == ["\(path)x.txt"])
    }

    // MARK: - search_files

    @Test func linesAreFoundWithTheirNumbers() throws {
        #expect(try search("two") == ["a.txt:2: two"])
        #expect(try search("t").contains("a.txt:3: three"))
        #expect(
            try search("e\n".filter { $0 != "\n" }, path: "a.txt") == [
                "a.txt:1: one", "a.txt:3: three",
            ])
        #expect(try search("nowhere") == ["nothing found"])
        #expect(try search("x", pattern: "*.txt") == ["nothing found"])
    }

    @Test func aCapitalMakesCaseCount() throws {
        #expect(
            try search("x", path: "src") == [
                "src/main.swift:1: let x = 1", "src/main.swift:2: print(X)",
            ])
        #expect(try search("X", path: "src") == ["src/main.swift:2: print(X)"])
    }

    @Test func theTextIsNoPattern() throws {
        try folder.write("home/project/r.txt", "a.c\nabc\n(x)\n")
        #expect(try search("a.c") == ["r.txt:1: a.c"])
        #expect(try search("(x)", path: "r.txt") == ["r.txt:3: (x)"])
    }

    @Test func longLinesAreShownAroundTheText() throws {
        let long = String(repeating: "é", count: 400)
        try folder.write("home/project/l.txt", long + "needle" + long)
        let line = try #require(try search("needle").first)
        #expect(line.hasPrefix("l.txt:1: …é"))
        #expect(line.hasSuffix("é…"))
        #expect(line.contains("needle"))
        #expect(!line.contains("\u{FFFD}"))
        #expect(line.utf8.count < 300)
    }

    @Test func whatIsNoTextIsPassedOver() throws {
        try folder.write("home/project/p", AttachmentLoaderTests.png + Array("needle".utf8))
        try folder.write("home/project/q", [0] + Array("needle".utf8))
        #expect(try search("needle") == ["nothing found"])
    }

    @Test func manyLinesAreCutWithAMark() throws {
        try folder.write(
            "home/project/m.txt", String(repeating: "needle\n", count: FileSearch.maximumLines + 1))
        let lines = try search("needle")
        #expect(lines.count == FileSearch.maximumLines + 1)
        #expect(lines.last?.hasPrefix("[cut: there may be more;") == true)
    }

    @Test func aFileThatIsTooLargeIsCounted() throws {
        try folder.write(
            "home/project/big.txt", [UInt8](repeating: 97, count: FileSearch.maximumFile + 1))
        #expect(try search("needle") == ["nothing found", "[1 file too large to search]"])
    }

    @Test func aTextThatNearlyFitsEverywhereTakesNoLongTime() throws {
        try folder.write("home/project/l.txt", [UInt8](repeating: 97, count: 1_000_000))
        let text = String(repeating: "a", count: 100_000) + "b"
        #expect(try search(text) == ["nothing found"])
    }

    @Test(arguments: [
        ("aab", "aaab", "l.txt:1: aaab"), ("abab", "abacababb", "l.txt:1: abacababb"),
        ("aabaaac", "aabaabaaac", "l.txt:1: aabaabaaac"), ("abab", "abacabac", "nothing found"),
    ])
    func aTextIsFoundAfterItsOwnBeginning(text: String, line: String, found: String) throws {
        try folder.write("home/project/l.txt", line)
        #expect(try search(text) == [found])
    }

    @Test func aTextOfSeveralLinesIsRefused() {
        #expect(message { try search("a\nb") } == "`text` must be one line")
        #expect(message { try search("") } == "`text` is missing")
    }
}

@Suite struct PathPatternTests {
    @Test(arguments: [
        ("*", "a/b.c", true), ("*.c", "a/b.c", true), ("a/*", "a/b.c", true),
        ("a/*", "a/b/c", false), ("a/**", "a/b/c", true), ("**/c", "a/b/c", true),
        ("**/c", "c", true), ("a/**/c", "a/c", true), ("a/**/c", "a/x/y/c", true),
        ("a/**/b/**/c", "a/b/x/b/c", true), ("?.c", "b.c", true), ("?.c", "bb.c", false),
        ("[ab].c", "b.c", true), ("[!ab].c", "b.c", false), ("[^ab].c", "z.c", true),
        ("[a-c]x", "bx", true), ("[a-c]x", "dx", false), ("[", "[", true), ("a[", "a[", true),
        ("{a,b}.{c,d}", "b.d", true), ("{a,b}.{c,d}", "b.e", false), ("x{,y}", "x", true),
        ("{a", "{a", true), ("a**b", "axxb", true), ("*a*b*c*", "zazbzcz", true),
        ("*a*b*c*", "zazczbz", false), ("é?", "éé", true),
    ])
    func aPatternMatchesOrNot(pattern: String, path: String, matches: Bool) throws {
        #expect(try #require(PathPattern(pattern)).matches(path) == matches)
    }

    @Test func evilPatternsTakeNoLongTime() throws {
        let stars = String(repeating: "*a", count: 100) + "b"
        #expect(try !#require(PathPattern(stars)).matches(String(repeating: "a", count: 250)))
        let folders = String(repeating: "**/a/", count: 50) + "b"
        let path = String(repeating: "a/", count: 200) + "c"
        #expect(try !#require(PathPattern(folders)).matches(path))
    }

    @Test func aPatternThatIsTooLongIsRefused() {
        #expect(PathPattern(String(repeating: "{a}", count: 100_000)) == nil)
        #expect(PathPattern(String(repeating: "[", count: 100_000)) == nil)
    }

    @Test func tooManyAlternativesAreRefused() {
        #expect(PathPattern(String(repeating: "{a,b}", count: 10)) == nil)
        #expect(PathPattern(String(repeating: "{a,b}", count: 1000)) == nil)
        #expect(PathPattern(String(repeating: "{a,b}", count: 5)) != nil)
    }
}
