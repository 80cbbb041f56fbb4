import Testing

@testable import chatmd

@Suite struct ArgumentsTests {
    @Test(arguments: [
        ["-m", "echo"], ["-mecho"], ["--model", "echo"], ["--model=echo"],
    ])
    func anOptionHasFourForms(arguments: [String]) throws {
        let parsed = try Arguments(parsing: arguments)
        #expect(parsed.value(.model) == "echo")
        #expect(parsed.words == [])
        #expect(parsed.names == [.model])
    }

    @Test func optionsAndWordsMayBeMixed() throws {
        let parsed = try Arguments(parsing: ["append", "-m", "echo", "chat.md", "-p", "hi"])
        #expect(parsed.words == ["append", "chat.md"])
        #expect(parsed.value(.prompt) == "hi")
    }

    @Test func theLastOfEqualOptionsWins() throws {
        let parsed = try Arguments(parsing: ["-m", "one", "--model=two"])
        #expect(parsed.value(.model) == "two")
        #expect(parsed.values(.model) == ["one", "two"])
    }

    @Test func afterTwoDashesEverythingIsAWord() throws {
        let parsed = try Arguments(parsing: ["-m", "echo", "--", "-p", "--", "--nope"])
        #expect(parsed.words == ["-p", "--", "--nope"])
        #expect(!parsed.has(.prompt))
    }

    @Test func aLoneDashIsAWord() throws {
        #expect(try Arguments(parsing: ["complete", "-"]).words == ["complete", "-"])
    }

    @Test func aLoneDashCanBeAValue() throws {
        #expect(try Arguments(parsing: ["-p", "-"]).value(.prompt) == "-")
    }

    @Test func aValueMayLookLikeAnOption() throws {
        let parsed = try Arguments(parsing: ["-p", "--help me", "-s", "-"])
        #expect(parsed.value(.prompt) == "--help me")
        #expect(parsed.value(.system) == "-")
        #expect(!parsed.has(.help))
    }

    @Test func aValueMayHoldAnEqualsSign() throws {
        #expect(try Arguments(parsing: ["--system=a=b"]).value(.system) == "a=b")
    }

    @Test func aValueMayBeEmpty() throws {
        #expect(try Arguments(parsing: ["--system="]).value(.system) == "")
        #expect(try Arguments(parsing: ["-s", ""]).value(.system) == "")
    }

    @Test func lettersMayShareADash() throws {
        let parsed = try Arguments(parsing: ["-hmecho"])
        #expect(parsed.has(.help))
        #expect(parsed.value(.model) == "echo")
    }

    @Test(arguments: [["-o", "seed=1"], ["-oseed=1"], ["-o", "seed", "1"], ["--option=seed=1"]])
    func aSettingHasFourForms(arguments: [String]) throws {
        #expect(try Arguments(parsing: arguments).values(.option) == ["seed=1"])
    }

    @Test func settingsAddUp() throws {
        let parsed = try Arguments(parsing: ["-o", "seed", "1", "-o", "top_p=0.5", "chat.md"])
        #expect(parsed.values(.option) == ["seed=1", "top_p=0.5"])
        #expect(parsed.words == ["chat.md"])
    }

    @Test(arguments: [
        (["--modle", "x"], "unknown option --modle", "did you mean --model?"),
        (["--Format"], "unknown option --Format", "did you mean --format?"),
        (["--add_delimiters"], "unknown option --add_delimiters", "did you mean --add-delimiters?"),
        (["--nope"], "unknown option --nope", "chatmd --help lists the options"),
        (["--xyzzy=1"], "unknown option --xyzzy", "chatmd --help lists the options"),
        (["-hz"], "unknown option -z", "chatmd --help lists the options"),
        (["-é"], "unknown option -é", "chatmd --help lists the options"),
        (["-help"], "unknown option -help", "did you mean --help?"),
        (["-model", "x"], "unknown option -model", "did you mean --model?"),
        (["-system=x"], "unknown option -system", "did you mean --system?"),
        (["--language", "py"], "unknown option --language", "did you mean --lang?"),
        (["--attach", "a.png"], "unknown option --attach", "did you mean --attachment?"),
        (["--temperature=1"], "unknown option --temperature", "it is a setting: -o temperature=…"),
        (["--max-tokens", "9"], "unknown option --max-tokens", "it is a setting: -o max_tokens=…"),
        (["-rpc"], "unknown option -r", "did you mean --rpc?"),
    ])
    func unknownOptionsAreNamed(arguments: [String], message: String, hint: String) {
        expectUsageError(arguments, message, hint)
    }

