import Testing

@testable import chatmd

@Suite struct TerminalTextTests {
    @Test(arguments: ["", "plain", "tab\tand\nline", "Grüße, 漢字 – „ja“ 👩‍💻 عربى", "\u{A0}\u{FEFF}"])
    func ordinaryTextStaysAsItIs(text: String) {
        #expect(TerminalText.visible(text) == text)
    }

    @Test(arguments: [
        ("\u{0}", "^@"), ("\u{7}", "^G"), ("\u{8}", "^H"), ("\u{B}", "^K"), ("\r", "^M"),
        ("\u{1B}[2J", "^[[2J"), ("\u{1F}", "^_"), ("\u{7F}", "^?"),
    ])
    func c0AndDeleteAreSpelledAsTerminalsDo(text: String, visible: String) {
        #expect(TerminalText.visible(text) == visible)
    }

    @Test(arguments: [
        ("\u{80}", "<U+0080>"), ("\u{9B}31m", "<U+009B>31m"), ("\u{9F}", "<U+009F>"),
    ])
    func c1IsSpelledAsACodePoint(text: String, visible: String) {
        #expect(TerminalText.visible(text) == visible)
    }

    @Test(
        arguments: [
            0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068,
            0x2069,
        ] as [UInt32])
    func bidirectionalControlsAreSpelledAsCodePoints(value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        let digits = String(value, radix: 16, uppercase: true)
        let expected = "a<U+\(value < 0x1000 ? "0" : "")\(digits)>b"
        #expect(TerminalText.visible("a\(scalar)b") == expected)
    }

    @Test func everyControlCharacterIsMadeVisible() throws {
        for value in Array(0..<0x20) + Array(0x7F..<0xA0) where value != 0x09 && value != 0x0A {
            let scalar = try #require(Unicode.Scalar(value))
            let visible = TerminalText.visible("\(scalar)")
            #expect(visible.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7F })
        }
    }

    /// `isNewline` and grapheme clusters would take CR and LF for one character.
    @Test func carriageReturnBeforeLineFeedIsVisible() {
        #expect(TerminalText.visible("a\r\nb") == "a^M\nb")
    }
}
