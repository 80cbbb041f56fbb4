import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `scripts/install`, of which every package is made.
@Suite struct InstallScriptTests {
    private static let plugin = "share/nvim/site/pack/dist/start/chatmd"

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try write(program: "echo \"printed for $*\"")
    }

    /// What stands in for the binary, which the tests of Swift packages do not build.
    private func write(program: String) throws {
        chmod(try folder.write("chatmd", "#!/bin/sh\n\(program)\n"), 0o755)
    }

    private func run(_ arguments: String...) throws -> ChatMDProcess.Outcome {
        try ChatMDProcess(
            arguments, executable: repository + "/scripts/install",
            environment: ["PATH": "/usr/bin:/bin", "STRIP": "true", "HOME": folder.path],
            folder: folder.path
        ).outcome()
    }

    /// The files below a folder, each folder before what is in it.
    private func files(in name: String) -> [String] {
        TemporaryFolder.names(in: folder(name)).flatMap { entry in
            let below = files(in: "\(name)/\(entry)")
            return below.isEmpty ? [entry] : below.map { "\(entry)/\($0)" }
        }
    }

    @Test func everythingIsWhereProgramsLookForIt() throws {
        let outcome = try run("prefix", "chatmd")
        #expect(outcome.ending == .exit(0), "\(outcome.errors)")
        let files = files(in: "prefix")
        #expect(
            files.filter { !$0.hasPrefix(Self.plugin) && !$0.hasPrefix("share/doc/chatmd/") } == [
                "bin/chatmd", "share/bash-completion/completions/chatmd",
                "share/fish/vendor_completions.d/chatmd.fish", "share/man/man1/chatmd.1",
                "share/zsh/site-functions/_chatmd",
            ])
        for file in [
            "\(Self.plugin)/plugin/chatmd.lua", "\(Self.plugin)/lua/chatmd/init.lua",
            "\(Self.plugin)/doc/chatmd.txt", "share/doc/chatmd/README.md",
            "share/doc/chatmd/LICENSE", "share/doc/chatmd/CHANGELOG.md",
            "share/doc/chatmd/doc/file-format.md", "share/doc/chatmd/LICENSES/litellm.txt",
        ] {
            #expect(files.contains(file), "\(file)")
        }
        #expect(folder.text("prefix/share/man/man1/chatmd.1") == "printed for man\n")
        #expect(
            folder.text("prefix/share/zsh/site-functions/_chatmd")
                == "printed for completions zsh\n")
    }

    @Test func thePluginFindsTheProgramThatItCameWith() throws {
        _ = try run("prefix", "chatmd")
        #expect(folder.bytes("prefix/\(Self.plugin)/bin/chatmd") == folder.bytes("chatmd"))
    }

    @Test func whatIsRemovedLeavesOthersFilesAlone() throws {
        _ = try run("prefix", "chatmd")
        try folder.write("prefix/share/man/man1/other.1", "")
        let outcome = try run("--remove", "prefix")
        #expect(outcome.ending == .exit(0), "\(outcome.errors)")
        #expect(files(in: "prefix").filter { $0.contains("chatmd") } == [])
        #expect(files(in: "prefix").contains("share/man/man1/other.1"))
        #expect(TemporaryFolder.names(in: folder("prefix/share/nvim/site")) == [])
    }

    @Test(arguments: ["exit 2", "[ \"$1\" = man ] || echo a completion"])
    func aProgramThatPrintsNothingIsNotInstalled(program: String) throws {
        try write(program: program)
        let outcome = try run("prefix", "chatmd")
        #expect(outcome.ending == .exit(1))
        #expect(
            outcome.errors
                == "`\(folder("chatmd")) man` printed nothing that could be installed\n")
        #expect(files(in: "prefix/bin") == [])
    }

    /// Who links an archive passes parts of it on.
    @Test func everyArchiveThatIsLinkedHasItsNotices() throws {
        let package = try #require(wholeFile(repository + "/Package.swift"))
        let archives = String(decoding: package, as: UTF8.self)
            .split(separator: "\"").filter { $0.hasPrefix(":lib") && $0.hasSuffix(".a") }
        #expect(!archives.isEmpty)
        for archive in archives {
            let name = archive.dropFirst().dropLast(2)
            #expect(wholeFile("\(repository)/LICENSES/\(name).txt") != nil, "\(name)")
        }
    }
}
