import TestSupport
import Testing

@testable import chatmd

/// What holds for whatever a model may say.
@Suite struct MarkdownStylerPropertyTests {
    private func styled(_ pieces: [ArraySlice<UInt8>]) -> [UInt8] {
        var styler = MarkdownStyler(isConversation: true)
        return pieces.flatMap { styler.consume($0) } + styler.finish()
    }

    /// A hostile conversation with marks of emphasis, and now and then what is no text.
    private func text(_ generator: inout SeededGenerator) -> [UInt8] {
        var hostile = HostileText(seed: generator.next())
        var bytes = Array(hostile.conversation().utf8)
        for _ in 0..<Int.random(in: 0...12, using: &generator) {
            let piece = generator.element(of: [
                "**", "*", "_", "`", "``", "[", "](", ")", "\\", "\n", "\r", "> ", "- ", "    ",
                "\t", "1. ", "***", "~~~", "#", " ", "漢", "\u{301}",
            ])
            let place = Int.random(in: 0...bytes.count, using: &generator)
            bytes.insert(contentsOf: piece.utf8, at: place)
        }
        if generator.chance(1, in: 4) { bytes.append(0xFF) }
        return bytes
    }

    private func plain(_ bytes: [UInt8]) -> [UInt8] {
        var (result, rest) = ([UInt8](), bytes[...])
        while let byte = rest.popFirst() {
            if byte == 0x1B {
                while let next = rest.popFirst(), next != UInt8(ascii: "m") {}
            } else {
                result.append(byte)
            }
        }
        return result
    }

    private func endsPlain(_ bytes: ArraySlice<UInt8>) -> Bool {
        let parts = bytes.split(separator: 0x1B, omittingEmptySubsequences: false)
        return parts.count == 1 || parts.last?.starts(with: "[0m".utf8) == true
    }

    @Test func withoutItsSequencesItIsTheText() {
        for seed in Seeds(cases: 500) {
            var generator = SeededGenerator(seed: seed)
            let text = text(&generator)
            #expect(plain(styled([text[...]])) == text, "\(generator)")
        }
    }

    @Test func itIsTheSameHoweverTheTextIsCut() {
        for seed in Seeds(cases: 300) {
            var generator = SeededGenerator(seed: seed)
            let text = text(&generator)
            let whole = styled([text[...]])
            #expect(styled(text.indices.map { text[$0...$0] }) == whole, "\(generator)")
            for _ in 0..<8 {
                let cut = Int.random(in: 0...text.count, using: &generator)
                #expect(styled([text[..<cut], text[cut...]]) == whole, "\(generator) \(cut)")
            }
        }
    }

    @Test func noPlaceToCutIsSpecial() {
        let text = Array(
            "> - **a** `b`\r\n1. ***c*** [d](e)\n   ~~~ f\n   g\n   ~~~\n---\n# === USER ===\n_h_ 漢"
                .utf8)
        let whole = styled([text[...]])
        for cut in text.indices {
            #expect(styled([text[..<cut], text[cut...]]) == whole, "\(cut)")
        }
    }

    @Test func everyLineEndsPlainAndBeginsAnew() {
        for seed in Seeds(cases: 300) {
            var generator = SeededGenerator(seed: seed)
            let shown = styled([text(&generator)[...]])
            for line in shown.split(separator: UInt8(ascii: "\n")) {
                #expect(endsPlain(line), "\(generator)")
            }
        }
    }

    /// A stop, a kill or a message between two pieces finds a plain terminal.
    @Test func aPauseMakesTheTerminalPlain() {
        for seed in Seeds(cases: 300) {
            var generator = SeededGenerator(seed: seed)
            let text = text(&generator)
            var styler = MarkdownStyler(isConversation: true)
            var all: [UInt8] = []
            for byte in text {
                let piece = styler.consume([byte]) + styler.pause()
                #expect(endsPlain(piece[...]), "\(generator)")
                all += piece
            }
            #expect(plain(all + styler.finish()) == text, "\(generator)")
        }
    }

    /// What waits is never more than marks and blanks, and never many of them.
    @Test func onlyMarksWait() {
        for seed in Seeds(cases: 200) {
            var generator = SeededGenerator(seed: seed)
            let text = text(&generator)
            var styler = MarkdownStyler(isConversation: true)
            var given = 0
            for (index, byte) in text.enumerated() {
                given += plain(styler.consume([byte])).count
                let held = text[given..<index + 1]
                #expect(held.count < 256, "\(generator)")
                #expect(held.allSatisfy { $0 < 0x80 }, "\(generator)")
            }
        }
    }

    @Test(arguments: ["a", "-", "`", " ", "*", "> ", "- ", "[", "**a", "1", "\t", "~", "_ "])
    func aMegabyteInALineIsNoMatter(piece: String) {
        let text = Array(String(repeating: piece, count: (1 << 20) / piece.utf8.count).utf8)
        #expect(plain(styled([text[...]])) == text)
    }
}
