import TestSupport
import Testing

@testable import chatmd

@Suite struct VisibleTextTests {
    private static let pieces = [
        "a", "\r", "\n", "\r\n", "\u{1B}", "\u{200D}", "\u{200C}", "\u{FE0F}", "👩", "🔥", "م", "漢",
        "\u{E0100}", "\u{FEFF}", "\u{9B}", "\t", "e\u{301}", "1\u{FE0F}\u{20E3}", "\u{E0041}",
    ]

    @Test func itIsTheSameHoweverTheTextIsCut() {
        for seed in Seeds(cases: 500) {
            var generator = SeededGenerator(seed: seed)
            let text = (0..<12).map { _ in generator.element(of: Self.pieces) }.joined()
            let whole = TerminalText.visible(text)
            var visible = VisibleText()
            var result = ""
            for scalar in text.unicodeScalars { result += visible.consume(String(scalar)) }
            result += visible.finish()
            #expect(Array(result.utf8) == Array(whole.utf8), "\(generator)")
        }
    }

    @Test func aReturnWaitsForWhatFollows() {
        var visible = VisibleText()
        #expect(visible.consume("a\r") == "a")
        #expect(visible.consume("\nb\r") == "\r\nb")
        #expect(visible.consume("c") == "^Mc")
        #expect(visible.consume("\r") == "")
        #expect(visible.finish() == "^M")
        #expect(visible.finish() == "")
    }
}
