import LLMCore
import TestSupport
import Testing

@testable import chatmd

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct ExchangeFilesTests {
    @Test(arguments: [(1, "001"), (12, "012"), (999, "999"), (1000, "1000")])
    func namesAreNumbers(number: Int, stem: String) throws {
        let folder = try TemporaryFolder()
        let files = ExchangeFiles(folder: try PrivateFolder(folder.path), number: number)
        #expect(files.request == "\(stem).request")
        #expect(files.response == "\(stem).response")
        #expect(files.error == "\(stem).error")
    }

    @Test func aHeadIsReadAsItWasWritten() {
        var headers: HTTPHeaders = ["Content-Type": "text/event-stream", "x-empty": ""]
        headers.append("x-twice", "a: b")
        headers.append("x-twice", "c")
        let head = HTTPResponseHead(status: 429, headers: headers)
        let text = head.textOfFile
        #expect(text.hasPrefix("HTTP 429\nContent-Type: text/event-stream\n"))
        var end = 0
        #expect(HTTPResponseHead.read(Array("\(text)body\n\n".utf8), end: &end) == head)
        #expect(end == text.utf8.count)
    }

    @Test(arguments: [
        "", "\n", "HTTP 200", "HTTP 200\n", "HTTP x\n\n", "HTTP/1.1 200 OK\n\n", "HTTP 200\nx\n\n",
    ])
    func whatIsNoHeadIsNone(text: String) {
        var end = 0
        #expect(HTTPResponseHead.read(Array(text.utf8), end: &end) == nil)
    }

    @Test func anErrorIsReadAsItWasWritten() {
        var error = LLMError(.network, "cut off", hint: "is it on?", status: 502)
        error.shouldRetry = false
        #expect(LLMError(file: .object(error.jsonOfFile)) == error)
        #expect(LLMError(file: .object(LLMError.cancelled.jsonOfFile)) == .cancelled)
        #expect(LLMError(file: ["code": "network"]) == nil)
    }

    // MARK: Folders

    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    @Test func aFolderIsMadeForOneselfAlone() throws {
        let folder = try TemporaryFolder()
        let made = try PrivateFolder.made(at: folder("a/b"))
        #expect(made.isEmpty)
        #expect(mode(folder("a")) == 0o700)
        #expect(mode(folder("a/b")) == 0o700)
        let file = try made.create("x")
        close(file)
        #expect(mode(folder("a/b/x")) == 0o600)
        #expect(made.names == ["x"])
        #expect(throws: Failure.self) { try made.create("x") }
    }

    /// Neither root nor anybody else makes folders there.
    @Test(.enabled(if: NewFile.isFolder("/sys/kernel"), "there is no /sys"))
    func whyAFolderCannotBeMadeIsSaid() throws {
        let failure = #expect(throws: Failure.self) {
            try PrivateFolder.made(at: "/sys/kernel/chatmd/a")
        }
        #expect(failure?.path == "/sys/kernel/chatmd")
        #expect(failure?.message != "no such file or directory")
    }

    @Test func aWiderFolderIsNarrowed() throws {
        let folder = try TemporaryFolder()
        mkdir(folder("a"), 0o755)
        _ = try PrivateFolder.made(at: folder("a"))
        #expect(mode(folder("a")) == 0o700)
    }

    @Test func filesAreReadWhateverTheFolderIsCalledNow() throws {
        let folder = try TemporaryFolder()
        try folder.write("a/x", "one")
        let opened = try PrivateFolder(folder("a"))
        try #require(rename(folder("a"), folder("b")) == 0)
        try folder.write("a/x", "two")
        #expect(try opened.bytes("x") == [UInt8]("one"))
        #expect(try opened.bytes("y") == nil)
    }

    @Test func linksAreNotFollowed() throws {
        let folder = try TemporaryFolder()
        try folder.write("a/x", "one")
        symlink(folder("a/x"), folder("a/y"))
        let opened = try PrivateFolder(folder("a"))
        #expect(throws: Failure.self) { try opened.bytes("y") }
        #expect(throws: Failure.self) { try opened.create("y") }
    }
}
