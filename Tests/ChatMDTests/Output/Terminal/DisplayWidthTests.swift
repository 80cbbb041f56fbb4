import Testing

@testable import chatmd

@Suite struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("grok-3", 6), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("한국", 4),
        ("\u{1112}\u{1161}", 2),
        ("👍", 2), ("Ａ", 2), ("·…", 2), ("⠋", 1), ("カ", 2), ("ｶ", 1), ("ไทย", 3), ("のド", 4),
    ])
    func wideAndCombiningCharactersAreCounted(text: String, width: Int) {
        #expect(DisplayWidth.of(text) == width)
    }

    @Test func whatDoesNotFitIsClipped() {
        #expect(DisplayWidth.clipped("grok-3", to: 6) == "grok-3")
        #expect(DisplayWidth.clipped("grok-3", to: 5) == "grok…")
        #expect(DisplayWidth.clipped("漢字", to: 3) == "漢…")
        #expect(DisplayWidth.clipped("漢字", to: 2) == "…")
        #expect(DisplayWidth.clipped("e\u{301}e\u{301}e\u{301}", to: 2) == "e\u{301}…")
        #expect(DisplayWidth.clipped("漢字", to: 0) == "")
    }

    @Test func aSpinnerIsNeverAsWideAsItsTerminal() {
        for text in ["waiting for grok-3", "waiting for 漢字漢字漢字", "\u{1B}[2J\n漢"] {
            for columns in 0...60 {
                let line = StatusLine.line("⠋", text, seconds: 120, columns: columns)
                #expect(DisplayWidth.of(line) < max(columns, 1), "\(columns)")
                #expect(!line.contains("\n"))
            }
        }
        #expect(
            StatusLine.line("⠋", "waiting for grok-3", seconds: 1, columns: 80)
                == "⠋ waiting for grok-3 1 s")
        #expect(
            StatusLine.line("⠋", "waiting for grok-3", seconds: 1, columns: 20)
                == "⠋ waiting for … 1 s")
    }
}
