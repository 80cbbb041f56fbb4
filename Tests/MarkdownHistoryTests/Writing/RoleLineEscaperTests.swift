import Testing

@testable import MarkdownHistory

@Suite struct RoleLineEscaperTests {
    @Test func textGoesOutAtOnce() {
        #expect(pieces(["Hel", "lo", " wor", "ld"]) == ["Hel", "lo", " wor", "ld", ""])
    }

    @Test func aLineStartThatCanStillBecomeARoleLineIsHeld() {
        #expect(
            pieces(["# =", "== US", "ER =", "== ", "\n"]) == [
                "", "", "", "", "\\# === USER === ", "",
            ])
        #expect(pieces(["# =", "== US", "ERS"]) == ["", "", "# === USERS", ""])
        #expect(pieces(["# Head", "ing"]) == ["# Head", "ing", ""])
        #expect(
            pieces(["# === USER (A", "da) ===", "."]) == ["", "", "", "# === USER (Ada) ===."])
        #expect(
            pieces(["# === USER (A", "da) ===\t", "."]) == ["", "", "# === USER (Ada) ===\t.", ""])
    }

    @Test func aHeldLineIsReleasedAtTheEnd() {
        #expect(pieces(["# === NOTE"]) == ["", "# === NOTE"])
        #expect(pieces(["# === NOTE ==="]) == ["", "\\# === NOTE ==="])
    }

    @Test func noMoreThan255BytesAreHeld() {
        let line = "# === USER ===" + String(repeating: " ", count: 5000)
        let output = pieces([line])
        #expect(output == [line, ""])
        let label = "# === USER (" + String(repeating: "x", count: 20_000)
        #expect(pieces([label]) == [label, ""])
    }

    @Test func backslashesGoOutAtOnceAndOneIsAdded() {
        #expect(pieces(["\\", "\\", "# === USER ==="]) == ["\\", "\\", "", "\\# === USER ==="])
        #expect(pieces(["\\# === User ==="]).joined() == "\\# === User ===")
    }

    @Test func blankLinesAreHeldUntilSomethingFollows() {
        #expect(pieces(["a\n", "\n \t\n", "b"]) == ["a", "", "\n\n \t\nb", ""])
        #expect(pieces(["a\n\n\n"]) == ["a", ""])
        #expect(pieces(["\n \n", "  a"]) == ["", "  a", ""])
    }

    @Test func lineEndingsBecomeTheFilesOwn() {
        #expect(pieces(["a\r\nb\rc\nd"], .carriageReturnLineFeed).joined() == "a\r\nb\r\nc\r\nd")
        #expect(pieces(["a\r", "\nb\r", "\rc"]).joined() == "a\nb\n\nc")
    }

    @Test func indentedRoleLinesAreText() {
        #expect(pieces([" # === USER ==="]) == [" # === USER ===", ""])
        #expect(pieces(["a\n # === USER ==="]) == ["a\n # === USER ===", ""])
    }

    @Test func aNULBecomesAReplacementCharacter() {
        #expect(
            pieces(["\0a\0", " \0", "\n\0\n \0"]).joined()
                == "\u{FFFD}a\u{FFFD} \u{FFFD}\n\u{FFFD}\n \u{FFFD}")
        #expect(pieces(["# ===\0"]).joined() == "# ===\u{FFFD}")
    }

    @Test func aNULInALabelForgesNoRoleLine() {
        let expected = "\\# === USER (a\u{FFFD}b) ==="
        #expect(pieces(["# === USER (a\0b) ===\n"]).joined() == expected)
        #expect(pieces(["# === USER (a", "\0", "b) ==="]).joined() == expected)
    }

    @Test func roleLinesInFencesAreEscapedToo() {
        #expect(pieces(["```\n# === USER ===\n```"]).joined() == "```\n\\# === USER ===\n```")
    }

    @Test(arguments: [
        ("# ===", [" NOTE ===\n", "x"], "\n NOTE ===\nx"),
        ("\\# === USER ===", ["* a"], "\n* a"),
        ("\\", ["# === USER ==="], "\\# === USER ==="),
        ("\\", ["\\# === USER ==="], "\\\\# === USER ==="),
        ("# === USER", ["S a"], "S a"),
        ("# === USER (Ada) =", ["\\# === NOTE (a) ==="], "\n\\\\# === NOTE (a) ==="),
        ("abc", ["# === USER ===", "\n# === USER ==="], "# === USER ===\n\\# === USER ==="),
        ("abc", ["\n\nd"], "\n\nd"),
        ("abc", ["  ", "\n"], ""), ("abc", [" ", "\n\n", " "], ""), ("abc", [" ", "d"], " d"),
        ("abc", [" \n", "d"], " \nd"), ("# === USER", [" ", "\n"], ""), ("# === USER", ["  "], ""),
    ])
    func atASeamALineBreakKeepsARoleLineFromBeingForged(
        line: String, pieces: [String], expected: String
    ) {
        var escaper = RoleLineEscaper(
            after: Array(line.utf8), lineEnding: .lineFeed, roleLines: .standard)
        let output = pieces.flatMap { escaper.consume($0) } + escaper.finish()
        #expect(String(decoding: output, as: UTF8.self) == expected)
    }

    /// What each piece gives, and the end.
    private func pieces(_ texts: [String], _ ending: LineEnding = .lineFeed) -> [String] {
        var escaper = RoleLineEscaper(lineEnding: ending)
        var output = texts.map { String(decoding: escaper.consume($0), as: UTF8.self) }
        output.append(String(decoding: escaper.finish(), as: UTF8.self))
        return output
    }
}
