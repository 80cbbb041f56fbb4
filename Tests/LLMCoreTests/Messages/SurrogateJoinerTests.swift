import Testing

@testable import LLMCore

@Suite struct SurrogateJoinerTests {
    /// The texts of JSON strings, one after the other, and what is left at the end.
    private func join(_ pieces: String...) throws -> [String] {
        var joiner = SurrogateJoiner()
        var texts: [String] = []
        for piece in pieces {
            let text = joiner.text(of: try JSONParser.parse(piece))
            texts.append(try #require(text))
        }
        if let rest = joiner.finish() { texts.append(rest) }
        return texts
    }

    @Test func ordinaryTextPassesAtOnce() throws {
        #expect(try join(#""Hello""#, #"" 😀""#) == ["Hello", " 😀"])
    }

    @Test func aPairCutInTwoIsJoined() throws {
        #expect(try join(#""a\ud83d""#, #""\ude00b""#) == ["a", "😀b"])
    }

    @Test func anEmptyPieceBetweenTheHalvesChangesNothing() throws {
        #expect(try join(#""\ud83d""#, #""""#, #""\ude00""#) == ["", "", "😀"])
    }

    @Test func aHighHalfBeforeOtherTextIsReplaced() throws {
        #expect(try join(#""\ud83d""#, #""x""#) == ["", "\u{FFFD}x"])
    }

    @Test func aHighHalfAtTheEndIsReplaced() throws {
        #expect(try join(#""a\ud83d""#) == ["a", "\u{FFFD}"])
    }

    @Test func aLowHalfAloneIsReplaced() throws {
        #expect(try join(#""\ude00a""#) == ["\u{FFFD}a"])
    }

    @Test func twoHighHalvesAndALowOneGiveOneCharacter() throws {
        #expect(try join(#""\ud83d""#, #""\ud83d""#, #""\ude00""#) == ["", "\u{FFFD}", "😀"])
    }

    @Test func nulIsReplaced() throws {
        #expect(
            try join(#""a\u0000b""#, #""\ud83d""#, #""\u0000""#) == [
                "a\u{FFFD}b", "", "\u{FFFD}\u{FFFD}",
            ])
    }

    @Test func textBesideSurrogatesKeepsItsNeighbours() throws {
        // U+D000 to U+D7FF begin with the byte of a surrogate.
        #expect(try join(#""\ud7ff\ud83d""#, "\"\u{D000}\"") == ["\u{D7FF}", "\u{FFFD}\u{D000}"])
    }

    @Test func whatIsNoStringIsNoText() {
        var joiner = SurrogateJoiner()
        for value: JSONValue in [.null, 1, true, [], [:]] { #expect(joiner.text(of: value) == nil) }
    }

    @Test func nothingIsLeftWhereNothingWasHeld() {
        var joiner = SurrogateJoiner()
        #expect(joiner.finish() == nil)
    }
}
