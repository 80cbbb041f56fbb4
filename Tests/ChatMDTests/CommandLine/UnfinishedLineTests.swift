import Testing

@testable import chatmd

@Suite struct UnfinishedLineTests {
    private func place(_ typed: String...) -> UnfinishedLine.Place {
        UnfinishedLine(typed).place
    }

    @Test func firstComesACommandOrAFile() {
        #expect(place() == .first)
        #expect(place("") == .first)
        #expect(place("-q", "app") == .first)
    }

    @Test func afterACommandComesWhatItTakes() {
        #expect(place("append", "") == .word(.conversations))
        #expect(place("models", "gr") == .word(.models))
        #expect(place("chat.md", "") == .word(.conversations))
        #expect(place("providers", "") == .word(.nothing))
    }

    @Test(arguments: [["append", "-m", ""], ["append", "--model", "gr"], ["-qm", "gr"]])
    func anOptionAsksForItsValue(typed: [String]) {
        let line = UnfinishedLine(typed)
        #expect(line.place == .word(.models))
        #expect(line.prefix == "")
    }

    @Test(arguments: [("--model=gr", "--model="), ("-mgr", "-m"), ("-qmgr", "-qm")])
    func aValueMayStandInTheSameArgument(typed: String, prefix: String) {
        let line = UnfinishedLine(["append", typed])
        #expect(line.place == .word(.models))
        #expect(line.prefix == prefix)
    }

    @Test func aDashAsksForOptions() {
        #expect(place("append", "-") == .option(letters: true))
        #expect(place("append", "-m") == .option(letters: true))
        #expect(place("append", "--mo") == .option(letters: false))
    }

    @Test func aValueThatLooksLikeAnOptionIsAValue() {
        #expect(place("append", "-p", "-") == .word(.nothing))
        #expect(place("append", "-p", "-m", "") == .word(.conversations))
    }

    @Test func afterTwoDashesThereAreOnlyWords() {
        #expect(place("append", "--", "-m") == .word(.conversations))
        #expect(place("append", "--", "-m", "") == .word(.conversations))
    }

    @Test func aFlagAsksForNothing() {
        #expect(place("append", "-q", "") == .word(.conversations))
        #expect(place("append", "--dry-run", "") == .word(.conversations))
    }

    @Test(arguments: [["-o", ""], ["-o", "temp"], ["--option", "temp"]])
    func aPairBeginsWithItsKey(typed: [String]) {
        #expect(UnfinishedLine(typed).place == .word(.settings))
    }

    @Test(arguments: [
        (["-o", "comments=s"], "comments="), (["-ocomments=s"], "-ocomments="),
        (["--option=comments="], "--option=comments="), (["--option", "comments="], "comments="),
    ])
    func aKeyAsksForItsValue(typed: [String], prefix: String) {
        let line = UnfinishedLine(typed)
        #expect(line.place == .word(.words(["send", "strip"])))
        #expect(line.prefix == prefix)
    }

    @Test func aPairMayBeTwoArguments() {
        #expect(place("-o", "comments", "") == .word(.value(.comments)))
        #expect(place("append", "-o", "comments", "send", "") == .word(.conversations))
        #expect(place("append", "-o", "comments=send", "") == .word(.conversations))
    }

    @Test func aFormatIsOneOfTheCommands() {
        #expect(place("tokens", "--format", "") == .word(.words(["text", "json"])))
        #expect(place("complete", "--format=") == .word(.words(["text", "ndjson", "json"])))
    }

    @Test func whatNobodyKnowsIsNoReasonToFail() {
        #expect(place("--nope=") == .word(.nothing))
        #expect(place("append", "--nope", "") == .word(.conversations))
        #expect(place("-o", "nope=") == .word(.nothing))
        #expect(place("-é") == .option(letters: true))
    }
}
