import TestSupport
import Testing

@testable import MarkdownHistory

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct ChatFileAppenderTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func bytesAreAddedAtTheEnd() throws {
        let path = try folder.write("a.md", "old\n")
        var file = try ChatFileAppender(path: path, createsMissing: false)
        #expect(file.original == Array("old\n".utf8))
        #expect(try append("new\n", to: &file) == 4)
        #expect(try append("more", to: &file) == 4)
        #expect(folder.text("a.md") == "old\nnew\nmore")
    }

    @Test func aMissingFileIsMadeByTheFirstWrite() throws {
        var file = try ChatFileAppender(path: folder("a.md"), createsMissing: true)
        #expect(folder.bytes("a.md") == nil)
        _ = try append("new", to: &file)
        #expect(folder.text("a.md") == "new")
    }

    @Test func aMissingFileIsAnErrorWhereItMayNotBeMade() throws {
        let path = folder("a.md")
        #expect(throws: ChatFileError(path: path, kind: .system(ENOENT))) {
            _ = try ChatFileAppender(path: path, createsMissing: false)
        }
    }

    @Test func aFolderThatIsNotThereIsToldOfTheFileInIt() throws {
        let path = folder("none/a.md")
        let error = ChatFileError(path: path, kind: .folder(ENOENT))
        #expect(throws: error) { _ = try ChatFileAppender(path: path, createsMissing: true) }
        #expect(error.message == "no file can be made there: no such file or directory")
        #expect(error.hint == "make its folder first")
    }

    @Test func aSecondOneIsLockedOut() throws {
        let path = try folder.write("a.md", "old\n")
        var first = try ChatFileAppender(path: path, createsMissing: false)
        #expect(throws: ChatFileError(path: path, kind: .locked)) {
            _ = try ChatFileAppender(path: path, createsMissing: false)
        }
        _ = try append("x", to: &first)
    }

    @Test func theLockGoesWithIt() throws {
        let path = try folder.write("a.md", "old\n")
        do { _ = try ChatFileAppender(path: path, createsMissing: false) }
        _ = try ChatFileAppender(path: path, createsMissing: false)
    }

    @Test func aForeignWriteIsSeenBeforeTheNext() throws {
        let path = try folder.write("a.md", "old\n")
        var file = try ChatFileAppender(path: path, createsMissing: false)
        try folder.write("a.md", "old, and changed\n")
        #expect(throws: ChatFileError(path: path, kind: .changed)) { try append("x", to: &file) }
        #expect(folder.text("a.md") == "old, and changed\n")
    }

    @Test func aReplacedFileIsSeenThoughItHasTheSameSize() throws {
        let path = try folder.write("a.md", "old\n")
        var file = try ChatFileAppender(path: path, createsMissing: false)
        rename(try folder.write("b.md", "OLD\n"), path)
        #expect(throws: ChatFileError(path: path, kind: .changed)) { try append("x", to: &file) }
        #expect(folder.text("a.md") == "OLD\n")
    }

    @Test func aRemovedFileIsNotMadeAgain() throws {
        let path = try folder.write("a.md", "old\n")
        var file = try ChatFileAppender(path: path, createsMissing: false)
        unlink(path)
        #expect(throws: ChatFileError(path: path, kind: .changed)) { try append("x", to: &file) }
        #expect(folder.bytes("a.md") == nil)
    }

    @Test func aFileThatAppearsMeanwhileIsNotTouched() throws {
        let path = folder("a.md")
        var file = try ChatFileAppender(path: path, createsMissing: true)
        try folder.write("a.md", "theirs")
        #expect(throws: ChatFileError(path: path, kind: .changed)) { try append("x", to: &file) }
        #expect(folder.text("a.md") == "theirs")
    }

    @Test func aSymbolicLinkIsFollowed() throws {
        try folder.write("a.md", "old\n")
        symlink("a.md", folder("link.md"))
        var file = try ChatFileAppender(path: folder("link.md"), createsMissing: false)
        _ = try append("new\n", to: &file)
        #expect(folder.text("a.md") == "old\nnew\n")
        var status = stat()
        lstat(folder("link.md"), &status)
        #expect(status.st_mode & S_IFMT == S_IFLNK)
    }

    @Test func onlyRegularFilesAreTaken() throws {
        let pipe = folder("pipe")
        mkfifo(pipe, 0o600)
        #expect(throws: ChatFileError(path: pipe, kind: .notARegularFile("a pipe"))) {
            _ = try ChatFileAppender(path: pipe, createsMissing: false)
        }
        #expect(throws: ChatFileError(path: folder.path, kind: .notARegularFile("a directory"))) {
            _ = try ChatFileAppender(path: folder.path, createsMissing: true)
        }
    }

    private func append(_ text: String, to file: inout ChatFileAppender) throws -> Int {
        var written = 0
        try file.append(Array(text.utf8), written: &written)
        return written
    }
}
