import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// git is asked about the repository's files, and does what the repository's configuration says: that
/// may name programs.
@Suite struct HostileRepositoryTests {
    private var stranger: Stranger

    init() throws {
        stranger = try Stranger()
        stranger.user.environment["XAI_API_KEY"] = nil
        try stranger.git("init", "-q")
        try stranger.write("a.txt", "text\n")
        try stranger.write("chat.md", "![a](a.txt)\n")
        try stranger.write(".env", "XAI_API_KEY=\(Scene.key)\n")
    }

    /// Asks git twice: whether it tracks the key's file, and whether it ignores the embedded one.
    private func expectAnswer(
        in folder: String = "home/repo", sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let outcome = try stranger.start(["chat.md"], in: folder).outcome()
        #expect(outcome.text == "Yo\n", "\(outcome.errors)", sourceLocation: sourceLocation)
        stranger.expectNoHarm(outcome, sourceLocation: sourceLocation)
    }

    /// Whether the program would run without any precaution.
    private func runs(_ arguments: String...) throws -> Bool {
        _ = try? ChatMDProcess(
            ["git"] + arguments, executable: "/usr/bin/env",
            environment: ["PATH": "/usr/bin:/bin", "HOME": stranger.user.folder("home")],
            folder: stranger("")
        ).outcome()
        return unlink(stranger.user.folder("mark")) == 0
    }

    @Test func noProgramOfTheConfigurationRuns() throws {
        for key in [
            "core.fsmonitor", "core.sshCommand", "core.pager", "core.editor", "core.gitProxy",
            "core.askPass", "core.alternateRefsCommand", "diff.external", "gpg.program",
            "uploadpack.packObjectsHook", "filter.x.clean", "filter.x.smudge", "filter.x.process",
            "diff.x.textconv", "pager.ls-files", "pager.check-ignore", "credential.helper",
            "trace2.eventTarget", "trace2.normalTarget",
        ] {
            try stranger.git("config", key, stranger.program)
        }
        for command in ["ls-files", "check-ignore"] {
            try stranger.git("config", "alias.\(command)", "!\(stranger.program)")
        }
        try stranger.write(".gitattributes", "* filter=x diff=x\n")
        #expect(try runs("ls-files", "a.txt"))
        try expectAnswer()
    }

    @Test func noHookRuns() throws {
        for hook in ["post-index-change", "fsmonitor-watchman", "post-checkout"] {
            let path = try stranger.write("hooks/\(hook)", "#!/bin/sh\n\(stranger.program)\n")
            chmod(path, 0o755)
        }
        try stranger.git("config", "core.hooksPath", stranger("hooks"))
        #expect(try runs("add", "a.txt"))
        try expectAnswer()
    }

    @Test func whatAnIncludedConfigurationSaysIsNotDoneEither() throws {
        try stranger.write("more", "[core]\nfsmonitor = \(stranger.program)\n")
        try stranger.git("config", "include.path", "../more")
        #expect(try runs("ls-files", "a.txt"))
        try expectAnswer()
    }

    @Test func anIncludedPipeIsNotWaitedForLong() throws {
        mkfifo(stranger("pipe"), 0o600)
        try stranger.git("config", "include.path", "../pipe")
        let outcome = try stranger.run("chat.md")
        #expect(outcome.ending == .exit(4))
        #expect(outcome.errors.contains("git cannot say whether it came with the repository"))
        stranger.expectNoHarm(outcome)
    }

    /// A folder that lacks from a partial clone is fetched when git lists the files.
    @Test func noMissingObjectIsFetched() throws {
        try stranger.write("one/f", "1\n")
        try stranger.write("two/f", "2\n")
        try stranger.git("add", "a.txt", "one", "two")
        try stranger.git("commit", "-q", "-m", "x")
        try stranger.git("sparse-checkout", "init", "--cone", "--sparse-index")
        try stranger.git("sparse-checkout", "set", "one")
        let object = try stranger.git("rev-parse", "HEAD:two")
        unlink(stranger(".git/objects/\(object.prefix(2))/\(object.dropFirst(2))"))
        try stranger.git("config", "core.repositoryFormatVersion", "1")
        try stranger.git("config", "extensions.partialClone", "evil")
        try stranger.git("config", "remote.evil.promisor", "true")
        try stranger.git("config", "remote.evil.url", "ssh://example.invalid/x")
        try stranger.git("config", "core.sshCommand", stranger.program)
        try stranger.git("config", "protocol.allow", "always")
        #expect(try runs("ls-files", "a.txt"))
        try expectAnswer()
    }

    @Test func aRepositoryThatLiesElsewhereStartsNoProgram() throws {
        try stranger.git("config", "core.fsmonitor", stranger.program)
        rename(stranger(".git"), stranger("planted"))
        try stranger.write(".git", "gitdir: planted\n")
        #expect(try runs("ls-files", "a.txt"))
        try expectAnswer()
    }

    @Test func aBareRepositoryInAFolderStartsNoProgram() throws {
        try stranger.git("init", "-q", "--bare", "planted")
        try stranger.git("config", "core.fsmonitor", stranger.program, in: "home/repo/planted")
        try stranger.git("config", "core.bare", "false", in: "home/repo/planted")
        try stranger.git("config", "core.worktree", "..", in: "home/repo/planted")
        try stranger.write("planted/a.txt", "text\n")
        try stranger.write("planted/chat.md", "![a](a.txt)\n")
        try expectAnswer(in: "home/repo/planted")
    }

    @Test(.enabled(if: geteuid() == 0, "only root may give files away"))
    func theRepositoryCannotDeclareItselfSafe() throws {
        try stranger.git("config", "safe.directory", "*")
        try stranger.git("config", "core.fsmonitor", stranger.program)
        for path in [stranger(".git"), stranger("")] {
            #expect(chown(path, 12345, gid_t.max) == 0)
        }
        let outcome = try stranger.run("chat.md")
        #expect(outcome.ending == .exit(4))
        #expect(outcome.errors.contains("git cannot say whether it came with the repository"))
        stranger.expectNoHarm(outcome)
    }

    /// `PATH` may name the working directory.
    @Test func noGitOfTheRepositoryRuns() throws {
        let path = try stranger.write("git", "#!/bin/sh\n\(stranger.program)\n")
        chmod(path, 0o755)
        var careless = self
        careless.stranger.user.environment["PATH"] = ".::./:../repo:/usr/bin:/bin"
        try careless.expectAnswer()
    }
}
