import LLMCore
import TestSupport
import Testing

@testable import chatmd

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What `-a` reads, and where it goes; EndToEnd/GivenAttachmentTests has the command line.
@Suite struct GivenAttachmentLoadTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func load(_ name: String) throws -> LoadedEmbed {
        try GivenAttachment(folder(name)).loaded
    }

    private func message(_ name: String) -> String? {
        #expect(throws: Failure.self) { try load(name) }?.message
    }

    // MARK: What is read

    @Test func theContentTellsTheKindAndNotTheName() throws {
        try folder.write("a.txt", SampleMedia.png())
        try folder.write("b.png", "hello\n")
        try folder.write("c", SampleMedia.pdf())
        #expect(try load("a.txt") == .file(.image(mediaType: "image/png"), SampleMedia.png()))
        #expect(try load("b.png") == .text("``` \(folder("b.png"))\nhello\n```"))
        #expect(
            try load("c") == .file(.document(mediaType: "application/pdf"), SampleMedia.pdf()))
    }

    /// It is the user's own choice, unlike what a conversation embeds.
    @Test func hiddenFilesAndLinksAreRead() throws {
        try folder.write(".env", "A=b\n")
        symlink(".env", folder("link"))
        #expect(try load(".env") == .text("``` \(folder(".env"))\nA=b\n```"))
        #expect(try load("link") == .text("``` \(folder("link"))\nA=b\n```"))
    }

    @Test func aPDFThatIsBrokenIsTheProvidersToRefuse() throws {
        let bytes = Array("%PDF-1.7 and no more".utf8)
        try folder.write("d.pdf", bytes)
        #expect(try load("d.pdf") == .file(.document(mediaType: "application/pdf"), bytes))
    }

    @Test func aFileOfThatNameIsNoRangeOfLines() throws {
        try folder.write("a#L1", "x\n")
        #expect(try load("a#L1") == .text("``` \(folder("a#L1"))\nx\n```"))
        #expect(message("a#L2") == "`\(folder("a#L2"))` does not exist")
    }

    @Test(.enabled(if: geteuid() != 0)) func aFileWithoutPermissionIsRefused() throws {
        chmod(try folder.write("a.png", SampleMedia.png()), 0)
        #expect(message("a.png")?.contains("permission denied") == true)
    }

    @Test(arguments: [
        ("%PDF-1.7", "50 MB, the limit for a PDF"), ("GIF89a", "20 MB, the limit for an image"),
        ("ID3\u{4}", "25 MB, the limit for an audio file"), ("hello", "1 MB, the limit for a text"),
    ])
    func aHugeFileIsRefusedUnread(start: String, limit: String) throws {
        truncate(try folder.write("huge", start), 1 << 40)
        #expect(message("huge") == "`\(folder("huge"))` is larger than \(limit)")
    }

    @Test(arguments: ["/dev/zero", "/dev/null"])
    func aDeviceIsNoFile(path: String) {
        let failure = #expect(throws: Failure.self) { try GivenAttachment(path) }
        #expect(failure?.message == "`\(path)` is a device, not a file")
    }

    @Test func stdinIsWhatItHolds() throws {
        let png = SampleMedia.png()
        #expect(
            try GivenAttachment(onInput: png).loaded == .file(.image(mediaType: "image/png"), png))
        let text = try GivenAttachment(onInput: Array("hi".utf8))
        #expect(text.loaded == .text("``` stdin\nhi\n```"))
        let failure = #expect(throws: Failure.self) { try GivenAttachment(onInput: [0, 1]) }
        #expect(failure?.message == "`stdin` is of no kind that can be sent")
    }

    @Test func anAddressIsPassedOnUnread() throws {
        let url = "HTTPS://example.org/a.png?b"
        #expect(try GivenAttachment(url).loaded == .url(url))
        #expect(throws: Failure.self) { try GivenAttachment("https://example.org/a b") }
        let failure = #expect(throws: Failure.self) { try GivenAttachment("ftp://example.org/a") }
        #expect(failure?.message == "`ftp:` addresses are not taken")
    }

    @Test func dataInTheArgumentIsDecoded() throws {
        let png = SampleMedia.png()
        let given = try GivenAttachment("data:text/plain;base64,\(Base64.encoded(png))")
        #expect(given.loaded == .file(.image(mediaType: "image/png"), png))
        #expect([Message.user("hi")].attaching([given])[0].attachments.map(\.name) == [nil])
    }

    // MARK: Where it goes

    @Test func theLastMessageOfTheUsersTakesThemInTheirOrder() throws {
        let given = try ["https://x/a.png", "https://x/b.pdf"].map { try GivenAttachment($0) }
        let call = ToolCall(id: "1", name: "t", arguments: "{}")
        let messages: [Message] = [
            .user("one"), .assistant("yes"), .user("two"),
            Message(role: .assistant, parts: [.toolCall(call)]), .results([call.result("3")]),
        ]
        let attached = messages.attaching(given)
        #expect(attached.map(\.attachments.count) == [0, 0, 2, 0, 0])
        #expect(attached[2].attachments.map(\.mediaType) == ["image/png", "application/pdf"])
        #expect(attached[2].text == "two")
    }

    @Test func withoutAMessageOfTheUsersTheyAreOne() throws {
        let call = ToolCall(id: "1", name: "t", arguments: "{}")
        let messages: [Message] = [
            Message(role: .assistant, parts: [.toolCall(call)]), .results([call.result("3")]),
        ]
        let attached = messages.attaching([try GivenAttachment("https://x/a.png")])
        #expect(attached.map(\.role) == [.assistant, .tool, .user])
        #expect(attached.map(\.attachments.count) == [0, 0, 1])
        #expect(messages.attaching([]) == messages)
    }

    @Test func onlyTheNameOfAFileIsSent() throws {
        try folder.write("secret plans/a\nb.png", SampleMedia.png())
        let given = [try GivenAttachment(folder("secret plans/a\nb.png"))]
        let message = [Message.user("hi")].attaching(given)[0]
        #expect(message.attachments.map(\.name) == ["a?b.png"])
    }
}
