import TestSupport
import Testing

@testable import MarkdownHistory

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct ChatFileReplacerTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func theFileIsReplacedWithItsPermissions() throws {
        let path = try folder.write("a.md", "old")
        chmod(path, 0o640)
        try ChatFileReplacer.replace(Array("old".utf8), with: Array("new".utf8), at: path)
        #expect(folder.text("a.md") == "new")
        var status = stat()
        stat(path, &status)
        #expect(status.st_mode & 0o777 == 0o640)
        #expect(folder.names == ["a.md"])
    }

    @Test func aLinkStays() throws {
        try folder.write("a.md", "old")
        symlink("a.md", folder("link.md"))
        try ChatFileReplacer.replace(
            Array("old".utf8), with: Array("new".utf8), at: folder("link.md"))
        #expect(folder.text("a.md") == "new")
        var status = stat()
        lstat(folder("link.md"), &status)
        #expect(status.st_mode & S_IFMT == S_IFLNK)
    }

    @Test func aChangedFileIsLeftAlone() throws {
        let path = try folder.write("a.md", "theirs")
        #expect(throws: ChatFileError(path: path, kind: .changed)) {
            try ChatFileReplacer.replace(Array("old".utf8), with: Array("new".utf8), at: path)
        }
        #expect(folder.text("a.md") == "theirs")
    }

    @Test func aFileThatIsBeingAnsweredIsLeftAlone() throws {
        let path = try folder.write("a.md", "old")
        var answering = try ChatFileAppender(path: path, createsMissing: false)
        #expect(throws: ChatFileError(path: path, kind: .locked)) {
            try ChatFileReplacer.replace(Array("old".utf8), with: Array("new".utf8), at: path)
        }
        var written = 0
        try answering.append(Array("!".utf8), written: &written)
        #expect(folder.text("a.md") == "old!")
    }
}
