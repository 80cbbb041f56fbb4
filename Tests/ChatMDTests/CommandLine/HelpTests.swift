import TestSupport
import Testing

@testable import chatmd

@Suite struct HelpTests {
    @Test func theOverviewIsAsRecorded() {
        expect(Help.overview, as: "help.txt")
    }

    @Test(arguments: [
        "complete", "append", "parse", "tokens", "models", "providers", "embed", "prompt", "usage",
        "doctor",
    ])
    func theHelpOfACommandIsAsRecorded(name: String) throws {
        let command = try #require(Command.all.first { $0.name == name })
        expect(Help.text(for: command), as: "help-\(name).txt")
    }

    @Test func everyCommandIsInTheOverview() {
        for command in Command.all { #expect(Help.overview.contains("  \(command.name) ")) }
    }

    @Test func everyOptionBelongsToSomeCommand() {
        let taken = Set(Command.all.flatMap(\.options))
        for option in OptionTable.all where option.name != .version {
            #expect(taken.contains(option.name), "\(option.name)")
        }
    }

    @Test func everyOptionNameIsInTheTableOnce() {
        #expect(OptionTable.all.map(\.name) == Option.Name.allCases)
        let letters = OptionTable.all.compactMap(\.short)
        #expect(Set(letters).count == letters.count)
    }

    /// A terminal of 100 columns shows it without a break.
    @Test func noLineIsWiderThanATerminal() {
        let texts =
            [Help.overview, Help.topics] + Command.all.map { Help.text(for: $0) }
            + Topic.all.map { Help.text(for: $0) }
        for line in texts.joined(separator: "\n").split(separator: "\n") {
            #expect(line.count <= 100, "\(line)")
            #expect(!line.hasSuffix(" "), "\(line)")
        }
    }

    @Test func everyGroupOfCommandsHasSome() {
        #expect(Command.Group.allCases.flatMap(\.commands).count == Command.all.count)
        for group in Command.Group.allCases { #expect(!group.commands.isEmpty, "\(group)") }
    }

    @Test func everyCommandHasExamples() {
        for command in Command.all { #expect(command.examples.count >= 2, "\(command.name)") }
    }

    private func expect(_ text: String, as name: String) {
        // The version is not what these tests are about.
        let text = text.replacing("chatmd \(Version.current) ", with: "chatmd VERSION ")
        #expect(text == Snapshot(name, of: "ChatMDTests").recorded(orRecording: text))
    }
}
