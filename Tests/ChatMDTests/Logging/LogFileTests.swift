import TestSupport
import Testing

@testable import chatmd

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct LogFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func mode(_ name: String) -> mode_t {
        var status = stat()
        return lstat(folder(name), &status) == 0 ? status.st_mode & 0o777 : 0
    }

    private func fill(_ name: String, to size: Int = LogFile.maximumSize) throws {
        try folder.write(name, "old\n")
        try #require(truncate(folder(name), off_t(size)) == 0)
    }

    @Test func linesAreAppended() throws {
        try folder.write("log", "one\n")
        let log = try LogFile(folder("log"))
        try log.append("two")
        try log.append("three")
        #expect(folder.text("log") == "one\ntwo\nthree\n")
    }

    @Test func nobodyElseMayReadIt() throws {
        try LogFile(folder("a/b/log")).append("x")
        #expect(mode("a/b/log") == 0o600)
        #expect(mode("a") == 0o700)
        #expect(mode("a/b") == 0o700)
    }

    @Test func aWiderModeIsNarrowed() throws {
        try folder.write("log", "one\n")
        chmod(folder("log"), 0o644)
        try LogFile(folder("log")).append("two")
        #expect(mode("log") == 0o600)
        #expect(folder.text("log") == "one\ntwo\n")
    }

    @Test func aSymbolicLinkIsRefused() throws {
        try folder.write("target", "")
        symlink(folder("target"), folder("log"))
        let failure = #expect(throws: Failure.self) { try LogFile(folder("log")) }
        #expect(failure?.message == "this is a symbolic link, and no log is written there")
        #expect(failure?.path == folder("log"))
        #expect(folder.text("target") == "")
    }

    @Test func whatIsNoRegularFileIsRefused() throws {
        mkfifo(folder("pipe"), 0o600)
        mkdir(folder("folder"), 0o700)
        for path in [folder("pipe"), "/dev/null"] {
            let failure = #expect(throws: Failure.self) { try LogFile(path) }
            #expect(failure?.message == "this is no regular file, and no log is written there")
        }
        #expect(throws: Failure.self) { try LogFile(folder("folder")) }
    }

    @Test(.enabled(if: geteuid() != 0, "root may write everywhere"))
    func aFolderThatTakesNoFilesIsAFailure() throws {
        mkdir(folder("folder"), 0o500)
        let failure = #expect(throws: Failure.self) { try LogFile(folder("folder/log")) }
        #expect(failure?.message == "permission denied")
    }

    // MARK: Rotation

    @Test func aFullFileBecomesTheFirstOfThree() throws {
        try folder.write("log.1", "1")
        try folder.write("log.2", "2")
        try folder.write("log.3", "3")
        try fill("log")
        let log = try LogFile(folder("log"))
        try log.append("new")
        #expect(folder.text("log") == "new\n")
        #expect(folder.bytes("log.1")?.count == LogFile.maximumSize)
        #expect(folder.text("log.2") == "1")
        #expect(folder.text("log.3") == "2")
        #expect(folder.names == ["log", "log.1", "log.2", "log.3"])
        #expect(mode("log") == 0o600)
    }

    @Test func whatJustFitsStays() throws {
        try fill("log", to: LogFile.maximumSize - 4)
        try LogFile(folder("log")).append("new")
        #expect(folder.names == ["log"])
    }

    /// However long: it is never without a place.
    @Test func aLineLargerThanALogHasOneOfItsOwn() throws {
        let line = String(repeating: "x", count: LogFile.maximumSize + 1)
        let log = try LogFile(folder("log"))
        try log.append(line)
        try log.append("new")
        #expect(folder.bytes("log.1")?.count == line.utf8.count + 1)
        #expect(folder.text("log") == "new\n")
    }

    @Test func anotherProcessMayRotateIt() throws {
        try fill("log", to: LogFile.maximumSize - 1)
        let ours = try LogFile(folder("log"))
        let theirs = try LogFile(folder("log"))
        try theirs.append("theirs")
        try ours.append("ours")
        #expect(folder.text("log") == "theirs\nours\n")
        #expect(folder.bytes("log.1")?.count == LogFile.maximumSize - 1)
    }

    @Test func aFileThatIsGoneIsMadeAgain() throws {
        let log = try LogFile(folder("log"))
        try log.append("one")
        unlink(folder("log"))
        try log.append("two")
        #expect(folder.text("log") == "two\n")
    }

    @Test func whileAnotherProcessRotatesTheOldFileTakesTheLine() throws {
        try fill("log")
        let log = try LogFile(folder("log"))
        let other = open(folder("log"), O_RDONLY)
        defer { close(other) }
        try #require(flock(other, LOCK_EX) == 0)
        try log.append("new")
        #expect(folder.bytes("log")?.count == LogFile.maximumSize + 4)
    }
}
