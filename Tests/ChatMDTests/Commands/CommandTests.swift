import TestSupport
import Testing

@testable import chatmd

@Suite struct CommandTests {
    private func choose(_ words: String...) throws(Failure) -> (Command?, [String]) {
        var arguments = try Arguments(parsing: words)
        let command = try Command.choose(&arguments)
        return (command, arguments.words)
    }

    @Test(arguments: ["complete", "append", "parse"])
    func aSubcommandIsTakenByItsName(name: String) throws {
        let (command, words) = try choose(name, "chat.md")
        #expect(command?.name == name)
        #expect(words == ["chat.md"])
    }

    @Test(arguments: ["chat.md", "./append", "../x", "/dev/stdin", "-", "notes/today"])
    func aFileAloneIsAnswered(file: String) throws {
        let (command, words) = try choose(file)
        #expect(command?.name == "complete")
        #expect(words == [file])
    }

    @Test func anExistingFileNeedsNoDot() throws {
        let folder = try TemporaryFolder()
        let (command, words) = try choose(folder.path)
        #expect(command?.name == "complete")
        #expect(words == [folder.path])
    }

    @Test(arguments: [
        ("appendd", "did you mean `chatmd append`?"), ("apend", "did you mean `chatmd append`?"),
        ("complte", "did you mean `chatmd complete`?"), ("Parse", "did you mean `chatmd parse`?"),
        ("hlep", "did you mean `chatmd help`?"), ("bananas", "chatmd --help lists the commands"),
        ("", "chatmd --help lists the commands"), ("keys", "`chatmd help keys` explains it"),
    ])
    func aBareWordThatIsNeitherIsRefused(word: String, hint: String) {
        let failure = #expect(throws: Failure.self) { try choose(word) }
        #expect(failure == .usage("`\(word)` is neither a command nor a file", hint: hint))
    }

    @Test func whereThereIsAModelThereIsAProvider() {
        for command in Command.all where command.options.contains(.model) {
            #expect(command.options.contains(.provider), "\(command.name)")
        }
    }

    @Test func helpWithoutACommandIsTheOverview() throws {
        #expect(try choose("--help").0 == nil)
    }

    @Test func optionsWithoutAFileAnswerStandardInput() throws {
        #expect(try choose("-m", "echo").0?.name == "complete")
    }
}
