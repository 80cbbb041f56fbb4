import Testing

@testable import chatmd

@Suite struct ReasoningTextTests {
    private func shown(_ pieces: String..., isStyled: Bool = true) -> String {
        var text = ReasoningText(isStyled: isStyled)
        return pieces.map { text.consume($0) }.joined() + text.finish()
    }

    @Test func everyLineAndEveryPieceEndsPlain() {
        #expect(
            shown("a\n\nb", "c")
                == "\u{1B}[2ma\u{1B}[0m\n\n\u{1B}[2mb\u{1B}[0m\u{1B}[2mc\u{1B}[0m\n\n")
    }

    @Test(arguments: ["a", "a\n", "a\n\n"])
    func oneBlankLineFollows(text: String) {
        #expect(shown(text, isStyled: false) == "a\n\n")
    }

    @Test func lineFeedsMayComeOneByOne() {
        #expect(shown("a", "\n", "\n", isStyled: false) == "a\n\n")
    }

    @Test func controlsAreVisible() {
        #expect(shown("a\r", "b\u{1B}", isStyled: false) == "a^Mb^[\n\n")
    }
}
