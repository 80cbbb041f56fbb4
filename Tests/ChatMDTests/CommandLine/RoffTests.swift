import Testing

@testable import chatmd

@Suite struct RoffTests {
    private func source(_ build: (inout Roff) -> Void) -> String {
        var roff = Roff()
        build(&roff)
        return roff.source
    }

    @Test func everyCharacterStandsForItself() {
        #expect(
            Roff.escaped(#"a-b \n 'c' `d` "e" ^f ~g"#)
                == #"a\-b \en \(aqc\(aq \(gad\(ga \(dqe\(dq \(haf \(tig"#)
        #expect(Roff.escaped("– … 😀") == #"\[u2013] \[u2026] \[u1F600]"#)
    }

    @Test(arguments: [".SH NAME", "...", ".\\\" hidden"])
    func noTextIsARequest(line: String) {
        #expect(source { $0.text(line) }.hasPrefix("\\&."))
        #expect(source { $0.code([line]) }.contains("\n\\&."))
    }

    @Test func wordsAreFilledWithinALine() {
        let text = source { $0.text(String(repeating: "word ", count: 100)) }
        for line in text.split(separator: "\n") { #expect(line.utf8.count <= 78) }
        #expect(text.split { $0 == " " || $0 == "\n" }.count == 100)
    }

    @Test func aWordThatIsTooLongHasALineOfItsOwn() {
        let long = String(repeating: "x", count: 200)
        #expect(source { $0.text("a \(long) b") } == "a\n\(long)\nb\n")
    }
}
