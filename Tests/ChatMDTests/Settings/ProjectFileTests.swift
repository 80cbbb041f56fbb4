import LLMCore
import TestSupport
import Testing

@testable import chatmd

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct ProjectFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("home/repo/.git/HEAD", "")
        try folder.write("home/repo/docs/deep/chat.md", "Hi")
    }

    @Test func theyAreReadFromTheRootOfTheWorkTreeDown() throws {
        try folder.write("home/.chatmd.toml", "seed = 1")
        try folder.write("home/repo/.chatmd.toml", "seed = 2\ntemperature = 0.2")
        try folder.write("home/repo/docs/deep/.chatmd.toml", "seed = 4")
        let configuration = try read("home/repo/docs/deep/chat.md")
        #expect(configuration.projects.map { $0.settings.options.seed } == [2, 4])
        #expect(configuration.projects[0].path == folder("home/repo/.chatmd.toml"))
    }

    @Test func outsideOfAWorkTreeTheFoldersOwnCounts() throws {
        try folder.write("home/.chatmd.toml", "seed = 1")
        try folder.write("home/notes/.chatmd.toml", "seed = 2")
        try folder.write("home/notes/x/.chatmd.toml", "seed = 3")
        #expect(try read("home/notes/x/chat.md").projects.map { $0.settings.options.seed } == [3])
    }

    @Test func theHomeFolderIsNoWorkTree() throws {
        try folder.write("home/.git/HEAD", "")
        try folder.write("home/.chatmd.toml", "seed = 1")
        try folder.write("home/notes/.chatmd.toml", "seed = 2")
        #expect(try read("home/notes/chat.md").projects.map { $0.settings.options.seed } == [2])
    }

    @Test func aLinkedFolderIsWhereItLeads() throws {
        try folder.write("home/repo/.chatmd.toml", "seed = 1")
        symlink(folder("home/repo/docs"), folder("home/link"))
        #expect(try read("home/link/chat.md").projects.count == 1)
    }

    @Test(arguments: ["mkfifo", "folder", "link to a device"])
    func whatIsNoFileIsRefusedAndNotWaitedFor(kind: String) throws {
        let path = folder("home/repo/.chatmd.toml")
        switch kind {
        case "mkfifo": mkfifo(path, 0o600)
        case "folder": mkdir(path, 0o700)
        default: symlink("/dev/zero", path)
        }
        let failure = #expect(throws: Failure.self) { try read("home/repo/chat.md") }
        #expect(failure?.code == .invalidConfig)
        #expect(failure?.path == path)
    }

    @Test func aMistakeNamesItsPlace() throws {
        let path = try folder.write("home/repo/.chatmd.toml", "seed = 1\ntop_p = 7")
        let failure = #expect(throws: Failure.self) { try read("home/repo/chat.md") }
        #expect(failure?.path == path)
        #expect(failure?.line == 2)
        #expect(failure?.code == .invalidConfig)
    }

    private func read(_ path: String) throws -> Configuration {
        let home = folder("home")
        return try Configuration.read(
            around: folder(path), environment: Environment { $0 == "HOME" ? home : nil })
    }
}
