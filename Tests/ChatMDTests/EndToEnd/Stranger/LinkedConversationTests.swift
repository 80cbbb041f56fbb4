import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A repository may hold a conversation that is a symbolic link to a file of the user's: answering it
/// would send that file, and write what a model says to its end.
@Suite struct LinkedConversationTests {
    private let stranger: Stranger

    init() throws {
        stranger = try Stranger()
        try stranger.git("init", "-q")
    }

    /// - Parameter target: where the link leads, from the repository's folder.
    private func expectRefusal(
        of target: String, leadingTo name: String, _ reason: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        symlink(target, stranger("notes.md"))
        let path = stranger.user.folder("home/" + name)
        let before = wholeFile(path)
        let message = "error: this is a symbolic link, and `\(path)` \(reason)"
        for command in [
            ["notes.md"], ["append", "notes.md"], ["append", "notes.md", "-p", "hi"],
            ["append", "notes.md", "--continue"], ["append", "notes.md", "--dry-run"],
            ["notes.md", "--dry-run"], ["tokens", "notes.md"], ["parse", "notes.md"],
            ["export", "notes.md"], ["export", "--to", "openai-jsonl", "notes.md", "chat.md"],
        ] {
            let outcome = try stranger.start(command).outcome()
            stranger.expectRefusal(
                outcome, "notes.md: \(message)", sourceLocation: sourceLocation)
            #expect(
                outcome.errors.hasSuffix("name it itself: \(path)\n"), "\(outcome.errors)",
                sourceLocation: sourceLocation)
        }
        for option in [[], ["--fix=escape"], ["--fix=close"]] {
            let outcome = try stranger.start(["check", "notes.md"] + option).outcome()
            #expect(outcome.ending == .exit(3), sourceLocation: sourceLocation)
            #expect(
                outcome.text.hasPrefix("notes.md:1:1: \(message)"), "\(outcome.text)",
                sourceLocation: sourceLocation)
            stranger.expectNoHarm(outcome, sourceLocation: sourceLocation)
        }
        #expect(wholeFile(path) == before, sourceLocation: sourceLocation)
    }

    @Test func aLinkOutOfTheWorkTreeIsNotFollowed() throws {
        try expectRefusal(
            of: "../outside/secret.txt", leadingTo: "outside/secret.txt", "is outside of ")
    }

    @Test func aLinkToAStartupFileIsNotWrittenTo() throws {
        try stranger.user.folder.write("home/.bashrc", "alias ll='ls -l'\n")
        try expectRefusal(of: "../.bashrc", leadingTo: ".bashrc", "is outside of ")
    }

    @Test func aLinkToWhatGitKeepsIsNotFollowed() throws {
        try expectRefusal(
            of: ".git/config", leadingTo: "repo/.git/config",
            "is not read: `.git` begins with a dot")
    }

    @Test func aLinkToKeysIsNotFollowed() throws {
        try stranger.write(".env", "XAI_API_KEY=\(Stranger.secret)\n")
        try expectRefusal(
            of: ".env", leadingTo: "repo/.env", "is not read: `.env` begins with a dot")
    }

    @Test func aLinkToAPrivateKeyOfAnotherNameIsNotFollowed() throws {
        try stranger.write("deploy", "-----BEGIN OPENSSH PRIVATE KEY-----\n\(Stranger.secret)\n")
        try expectRefusal(
            of: "deploy", leadingTo: "repo/deploy", "is not read: it holds a private key")
    }

    @Test func aLinkToWhatGitIgnoresIsNotFollowed() throws {
        try stranger.write(".gitignore", "own/\n")
        try stranger.write("own/notes.txt", Stranger.secret)
        try expectRefusal(
            of: "own/notes.txt", leadingTo: "repo/own/notes.txt", "is not read: git ignores it")
    }

    @Test func aLinkToADeviceIsNotFollowed() throws {
        symlink("/dev/zero", stranger("notes.md"))
        stranger.expectRefusal(
            try stranger.run("notes.md"),
            "notes.md: error: this is a symbolic link, and `/dev/zero` is outside of ")
    }

    // MARK: What is allowed

    @Test func aLinkThatStaysInTheWorkTreeIsFollowed() throws {
        mkdir(stranger("docs"), 0o755)
        symlink("../chat.md", stranger("docs/link.md"))
        let outcome = try stranger.run("append", "docs/link.md")
        #expect(outcome.ending == .exit(0), "\(outcome)")
        #expect(wholeFile(stranger("chat.md"))?.starts(with: Array("hi\n\n# === ASS".utf8)) == true)
    }

    @Test func theFileItselfMayBeNamed() throws {
        let path = try stranger.user.folder.write("home/outside/own.md", "hi\n")
        symlink(path, stranger("notes.md"))
        #expect(try stranger.run("notes.md").ending == .exit(3))
        #expect(try stranger.run(path).text == "Yo\n")
    }

    @Test func theConfigurationNamesMoreRoots() throws {
        let stranger = try Stranger(config: "[embeds]\nroots = [\"~/outside\"]\n")
        try stranger.user.folder.write("home/outside/own.md", "hi\n")
        symlink("../outside/own.md", stranger("notes.md"))
        #expect(try stranger.run("notes.md").text == "Yo\n")
    }

    /// Whoever names a folder has chosen it.
    @Test func aFolderThatIsALinkIsFollowed() throws {
        try stranger.user.folder.write("home/outside/own.md", "hi\n")
        symlink("../outside", stranger("folder"))
        #expect(try stranger.run("folder/own.md").text == "Yo\n")
    }

    /// Nothing comes with a repository there.
    @Test func aLinkInTheHomeFolderIsFollowed() throws {
        try stranger.user.folder.write("home/outside/own.md", "hi\n")
        symlink("outside/own.md", stranger.user.folder("home/today.md"))
        #expect(try stranger.run("../today.md").text == "Yo\n")
    }

    /// The text is what the client shows, whatever lies behind its name.
    @Test func aClientMayNameALink() throws {
        symlink("../outside/secret.txt", stranger("notes.md"))
        let process = try ChatMDProcess(
            ["complete", "--stdin-filename", stranger("notes.md")],
            environment: stranger.user.environment, folder: stranger(""),
            input: .bytes(Array("hi\n".utf8)))
        let outcome = try process.outcome()
        #expect(outcome.text == "Yo\n")
        stranger.expectNoHarm(outcome)
    }
}
