import MarkdownHistory
import TestSupport
import Testing

@testable import chatmd

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A conversation `home/project/chat.md`, and what it embeds.
@Suite struct AttachmentLoaderTests {
    let folder: TemporaryFolder
    let home: String

    static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0]

    init() throws {
        folder = try TemporaryFolder()
        home = folder("home")
        try folder.write("home/project/a.txt", "hello\n")
    }

    // MARK: - What is read

    @Test func whatStandsBesideTheConversationIsRead() throws {
        try folder.write("home/project/pics/p.dat", Self.png)
        #expect(try load("![](a.txt)") == [.text("``` a.txt\nhello\n```")])
        #expect(
            try load("![](./pics/../a.txt#L1)") == [.text("``` ./pics/../a.txt#L1\nhello\n```")])
        #expect(try load("![](pics%2Fp.dat)") == [.file(.image(mediaType: "image/png"), Self.png)])
        #expect(try load("![](\(home)/project/a.txt)").count == 1)
    }

    @Test func addressesAndDataNeedNoFile() throws {
        let text = "![](https://example.org/a.png) ![](data:;base64,aGk=)"
        let expected: [LoadedEmbed] = [
            .url("https://example.org/a.png"), .text("``` data: URI\nhi\n```"),
        ]
        #expect(try load(text) == expected)
        #expect(try load(text, as: nil) == expected)
    }

    @Test func eachTurnHasItsOwn() throws {
        let file = try ChatFile(
            parsing: Array(
                "![](a.txt)\n# === ASSISTANT ===\n![](no)\n# === USER ===\n![](data:,x)".utf8))
        let loaded = try loader().load(file, path: home + "/project/chat.md")
        #expect(loaded.map(\.count) == [1, 0, 1])
        var warnings: [Diagnostic] = []
        #expect(
            file.messages(system: nil, embeds: loaded, warnings: &warnings).map(\.text) == [
                "![](a.txt)\n\n``` a.txt\nhello\n```", "![](no)",
                "![](data:,x)\n\n``` data: URI\nx\n```",
            ])
    }

    /// Or a model, or the program that a tool runs, could have a file of its choice sent.
    @Test(arguments: [
        "hi\n# === ASSISTANT ===\n![](a.txt)\n# === USER ===\nhi",
        "hi\n# === NOTE ===\n![](a.txt)",
        "hi\n# === TOOL ===\n![](a.txt)\n``` tool_result t 1\n![](a.txt)\n```",
        """
        hi
        # === ASSISTANT ===
        ``` tool_call t 1
        {"a": "![](a.txt)"}
        ```
        # === TOOL ===
        ``` tool_result t 1
        ![](a.txt)
        ```
        """,
    ])
    func nothingIsLoadedForWhatAModelOrAToolSays(text: String) throws {
        #expect(try load(text).isEmpty)
    }

    @Test func theConversationNeedNotExistYet() throws {
        #expect(try load("![](a.txt)", as: "new.md").count == 1)
        #expect(try failure("![](a.txt)", as: "no/new.md").message.contains("does not exist"))
    }

    @Test func anEmptyFileIsAText() throws {
        try folder.write("home/project/empty", "")
        #expect(try load("![](empty)") == [.text("``` empty\n```")])
    }

    // MARK: - Where it may stand

    @Test func aWorkTreeIsReadWhole() throws {
        try makeRepository("home/project")
        try folder.write("home/project/docs/chat.md", "")
        #expect(try load("![](../a.txt)", as: "docs/chat.md").count == 1)
        let failure = try failure("![](../../b/b.txt)", as: "docs/chat.md") {
            try folder.write("home/b/b.txt", "b")
        }
        #expect(
            failure.message
                == "`../../b/b.txt` is outside of `\(home)/project/docs` and `\(home)/project`")
        #expect(failure.hint == "add `roots = [\"\(home)/b\"]` under [embeds] in config.toml")
    }

    @Test func aGitFileMakesAWorkTreeToo() throws {
        try makeRepository("home/main")
        try git("home/main", "commit", "-q", "--allow-empty", "-m", "x")
        try git("home/main", "worktree", "add", "-q", folder("home/tree"))
        try folder.write("home/tree/docs/chat.md", "")
        try folder.write("home/tree/b.txt", "b")
        #expect(try load("![](../../tree/b.txt)", as: "../tree/docs/chat.md").count == 1)
    }

    @Test(arguments: [
        "../b.txt", "%2e%2e/b.txt", "..%2Fb.txt", "pics/../../b.txt", "link", "folder/b.txt",
    ])
    func nothingOutsideIsRead(path: String) throws {
        try folder.write("home/b.txt", "b")
        try folder.write("home/project/pics/x", "")
        symlink("../b.txt", home + "/project/link")
        symlink("..", home + "/project/folder")
        let failure = try failure("![](\(path))")
        #expect(failure.message.contains("is outside of `\(home)/project`"))
        #expect(failure.code == .invalidFile)
        #expect((failure.line, failure.column) == (1, 1))
        #expect(failure.path == home + "/project/chat.md")
    }

    @Test func anAbsolutePathOutsideIsRefused() throws {
        #expect(try failure("![](/etc/passwd)").message.contains("is outside of"))
        #expect(try failure("![](/)").message.contains("is outside of"))
        #expect(try failure("![](.)").message == "`.` is a folder, not a file")
    }

    /// Whoever makes a root of the home folder offers everything they have.
    @Test func noHintNamesTheHomeFolder() throws {
        try folder.write("home/b.txt", "b")
        for path in ["../b.txt", "..", "../..", "/"] {
            let failure = try failure("![](\(path))")
            #expect(failure.hint == "move it beside the conversation")
        }
    }

    @Test func aNameThatBeginsLikeTheRootIsOutside() throws {
        try folder.write("home/project2/b.txt", "b")
        #expect(try failure("![](../project2/b.txt)").message.contains("is outside of"))
    }

    @Test func linksThatStayInsideAreFollowed() throws {
        symlink("a.txt", home + "/project/link")
        symlink(home + "/project", folder("alias"))
        #expect(try load("![](link)").count == 1)
        #expect(try load("![](a.txt)", as: folder("alias/chat.md")).count == 1)
    }

    @Test func aLinkInACircleIsRefused() throws {
        symlink("loop", home + "/project/loop")
        #expect(try failure("![](loop)").message.contains("circle"))
    }

    @Test func theHomeFolderIsNoRoot() throws {
        try folder.write("home/b.txt", "b")
        let failure = try failure("![](b.txt)", as: "../chat.md")
        #expect(failure.message.contains("in the home folder"))
        #expect(failure.hint == "move both into a folder of their own")
    }

    @Test func nothingAboveTheHomeFolderIsARoot() throws {
        try folder.write("b.txt", "b")
        #expect(throws: Failure.self) { try load("![](b.txt)", as: folder("chat.md")) }
    }

    @Test func aWorkTreeThatIsTheHomeFolderCountsNot() throws {
        try makeRepository("home")
        try folder.write("home/b.txt", "b")
        try folder.write("home/.gitignore", "*\n")
        #expect(throws: Failure.self) { try load("![](../b.txt)") }
        // Nor is it asked what it ignores.
        #expect(try load("![](a.txt)").count == 1)
    }

    @Test func configuredRootsAreRead() throws {
        try folder.write("home/notes/b.txt", "b")
        let rules = try rules("roots = [\"~/notes\", \"/no/such/folder\"]")
        #expect(try load("![](../notes/b.txt) ![](a.txt)", rules).count == 2)
        #expect(try load("![](\(home)/notes/b.txt)", rules, as: nil).count == 1)
        #expect(throws: Failure.self) { try load("![](../b.txt)", rules) }
    }

    @Test func aTextWithoutANameHasNoFolder() throws {
        let failure = try failure("![](a.txt)", as: nil)
        #expect(failure.message == "`a.txt` is relative, but the conversation has no file name")
        #expect(throws: Failure.self) { try load("![](\(home)/project/a.txt)", as: nil) }
    }

    // MARK: - What is secret

    @Test(arguments: [".env", ".ssh/config", "x/.hidden/y.txt", ".a.txt"])
    func hiddenPartsAreRefused(path: String) throws {
        try folder.write("home/project/" + path, "secret")
        #expect(try failure("![](\(path))").message.contains("begins with a dot"))
    }

    @Test func aHiddenFolderThatHoldsTheConversationIsNotBelowIt() throws {
        try makeRepository("home/project")
        try folder.write("home/project/.notes/b.txt", "b")
        #expect(try load("![](b.txt)", as: ".notes/chat.md").count == 1)
    }

    @Test func aVisibleLinkToAHiddenFileIsRefused() throws {
        try folder.write("home/project/.env", "KEY=1")
        symlink(".env", home + "/project/env.txt")
        #expect(try failure("![](env.txt)").message.contains("`.env` begins with a dot"))
    }

    @Test(arguments: [
        "id_rsa", "ID_ED25519", "server.pem", "a.KEY", "credentials", "prod.env",
        "x/terraform.tfstate",
    ])
    func keyFilesAreRefused(path: String) throws {
        try folder.write("home/project/" + path, "secret")
        #expect(try failure("![](\(path))").message.contains("looks like a key"))
    }

    @Test func aPrivateKeyOfAnotherNameIsRefused() throws {
        try folder.write("home/project/notes.txt", "\n-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n")
        #expect(try failure("![](notes.txt)").message.contains("holds a private key"))
        try folder.write("home/project/cert.txt", "-----BEGIN CERTIFICATE-----\nb3Bl\n")
        #expect(try load("![](cert.txt)").count == 1)
    }

    @Test func theConfigurationAllowsByNameOrByPath() throws {
        for path in [".env.example", "x.pem", ".h/deep/b.txt", ".h/c.env.example"] {
            try folder.write("home/project/" + path, "-----BEGIN PRIVATE KEY-----\n")
        }
        let rules = try rules("allow = [\"*.env.example\", \"x.pem\", \".h/deep/*\"]")
        #expect(try load("![](.env.example) ![](x.pem) ![](.h/deep/b.txt)", rules).count == 3)
        #expect(throws: Failure.self) { try load("![](.h/c.env.example)", rules) }
        #expect(throws: Failure.self) { try load("![](.env)", rules) }
    }

    // MARK: - Git

    @Test func whatGitIgnoresIsRefused() throws {
        try makeRepository("home/project")
        try folder.write("home/project/.gitignore", "*.log\n!keep.log\nbuild/\n")
        for path in ["x.log", "keep.log", "build/o.txt", "a b.txt"] {
            try folder.write("home/project/" + path, "x")
        }
        let failure = try failure("![](a.txt)\n\n![](x.log)")
        #expect(failure.message == "`x.log` is not read: git ignores it")
        #expect((failure.line, failure.column) == (3, 1))
        #expect(try self.failure("![](build/o.txt)").message.contains("git ignores it"))
        #expect(try load("![](keep.log) ![](<a b.txt>)").count == 2)
        #expect(try load("![](x.log)", rules("allow = [\"*.log\"]")).count == 1)
    }

    @Test func whatGitTracksIsNotIgnored() throws {
        try makeRepository("home/project")
        try folder.write("home/project/x.log", "x")
        try git("home/project", "add", "x.log")
        try folder.write("home/project/.gitignore", "*.log\n")
        #expect(try load("![](x.log)").count == 1)
    }

    @Test func pathspecMagicIsAName() throws {
        try makeRepository("home/project")
        for name in [":(exclude)x", "*", "[a]"] { try folder.write("home/project/" + name, "x") }
        #expect(try load("![](<./:(exclude)x>) ![](*) ![]([a])").count == 3)
        try git("home/project", "add", "a.txt")
        try folder.write("home/project/.gitignore", "\\*\n")
        #expect(try failure("![](*)").message.contains("git ignores it"))
    }

    @Test func oneIgnoredFileAmongManyIsNamed() throws {
        try makeRepository("home/project")
        try folder.write("home/project/.gitignore", "secret-*\n")
        var text = ""
        for number in 1...700 {
            let name =
                (number == 444 ? "secret-" : "a-fairly-long-name-") + "\(number)-"
                + String(repeating: "x", count: 180)
            try folder.write("home/project/" + name, "x")
            text += "![](\(name))\n"
        }
        let failure = try failure(text)
        #expect(failure.line == 444)
        #expect(failure.message.contains("git ignores it"))
    }

    @Test func aRepositoryStartsNoProgram() throws {
        try makeRepository("home/project")
        try git("home/project", "add", "a.txt")
        let mark = folder("ran")
        try folder.write("evil", "#!/bin/sh\ntouch \(mark)\n")
        chmod(folder("evil"), 0o755)
        let evil = folder("evil")
        for key in [
            "core.fsmonitor", "core.sshCommand", "core.pager", "core.editor", "alias.check-ignore",
        ] {
            try git("home/project", "config", key, key.hasPrefix("alias") ? "!" + evil : evil)
        }
        try git("home/project", "config", "core.hooksPath", folder.path)
        try folder.write("post-index-change", "#!/bin/sh\ntouch \(mark)\n")
        chmod(folder("post-index-change"), 0o755)
        // A plain question would have run it.
        _ = gitStatus("home/project", ["check-ignore", "a.txt"])
        try #require(unlink(mark) == 0)
        #expect(try load("![](a.txt)").count == 1)
        #expect(access(mark, F_OK) != 0)
    }

    @Test func variablesOfTheEnvironmentDoNotMislead() throws {
        try makeRepository("home/project")
        try makeRepository("other")
        try folder.write("home/project/.gitignore", "a.txt\n")
        let failure = #expect(throws: Failure.self) {
            try load(
                "![](a.txt)",
                more: ["GIT_DIR": folder("other/.git"), "GIT_WORK_TREE": folder("other")])
        }
        #expect(failure?.message.contains("git ignores it") == true)
    }

    @Test func aBrokenRepositoryIsNoYes() throws {
        try makeRepository("home/project")
        try folder.write("home/project/.git/config", "[core\n")
        let failure = try failure("![](a.txt)")
        #expect(failure.message.contains("git cannot say"))
    }

    /// Editors and services start programs with a PATH that holds no git.
    @Test func gitIsFoundWithoutAPath() throws {
        try makeRepository("home/project")
        try folder.write("home/project/.gitignore", "a.txt\n")
        #expect(throws: Failure.self) {
            try load("![](a.txt)", more: ["PATH": "/no/such/folder:relative"])
        }
        try folder.write("home/project/.env", "x")
        #expect(throws: Failure.self) { try load("![](.env)", more: ["PATH": ""]) }
    }

    @Test func gitIsNotAskedWithoutAFile() throws {
        try makeRepository("home/project")
        let mark = folder("ran")
        try folder.write("bin/git", "#!/bin/sh\ntouch \(mark)\nexit 1\n")
        chmod(folder("bin/git"), 0o755)
        let path = ["PATH": folder("bin") + ":/bin:/usr/bin"]
        _ = try load("hello ![](data:,x) ![](https://example.org/a.png)", more: path)
        #expect(access(mark, F_OK) != 0)
        _ = try load("![](a.txt)", more: path)
        #expect(access(mark, F_OK) == 0)
    }

    // MARK: - What is no file

    @Test func aFolderAPipeASocketAndADeviceAreRefused() throws {
        mkdir(home + "/project/sub", 0o755)
        mkfifo(home + "/project/pipe", 0o644)
        try makeSocket(home + "/project/socket")
        #expect(try failure("![](sub)").message == "`sub` is a folder, not a file")
        #expect(try failure("![](sub/)").message == "`sub/` is a folder, not a file")
        #expect(try failure("![](pipe)").message == "`pipe` is a pipe, not a file")
        #expect(try failure("![](socket)").message == "`socket` is a socket, not a file")
        let device = try rules("roots = \"/dev\"")
        let failure = #expect(throws: Failure.self) { try load("![](/dev/zero)", device) }
        #expect(failure?.message == "`/dev/zero` is a device, not a file")
    }

    @Test func aMissingFileIsNamedWithItsPlace() throws {
        let failure = try failure("look\n\nat ![x](no.png)")
        #expect(failure.message == "`no.png` does not exist")
        #expect((failure.line, failure.column) == (3, 4))
        #expect(try self.failure("![](a.txt/b)").message == "`a.txt/b` does not exist")
    }

    @Test func whatIsNoTextHasNoLinesToTake() throws {
        try folder.write("home/project/p.png", Self.png)
        let failure = try failure("![](p.png#L1)")
        #expect(failure.message == "`p.png` is an image, which has no lines to take")
    }

    @Test func whatIsOfNoKindIsRefused() throws {
        try folder.write("home/project/p.png", [0x42, 0x4D, 0, 1])
        let failure = try failure("![](p.png)")
        #expect(failure.message == "`p.png` is of no kind that can be sent")
        #expect(failure.hint?.hasPrefix("images (PNG, JPEG, GIF, WebP), PDF") == true)
    }

    @Test(.enabled(if: geteuid() != 0)) func aFileWithoutPermissionIsRefused() throws {
        chmod(home + "/project/a.txt", 0)
        #expect(try failure("![](a.txt)").message.contains("permission denied"))
    }

    @Test func aPathTooLongForTheSystemIsRefused() throws {
        let long = String(repeating: "x", count: 5000)
        #expect(try failure("![](\(long))").message.contains("cannot be read"))
    }

    @Test func aHugeSparseFileIsRefusedUnread() throws {
        try sparse("log", size: 1 << 40, start: "hello")
        try sparse("film", size: 1 << 40, start: "%PDF-1.7")
        #expect(
            try failure("![](log)").message == "`log` is larger than 1 MB, the limit for a text")
        #expect(
            try failure("![](log#L1)").message
                == "`log` is larger than 50 MB, the limit for a text that lines are taken from")
        #expect(
            try failure("![](film)").message == "`film` is larger than 50 MB, the limit for a PDF")
    }

    @Test func linesOfALargeTextAreTaken() throws {
        let line = String(repeating: "x", count: 99) + "\n"
        try folder.write("home/project/log", String(repeating: line, count: 20_000))
        #expect(throws: Failure.self) { try load("![](log)") }
        #expect(try load("![](log#L19999)") == [.text("``` log#L19999\n\(line)```")])
    }

    @Test func tooManyLinesOfALargeTextAreRefused() throws {
        try folder.write("home/project/log", String(repeating: "xxxxxxxxx\n", count: 200_000))
        let failure = try failure("![](log#L1-200000)")
        #expect(
            failure.message == "the lines of `log` are larger than 1 MB, the limit for a text")
        #expect(failure.hint == "take fewer of them")
    }

    @Test func allTogetherHaveALimit() throws {
        try folder.write("home/project/big.png", Self.png + [UInt8](repeating: 1, count: 15 << 20))
        let failure = try failure(String(repeating: "![](big.png)\n", count: 5))
        #expect(failure.message == "the conversation embeds more than 64 MB")
        #expect(failure.line == 5)
    }

    @Test func tenThousandEmbedsAreLoaded() throws {
        try makeRepository("home/project")
        #expect(try load(String(repeating: "![](a.txt)\n", count: 10_000)).count == 10_000)
    }

    // MARK: - Under attack

    /// A link that takes the file's or a folder's place after the check is not followed.
    @Test func aSwappedLinkIsNotFollowed() throws {
        try folder.write("home/b.txt", "secret")
        try folder.write("home/project/sub/b.txt", "fine")
        let roots = try EmbedRoots(
            conversation: home + "/project/chat.md", rules: EmbedRules(), environment: environment()
        )
        let file = try roots.place(of: "a.txt")
        let deep = try roots.place(of: "sub/b.txt")
        unlink(home + "/project/a.txt")
        symlink("../b.txt", home + "/project/a.txt")
        rename(home + "/project/sub", home + "/project/old")
        symlink("..", home + "/project/sub")
        #expect(throws: EmbedError.self) { _ = try EmbedFile(at: file, name: "a.txt").size }
        #expect(throws: EmbedError.self) { _ = try EmbedFile(at: deep, name: "sub/b.txt").size }
    }

    /// Random paths out of dots, links and slashes reach what stands inside, or nothing.
    @Test func noPathLeadsOutside() throws {
        try folder.write("home/secret.txt", "secret")
        try folder.write("home/project/in/secret.txt", "inside")
        try folder.write("home/project/secret.txt", "inside")
        symlink("..", home + "/project/up")
        symlink("../..", home + "/project/in/up")
        symlink("in", home + "/project/side")
        symlink("../secret.txt", home + "/project/link")
        let parts = [
            "..", ".", "", "in", "up", "side", "work", "home", "%2e%2e", "%2E", "link",
            "secret.txt",
        ]
        for seed in Seeds(cases: 600) {
            var generator = SeededGenerator(seed: seed)
            var names = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                generator.element(of: parts)
            }
            names.append(generator.element(of: ["secret.txt", "secret.txt", "link"]))
            let path = names.joined(separator: generator.element(of: ["/", "/", "//", "%2F"]))
            let loaded = (try? load("![](<\(path)>)")) ?? []
            for case .text(let text) in loaded {
                #expect(text.contains("inside"), "CHATMD_SEED=\(seed) \(path)")
            }
        }
    }

    // MARK: - Helpers

    private func environment(_ more: [String: String] = [:]) -> Environment {
        let variables = ["HOME": home, "PATH": "/usr/bin:/bin"].merging(more) { $1 }
        return Environment { variables[$0] }
    }

    private func loader(
        _ rules: EmbedRules = EmbedRules(), more: [String: String] = [:]
    ) -> AttachmentLoader {
        AttachmentLoader(rules: rules, environment: environment(more))
    }

    /// - Parameter name: relative to `home/project`, or absolute.
    private func load(
        _ text: String, _ rules: EmbedRules = EmbedRules(), as name: String? = "chat.md",
        more: [String: String] = [:]
    ) throws -> [LoadedEmbed] {
        let path = name.map { $0.hasPrefix("/") ? $0 : home + "/project/" + $0 }
        let file = try ChatFile(parsing: Array(text.utf8))
        return try loader(rules, more: more).load(file, path: path).flatMap(\.self)
    }

    private func failure(
        _ text: String, as name: String? = "chat.md", prepare: () throws -> Void = {}
    ) throws -> Failure {
        try prepare()
        return try #require(throws: Failure.self) { try load(text, as: name) }
    }

    private func rules(_ toml: String) throws -> EmbedRules {
        try ConfigFile(parsing: Array("[embeds]\n\(toml)\n".utf8)).embeds
    }

    private func makeRepository(_ name: String) throws {
        try folder.write(name + "/.keep", "")
        try git(name, "init", "-q")
        try folder.write(name + "/.git/config", "[user]\nname = x\nemail = x@example.org\n")
    }

    private func git(_ name: String, _ arguments: String...) throws {
        try #require(gitStatus(name, arguments) == 0)
    }

    private func gitStatus(_ name: String, _ arguments: [String]) -> Int32? {
        let call = ChildProcess.Call(
            program: "/usr/bin/env", arguments: ["env", "git", "-C", folder(name)] + arguments,
            environment: ["PATH=/usr/bin:/bin:/usr/local/bin", "HOME=\(home)"],
            milliseconds: 60_000)
        guard case .exit(let status)? = try? ChildProcess.run(call).ending else { return nil }
        return status
    }

    private func sparse(_ name: String, size: Int, start: String) throws {
        truncate(try folder.write("home/project/" + name, start), size)
    }

    private func makeSocket(_ path: String) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(status == 0)
    }
}
