import TestSupport
import Testing

@testable import LLMCore

@Suite struct AttachmentTokensTests {
    private func tokens(_ type: String, _ bytes: [UInt8]) -> Int {
        LLMCore.Attachment(mediaType: type, content: .data(bytes)).estimatedTokens
    }

    @Test(arguments: [(1, 1, 1), (28, 28, 1), (29, 28, 2), (1000, 1000, 1296), (4000, 3000, 1568)])
    func anImageCountsByItsSize(width: Int, height: Int, count: Int) {
        var header = SampleMedia.png()
        for (place, size) in [(18, width), (22, height)] {
            header[place] = UInt8(size >> 8)
            header[place + 1] = UInt8(size & 0xFF)
        }
        #expect(tokens("image/png", header) == count)
    }

    @Test func aPDFCountsByItsPages() {
        #expect(tokens("application/pdf", SampleMedia.pdf(pages: 1)) == 2500)
        #expect(tokens("application/pdf", SampleMedia.pdf(pages: 7)) == 17_500)
        let hidden = Array("%PDF-1.5".utf8) + [UInt8](repeating: 1, count: 300 << 10)
        #expect(tokens("application/pdf", hidden) == 7500)
        #expect(tokens("application/pdf", Array("%PDF-1.5 /Type".utf8)) == 2500)
    }

    @Test func aRecordingCountsByItsSeconds() {
        #expect(tokens("audio/wav", SampleMedia.wav(seconds: 5)) == 6 * 32)
        #expect(tokens("audio/mpeg", [UInt8](repeating: 0, count: 160_000)) == 320)
        #expect(tokens("audio/wav", Array("RIFF".utf8)) == 32)
    }

    @Test func anAddressCountsAsAnOrdinaryImage() {
        let url = LLMCore.Attachment(mediaType: "image/*", content: .url("https://example.org"))
        #expect(url.estimatedTokens == 1296)
        #expect(tokens("image/png", [1]) == 1296)
    }

    @Test func theEstimateOfMessagesHoldsThem() {
        let message = Message(
            role: .user,
            parts: [
                .text("abcd"),
                .attachment(
                    LLMCore.Attachment(
                        mediaType: "image/png",
                        content: .data(SampleMedia.png(width: 56, height: 56)))),
            ])
        #expect(
            TokenEstimate.tokens(in: [message])
                == TokenEstimate.tokens(in: [Message(role: .user, parts: [.text("abcd")])]) + 4)
    }
}

@Suite struct ImageSizeTests {
    private static let jpeg: [UInt8] =
        [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xFF, 0xC4, 0, 2]
        + [0xFF, 0xC2, 0, 17, 8, 0x01, 0x02, 0x03, 0x04, 3, 0, 0]
    private static let webP = Array("RIFF\0\0\0\0WEBPVP8".utf8)
    private static let lossy: [UInt8] =
        webP + [0x20, 0, 0, 0, 0, 0, 0, 0, 0x9D, 1, 0x2A, 0x90, 0x41, 0x2C, 1]
    private static let lossless: [UInt8] =
        webP + [0x4C, 0, 0, 0, 0, 0x2F, 0x8F, 0xC1, 0x4A, 0, 0, 0, 0, 0, 0]
    private static let extended: [UInt8] =
        webP + [0x58, 10, 0, 0, 0, 0, 0, 0, 0, 0x8F, 1, 0, 0x2B, 1, 0]

    @Test(arguments: [
        (SampleMedia.png(width: 300, height: 2), 300, 2), (SampleMedia.gif, 1, 1),
        (jpeg, 0x304, 0x102), (lossy, 400, 300), (lossless, 400, 300), (extended, 400, 300),
    ])
    func theHeaderTells(bytes: [UInt8], width: Int, height: Int) {
        #expect(ImageSize(of: bytes) == ImageSize(width: width, height: height))
    }

    @Test(arguments: [SampleMedia.png(), SampleMedia.gif, jpeg, lossy])
    func aCutFileTellsNothing(bytes: [UInt8]) {
        for count in 0..<10 { #expect(ImageSize(of: Array(bytes[..<count])) == nil) }
    }

    @Test func segmentsWithoutLengthLeadNowhere() {
        #expect(ImageSize(of: [0xFF, 0xD8] + [UInt8](repeating: 0, count: 20)) == nil)
        let empty = (0..<20).flatMap { _ in [0xFF, 0xE0, 0, 0] as [UInt8] }
        #expect(ImageSize(of: [0xFF, 0xD8] + empty) == nil)
    }
}
