import LLMCore
import TestSupport
import Testing

@testable import chatmd

/// The figures of doc/files.md are the program's own; ProvidersDocumentTests has its table.
@Suite struct FilesDocumentTests {
    private let words: String

    init() throws {
        let text = try #require(Snapshot(inCheckout: "doc/files.md").text)
        words = Self.oneLine(text)
    }

    /// With blanks for line ends.
    private static func oneLine(_ text: String) -> String {
        text.split { $0 == "\n" || $0 == " " }.joined(separator: " ")
    }

    private static func megabytes(_ kind: EmbedKind) -> String { "\(kind.maximumSize >> 20) MB" }

    private static let kinds = [
        EmbedKind.image(mediaType: ""), .document(mediaType: ""), .audio(mediaType: ""), .text,
    ].map(megabytes)

    @Test func theSizesAreThoseThatAreRead() {
        let sizes = Self.kinds
        let total = AttachmentLoader.maximumTotal >> 20
        #expect(
            words.contains(
                "reads images of up to \(sizes[0]), PDF of \(sizes[1]), recordings of \(sizes[2]) "
                    + "and texts of \(sizes[3]), and \(total) MB for one conversation."))
    }

    @Test func theFileFormatHasTheSameSizes() throws {
        let text = Self.oneLine(try #require(Snapshot(inCheckout: "doc/file-format.md").text))
        let sizes = Self.kinds
        #expect(text.contains("GIF and WebP images (up to \(sizes[0])), PDF (\(sizes[1])"))
        #expect(text.contains("MP3 audio (\(sizes[2])), any other UTF-8 text (\(sizes[3]);"))
        #expect(text.contains("\(AttachmentLoader.maximumTotal >> 20) MB together"))
    }

    @Test func theEstimatesAreTheProgramsOwn() {
        func tokens(_ type: String, _ bytes: [UInt8]) -> Int {
            LLMCore.Attachment(mediaType: type, content: .data(bytes)).estimatedTokens
        }
        #expect(tokens("image/png", SampleMedia.png(width: 28, height: 28)) == 1)
        #expect(words.contains("an image with one token for 28 by 28 pixels"))
        let largest = tokens("image/png", SampleMedia.png(width: 2000, height: 2000))
        #expect(words.contains("at most \(largest), "))
        let page = tokens("application/pdf", SampleMedia.pdf())
        #expect(words.contains("a page of a PDF with \(page), "))
        let second =
            tokens("audio/wav", SampleMedia.wav(seconds: 3))
            - tokens("audio/wav", SampleMedia.wav(seconds: 2))
        #expect(words.contains("a second of a recording with \(second)."))
    }

    @Test func theExitStatusIsTheProgramsOwn() {
        #expect(words.contains("(`unsupported`, exit \(ExitCode.status(for: .unsupported)))"))
    }
}
