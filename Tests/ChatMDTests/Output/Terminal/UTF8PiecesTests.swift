import TestSupport
import Testing

@testable import chatmd

@Suite struct UTF8PiecesTests {
    private func pieces(_ bytes: [UInt8], cutAt cut: Int) -> String {
        var pieces = UTF8Pieces()
        return pieces.consume(Array(bytes[..<cut])) + pieces.consume(Array(bytes[cut...]))
            + pieces.finish()
    }

    @Test(arguments: [
        Array("aé漢👩‍💻e\u{301}".utf8), [0x61, 0x9B, 0x62], [0xE6, 0xBC], [0xF0, 0x9F, 0x61],
        [0xC0, 0x80, 0xFF, 0xFE], [0xED, 0xA0, 0x80], Array("\u{FEFF}".utf8) + [0xC3],
    ])
    func aCutCharacterArrivesWhole(bytes: [UInt8]) {
        let whole = pieces(bytes, cutAt: bytes.count)
        for cut in bytes.indices { #expect(pieces(bytes, cutAt: cut) == whole) }
        #expect(!whole.unicodeScalars.contains("\u{9B}"))
    }

    @Test func nothingWaitsThatIsWhole() {
        var pieces = UTF8Pieces()
        #expect(pieces.consume(Array("aé".utf8)) == "aé")
        #expect(pieces.consume([0xE6, 0xBC]) == "")
        #expect(pieces.consume([0xA2]) == "漢")
    }

    @Test func onlyTheMarkAtTheBeginningIsLeftOut() {
        #expect(pieces(Array("\u{FEFF}a\u{FEFF}".utf8), cutAt: 0) == "a\u{FEFF}")
    }
}
