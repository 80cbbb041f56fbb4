import LLMCore
import Testing

@testable import chatmd

@Suite struct TerminalTextTests {
    @Test(arguments: [
        "", "plain", "tab\tand\nline", "Grüße, 漢字 – „ja“ 👩‍💻 عربى", "\u{A0}", "a\r\nb\r\n",
    ])
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

    /// It lets the rest of a line cover its beginning.
    @Test func aReturnAloneIsVisible() {
        #expect(TerminalText.visible("rm -rf\recho hi\r") == "rm -rf^Mecho hi^M")
        #expect(TerminalText.visible("a\r\r\n") == "a^M\r\n")
        #expect(TerminalText.visibleInLine("a\r\nb\tc") == "a^M^Jb^Ic")
    }

    @Test(arguments: [
        "\u{AD}", "\u{200B}", "\u{2060}", "\u{2063}", "\u{FEFF}", "\u{2028}", "\u{2029}",
        "\u{3164}",
        "\u{115F}", "\u{1160}", "\u{FFA0}", "\u{180E}", "\u{34F}", "\u{E0041}", "\u{E007F}",
        "\u{FE0F}",
        "\u{FE00}", "\u{E0100}", "\u{200C}", "\u{200D}", "\u{FFF9}",
    ])
    func whatHidesInAWordIsVisible(hidden: String) throws {
        let value = try #require(hidden.unicodeScalars.first).value
        let digits = String(value, radix: 16, uppercase: true)
        let spelling =
            "<U+" + String(repeating: "0", count: max(4 - digits.count, 0)) + digits + ">"
        for word in ["rm", "сd", "漢 字", "👩 x"] {
            let text = word.prefix(1) + " " + hidden + word.dropFirst()
            #expect(
                TerminalText.visible(text) == word.prefix(1) + " " + spelling + word.dropFirst())
        }
        #expect(TerminalText.visible("r\(hidden)m") == "r\(spelling)m")
        #expect(TerminalText.visible(hidden) == spelling)
    }

    @Test(arguments: [
        "❤\u{FE0F}\u{200D}🔥", "👩🏽\u{200D}🚒", "1\u{FE0F}\u{20E3}", "🏳\u{FE0F}\u{200D}🌈",  // emoji
        "می\u{200C}خواهم", "क्\u{200D}ष", "ක්\u{200D}ෂ",  // joiners of scripts
        "葛\u{E0100}城", "∩\u{FE00}", "ᠠ\u{180B}", "각", "e\u{301}",
    ])
    func whatScriptsAndEmojiNeedStays(text: String) {
        #expect(TerminalText.visible(text) == text)
    }

    /// Selectors and joiners in a row carry text that nobody sees.
    @Test func oneSelectorOrJoinerIsEnough() {
        #expect(TerminalText.visible("😀\u{FE0F}\u{FE0E}") == "😀\u{FE0F}<U+FE0E>")
        #expect(TerminalText.visible("漢\u{E0100}\u{E0101}") == "漢\u{E0100}<U+E0101>")
        #expect(TerminalText.visible("م\u{200C}\u{200C}") == "م\u{200C}<U+200C>")
    }

    @Test func noIgnorableCharacterHidesBetweenLetters() {
        for value in 0x80...UInt32(0xE0FFF) {
            guard let scalar = Unicode.Scalar(value),
                scalar.properties.isDefaultIgnorableCodePoint
            else { continue }
            let visible = TerminalText.visible("a\(scalar)b")
            #expect(visible.unicodeScalars.allSatisfy { $0.value < 0x80 }, "\(value)")
            #expect(
                !TerminalText.escapedInJSON("\"a\(scalar)b\"").unicodeScalars.contains(scalar))
        }
    }

    @Test func escapesInJSONAreReadBack() throws {
        let text = "a\u{E0041}\u{202E}\u{9B}é\u{200B}"
        let json = String(decoding: JSONWriter.bytes(of: .string(text)), as: UTF8.self)
        let escaped = TerminalText.escapedInJSON(json)
        #expect(escaped == #""a\udb40\udc41\u202e\u009bé\u200b""#)
        #expect(try JSONParser.parse(Array(escaped.utf8)) == .string(text))
    }
}