    @Test(arguments: [
        ["--chunk", "--format", "json"], ["--chunk", "--rpc"], ["-x", "--extract-last"],
        ["-p", "hi", "--continue"],
    ])
    func whatCannotBothBeMeantIsRefused(arguments: [String]) throws {
        let parsed = try Arguments(parsing: arguments)
        #expect(throws: Failure.self) { try parsed.checkThatNothingContradicts() }
    }

    @Test(arguments: [
        (["-m"], "-m needs a value", "chatmd … -m, --model NAME"),
        (["--timeout"], "--timeout needs a value", "chatmd … --timeout SECONDS"),
        (["-o"], "-o needs a value", "chatmd … -o, --option KEY=VALUE"),
        (["-o", "seed"], "-o takes KEY=VALUE or KEY VALUE", "for example -o temperature=0.2"),
    ])
    func aMissingValueIsNamed(arguments: [String], message: String, hint: String) {
        expectUsageError(arguments, message, hint)
    }

    @Test(arguments: [["-n", "curl"], ["--dry-run", "curl"]])
    func anOptionalValueIsNeverTheNextWord(arguments: [String]) throws {
        let parsed = try Arguments(parsing: arguments)
        #expect(parsed.value(.dryRun) == "")
        #expect(parsed.words == ["curl"])
    }

    @Test func anOptionalValueFollowsAnEqualsSign() throws {
        #expect(try Arguments(parsing: ["--dry-run=curl"]).value(.dryRun) == "curl")
        expectUsageError(["--dry-run="], "--dry-run takes curl, not ``", nil)
    }

    @Test func theLetterOfAnOptionalValueIsAFlag() throws {
        let parsed = try Arguments(parsing: ["-nmecho"])
        #expect(parsed.value(.dryRun) == "")
        #expect(parsed.value(.model) == "echo")
    }

    @Test func aFlagTakesNoValue() {
        expectUsageError(["--rpc=yes"], "--rpc takes no value", nil)
    }

    @Test(
        arguments: [
            ("yaml", nil), ("ndjosn", "did you mean ndjson?"), ("Text", "did you mean text?"),
            ("jsno", "did you mean json?"),
        ] as [(String, String?)])
    func aChoiceIsOneOfItsWords(word: String, hint: String?) {
        expectUsageError(
            ["--format", word], "--format takes text or ndjson or json, not `\(word)`", hint)
    }

    @Test(arguments: ["0", "-1", "soon", "nan", "inf", "1e6", "", "30s"])
    func aTimeoutIsAPositiveNumber(value: String) {
        expectUsageError(
            ["--timeout", value],
            "--timeout takes a number of seconds above 0, not `\(value)`",
            "for example --timeout 30")
    }

    @Test(arguments: [("--record", "DIR"), ("--replay", "DIR"), ("--log", "FILE")])
    func aPathIsNoEmptyText(option: String, what: String) {
        expectUsageError([option, ""], "\(option) takes a \(what), not an empty text", nil)
    }

    @Test(arguments: ["0.5", "30", "1e3"])
    func aTimeoutMayHaveAFraction(value: String) throws {
        #expect(try Arguments(parsing: ["--timeout", value]).value(.timeout) == value)
    }

    private func expectUsageError(_ arguments: [String], _ message: String, _ hint: String?) {
        let failure = #expect(throws: Failure.self) { try Arguments(parsing: arguments) }
        #expect(failure == .usage(message, hint: hint))
    }
}
