import Testing

@testable import chatmd

@Suite struct LoadedEmbedTests {
    @Test(
        arguments: [
            ("\u{89}PNG\r\n\u{1A}\n", .image(mediaType: "image/png")),
            ("GIF87a", .image(mediaType: "image/gif")),
            ("GIF89a..", .image(mediaType: "image/gif")),
            ("RIFF1234WEBPVP8 ", .image(mediaType: "image/webp")),
            ("RIFF1234WAVEfmt ", .audio(mediaType: "audio/wav")), ("RIFF1234AVI ", .text),
            ("%PDF-1.7\n", .document(mediaType: "application/pdf")),
            ("ID3\u{4}", .audio(mediaType: "audio/mpeg")),
            ("ID3 is a tag", .text), ("\u{FF}\u{D8}\u{FF}\u{E0}", .image(mediaType: "image/jpeg")),
            ("\u{FF}\u{FB}\u{90}\u{64}", .audio(mediaType: "audio/mpeg")),
            ("\u{FF}\u{FE}h\u{0}", .text),
            ("\u{FF}\u{FF}\u{FF}\u{FF}", .text), ("hello", .text), ("", .text), ("GIF", .text),
            ("BM\u{1}\u{0}", .text), ("<svg>", .text), ("\u{89}PNG\n", .text),
        ] as [(String, EmbedKind)])
    func theFirstBytesTellTheKind(latin1: String, kind: EmbedKind) {
        #expect(EmbedKind(signature: latin1.unicodeScalars.map { UInt8($0.value) }) == kind)
    }

    @Test(arguments: [
        ("https://x/a.png", "image/png"), ("https://x/a.b.JPG?c=.pdf", "image/jpeg"),
        ("https://x/a.pdf#page=2", "application/pdf"), ("https://x/a.mp3", "audio/mpeg"),
        ("https://x/a", "image/*"), ("https://x.pdf", "application/pdf"),
        ("https://x/.png", "image/*"),
        ("https://x/a.svg", "image/*"), ("https://x/pdf/", "image/*"),
    ])
    func anAddressTellsTheKindByItsEnding(url: String, type: String) {
        #expect(EmbedKind.mediaType(ofAddress: url) == type)
    }

    @Test func textGoesIntoAFence() throws {
        #expect(try text("a\nb\n", "x.txt") == "``` x.txt\na\nb\n```")
        #expect(try text("a\nb", "x.txt") == "``` x.txt\na\nb\n```")
        #expect(try text("", "x.txt") == "``` x.txt\n```")
        #expect(try text("a\r\nb", "x.txt") == "``` x.txt\na\r\nb\n```")
    }

    @Test func theFenceIsLongerThanAnyInside() throws {
        #expect(try text("x ```` y\n", "x") == "````` x\nx ```` y\n`````")
        let long = String(repeating: "`", count: 300) + "\n"
        #expect(try text(long, "x") == "~~~ x\n\(long)~~~")
        let both = long + String(repeating: "~", count: 400) + "\n"
        let fence = String(repeating: "`", count: 301)
        #expect(try text(both, "x") == "\(fence) x\n\(both)\(fence)")
    }

    @Test func aNameCannotLeaveTheInfoString() throws {
        #expect(try text("a\n", "x\n```\n# y`z\u{7F}") == "``` x?????# y?z?\na\n```")
    }

    @Test(
        arguments: [
            (1...1, "a\n"), (2...3, "b\nc\n"), (3...4, "c\nd"), (4...4, "d"), (1...4, "a\nb\nc\nd"),
        ])
    func aRangeTakesThoseLines(lines: ClosedRange<Int>, content: String) throws {
        let loaded = try LoadedEmbed(Array("a\nb\nc\nd".utf8), kind: .text, name: "x", lines: lines)
        let range =
            lines.count == 1 ? "\(lines.lowerBound)" : "\(lines.lowerBound)-\(lines.upperBound)"
        let end = content.hasSuffix("\n") ? "" : "\n"
        #expect(loaded == .text("``` x#L\(range)\n\(content)\(end)```"))
    }

    @Test func everyLineEndingCounts() throws {
        let loaded = try LoadedEmbed(
            Array("a\r\nb\rc\n".utf8), kind: .text, name: "x", lines: 2...3)
        #expect(loaded == .text("``` x#L2-3\nb\rc\n```"))
    }

    @Test(
        arguments: [
            ("a\nb\n", 3...3, "2 lines"), ("a\nb", 2...3, "2 lines"), ("", 1...1, "0 lines"),
            ("a", 2...2, "1 line"), ("a\r\n\r\n", 1...3, "2 lines"),
        ])
    func aRangeBeyondTheEndIsRefused(text: String, lines: ClosedRange<Int>, has: String) {
        #expect(throws: EmbedError("`x` has only \(has)")) {
            try LoadedEmbed(Array(text.utf8), kind: .text, name: "x", lines: lines)
        }
    }

    @Test(arguments: [[0x61, 0], [0xFF, 0xFE, 0x61], [0x42, 0x4D, 0], [0xC3]] as [[UInt8]])
    func anyOtherContentIsRefused(bytes: [UInt8]) throws {
        let error = #expect(throws: EmbedError.self) {
            try LoadedEmbed(bytes, kind: EmbedKind(signature: bytes), name: "x")
        }
        #expect(error?.message == "`x` is of no kind that can be sent")
    }

    @Test func anImageHasNoLines() {
        #expect(throws: EmbedError.self) {
            try LoadedEmbed([1], kind: .image(mediaType: "image/png"), name: "x", lines: 1...1)
        }
    }

    @Test func theLimitIsNamed() throws {
        let limit = EmbedKind.text.maximumSize
        _ = try LoadedEmbed([UInt8](repeating: 0x61, count: limit), kind: .text, name: "x")
        let error = #expect(throws: EmbedError.self) {
            try LoadedEmbed([UInt8](repeating: 0x61, count: limit + 1), kind: .text, name: "x")
        }
        #expect(error?.message == "`x` is larger than 1 MB, the limit for a text")
    }

    private func text(_ content: String, _ name: String) throws -> String? {
        guard case .text(let text) = try LoadedEmbed(Array(content.utf8), kind: .text, name: name)
        else { return nil }
        return text
    }
}
