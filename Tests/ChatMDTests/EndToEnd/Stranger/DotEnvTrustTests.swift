import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A key in the `.env` of a work tree is used where nobody but the user can have put it there: with
/// a stranger's key the conversation would be in the stranger's account.
@Suite struct DotEnvTrustTests {
    private var stranger: Stranger

    init() throws {
        stranger = try Stranger()
        stranger.user.environment["XAI_API_KEY"] = nil
        try stranger.git("init", "-q")
        try stranger.write(".env", "XAI_API_KEY=key-in-the-tree\n")
    }

    // MARK: Expectations

    private func expectUse(
        in folder: String = "home/repo", sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let outcome = try stranger.start(["chat.md"], in: folder).outcome()
        #expect(outcome.text == "Yo\n", "\(outcome.errors)", sourceLocation: sourceLocation)
        #expect(
            stranger.user.server.requests.last?["authorization"] == "Bearer key-in-the-tree",
            sourceLocation: sourceLocation)
    }

    private func expectRefusal(
        _ reason: String, in folder: String = "home/repo",
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let outcome = try stranger.start(["chat.md"], in: folder).outcome()
        let path = stranger.user.folder(folder + "/.env")
        let config = stranger.user.folder("home/.config/chatmd")
        stranger.expectRefusal(
            outcome,
            """
            \(config)/config.toml:1:9: error: no key for xAI: XAI_API_KEY is not set
              \(path) holds XAI_API_KEY, but is not read: \(reason); move it to \(config)/.env

            """, exit: 4, sourceLocation: sourceLocation)
        #expect(!outcome.errors.contains("key-in-the-tree"), sourceLocation: sourceLocation)
    }

    private let tracked = "git tracks it, so it may have come with the repository"
    private let unknown = "git cannot say whether it came with the repository"

    private func commit() throws {
        try stranger.git("add", "-f", ".env")
        try stranger.git("commit", "-q", "-m", "x")
    }

    // MARK: What git knows

    @Test func oneThatGitDoesNotTrackIsUsed() throws {
        try expectUse()
    }

    @Test func oneThatGitIgnoresIsUsed() throws {
        try stranger.write(".gitignore", ".env\n")
        try expectUse()
    }

    @Test func onlyTheIndexNeedsToKnowIt() throws {
        try stranger.git("add", ".env")
        try expectRefusal(tracked)
    }

    @Test func aCommittedOneIsNotRead() throws {
        try commit()
        try expectRefusal(tracked)
    }

    @Test(arguments: ["--assume-unchanged", "--skip-worktree"])
    func aMarkInTheIndexDoesNotHideIt(mark: String) throws {
        try commit()
        try stranger.git("update-index", mark, ".env")
        try expectRefusal(tracked)
    }

    @Test func oneThatIsIgnoredAndTrackedIsNotRead() throws {
        try stranger.write(".gitignore", ".env\n")
        try commit()
        try expectRefusal(tracked)
    }

    /// On a file system that tells no `.ENV` from `.env` it is the same file.
    @Test func caseDoesNotHideIt() throws {
        rename(stranger(".env"), stranger(".ENV"))
        try stranger.git("add", ".ENV")
        rename(stranger(".ENV"), stranger(".env"))
        try expectRefusal(tracked)
    }

    @Test func aSubmodulesOwnRepositoryDecides() throws {
        let folder = stranger.user.folder
        try folder.write("home/other/.env", "XAI_API_KEY=key-in-the-tree\n")
        try folder.write("home/other/chat.md", "hi\n")
        try stranger.git("init", "-q", in: "home/other")
        try stranger.git("add", ".", in: "home/other")
        try stranger.git("commit", "-q", "-m", "x", in: "home/other")
        try stranger.git("submodule", "--quiet", "add", folder("home/other"), "sub")
        try expectRefusal(tracked, in: "home/repo/sub")
        // Out of its index, it is nobody's but the user's.
        try stranger.git("rm", "-q", "--cached", ".env", in: "home/repo/sub")
        try expectUse(in: "home/repo/sub")
    }

    @Test func aFurtherWorkTreesOwnIndexDecides() throws {
        try stranger.git("add", "chat.md")
        try commit()
        try stranger.git("worktree", "add", "-q", "../second")
        try expectRefusal(tracked, in: "home/second")
        try stranger.git("rm", "-q", "--cached", ".env", in: "home/second")
        try expectUse(in: "home/second")
    }

    // MARK: Repositories that mislead

    @Test func aRepositoryAroundABrokenOneIsNotAsked() throws {
        mkdir(stranger("sub"), 0o755)
        mkdir(stranger("sub/.git"), 0o755)
        try stranger.write("sub/.env", "XAI_API_KEY=key-in-the-tree\n")
        try stranger.write("sub/chat.md", "hi\n")
        try expectRefusal(unknown, in: "home/repo/sub")
    }

    @Test(arguments: ["/", "..", "../../outside"])
    func noWorkTreeElsewhereHidesIt(folder: String) throws {
        try stranger.git("add", ".env")
        try stranger.git("config", "core.worktree", folder)
        try expectRefusal(tracked)
    }

    @Test(
        arguments: [
            ["GIT_DIR": "other/.git"], ["GIT_DIR": "other/.git", "GIT_WORK_TREE": "repo"],
            ["GIT_INDEX_FILE": "none"], ["GIT_CEILING_DIRECTORIES": "repo"],
            ["GIT_LITERAL_PATHSPECS": "1"],
        ])
    func noVariableMisleads(variables: [String: String]) throws {
        try stranger.git("init", "-q", "../other")
        try stranger.git("add", ".env")
        var misled = self
        for (name, value) in variables {
            misled.stranger.user.environment[name] =
                value == "1" ? value : stranger.user.folder("home/" + value)
        }
        try misled.expectRefusal(tracked)
    }

    @Test(.enabled(if: geteuid() == 0, "only root may give files away"))
    func aRepositoryOfAnotherUserIsNotBelieved() throws {
        for path in [stranger(".git"), stranger("")] {
            #expect(chown(path, 12345, gid_t.max) == 0)
        }
        try expectRefusal(unknown)
    }

    // MARK: Whose the file is

    @Test(.enabled(if: geteuid() == 0, "only root may give files away"))
    func aFileOfAnotherUserIsNotRead() throws {
        #expect(chown(stranger(".env"), 12345, gid_t.max) == 0)
        try expectRefusal("it belongs to another user")
    }

    @Test func aFileThatEveryoneMayWriteToIsNotRead() throws {
        chmod(stranger(".env"), 0o666)
        try expectRefusal("every user may write to it, which `chmod o-w` mends")
    }

    @Test func aFileThatAGroupMayWriteToIsRead() throws {
        chmod(stranger(".env"), 0o664)
        try expectUse()
    }

    // MARK: Links

    @Test func aLinkOfTheUsersOwnIsFollowed() throws {
        rename(stranger(".env"), stranger.user.folder("home/outside/keys"))
        symlink("../outside/keys", stranger(".env"))
        try expectUse()
    }

    @Test func aTrackedLinkIsNotFollowed() throws {
        rename(stranger(".env"), stranger.user.folder("home/outside/keys"))
        symlink("../outside/keys", stranger(".env"))
        try stranger.git("add", ".env")
        try expectRefusal(tracked)
    }

    @Test func aLinkToATrackedFileIsNotFollowed() throws {
        mkdir(stranger("conf"), 0o755)
        rename(stranger(".env"), stranger("conf/[x]"))
        symlink("conf/[x]", stranger(".env"))
        try stranger.git("add", "conf")
        try expectRefusal(tracked)
    }

    // MARK: What it may say

    @Test func onlyKeysAreTaken() throws {
        try stranger.write(
            ".env",
            """
            XAI_API_KEY=key-in-the-tree
            OPENAI_BASE_URL=\(stranger.elsewhere.baseURL)
            OLLAMA_HOST=127.0.0.1:\(stranger.elsewhere.port)
            http_proxy=http://127.0.0.1:\(stranger.elsewhere.port)
            all_proxy=http://127.0.0.1:\(stranger.elsewhere.port)
            HOME=\(stranger("home"))
            XDG_CONFIG_HOME=\(stranger("home/.config"))
            PATH=\(stranger("bin"))
            CURL_CA_BUNDLE=/nowhere
            """)
        try stranger.write(
            "home/.config/chatmd/config.toml",
            "[providers.xai]\nbase_url = \"\(stranger.elsewhere.baseURL)\"\n")
        try expectUse()
        #expect(stranger.elsewhere.connectionCount == 0)
    }

    @Test func theHomeFoldersIsNotRead() throws {
        try stranger.git("init", "-q", in: "home")
        let folder = stranger.user.folder
        rename(stranger(".env"), folder("home/.env"))
        try folder.write("home/notes/chat.md", "hi\n")
        for (name, place) in [("chat.md", "home/notes"), ("notes/chat.md", "home")] {
            let outcome = try stranger.start([name], in: place).outcome()
            stranger.expectRefusal(
                outcome,
                folder("home/.config/chatmd/config.toml")
                    + ":1:9: error: no key for xAI: XAI_API_KEY is not set\n", exit: 4)
            #expect(!outcome.errors.contains("key-in-the-tree"))
        }
    }
}
