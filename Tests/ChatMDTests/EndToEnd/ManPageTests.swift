import TestSupport
import Testing

@testable import chatmd

/// `chatmd man`, and what the formatters say of it.
@Suite struct ManPageTests {
    private func run(_ program: String, _ arguments: [String]) throws -> ChatMDProcess.Outcome {
        let folder = try TemporaryFolder()
        try folder.write("chatmd.1", ManPage.text)
        return try ChatMDProcess(
            arguments, executable: program,
            environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": folder.path],
            folder: folder.path
        ).outcome()
    }

    @Test func itIsPrinted() throws {
        let scene = try Scene(replying: "never")
        let outcome = try scene.run("man")
        #expect(outcome.ending == .exit(0))
        #expect(outcome.errors == "")
        #expect(outcome.text == ManPage.text)
    }

    @Test func aWordIsRefused() throws {
        let scene = try Scene(replying: "never")
        let outcome = try scene.run("man", "append")
        #expect(outcome.ending == .exit(2))
        #expect(outcome.errors.contains("chatmd help append"))
    }

    @Test func itHoldsWhatTheTablesHold() {
        let text = ManPage.text
        for command in Command.all {
            let heading = "\(command.name) \u{2013} \(command.summary)"
            #expect(text.contains(".SS \"\(Roff.escaped(heading))\"\n"))
            for example in command.examples { #expect(text.contains(Roff.escaped(example))) }
        }
        for option in OptionTable.all {
            #expect(text.contains(Roff.escaped("--\(option.name.rawValue)")))
        }
        for row in ExitCode.table { #expect(text.contains(".TP\n\\fB\(row.status)\\fR\n")) }
        for variable in KnownVariables.all { #expect(text.contains("\\fB\(variable.name)\\fR")) }
    }

    @Test func theSectionsAreThoseOfManPages() {
        let headings = ManPage.text.split(separator: "\n").filter { $0.hasPrefix(".SH ") }
        #expect(
            headings
                == [
                    "NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS", "EXIT STATUS",
                    "ENVIRONMENT", "FILES", "SEE ALSO",
                ].map { ".SH \"\($0)\"" })
    }

    @Test(.enabled(if: Shell.exists("/usr/bin/mandoc"), "mandoc is not here"))
    func mandocHasNothingToSay() throws {
        let outcome = try run("/usr/bin/mandoc", ["-T", "lint", "-W", "style", "chatmd.1"])
        #expect(outcome.text + outcome.errors == "")
        #expect(outcome.ending == .exit(0))
    }

    @Test(.enabled(if: Shell.exists("/usr/bin/groff"), "groff is not here"))
    func groffHasNothingToSay() throws {
        let outcome = try run("/usr/bin/groff", ["-man", "-ww", "-Tutf8", "chatmd.1"])
        #expect(outcome.errors == "")
        #expect(outcome.ending == .exit(0))
    }

    /// What is copied from a page has to work in a shell.
    @Test(.enabled(if: Shell.exists("/usr/bin/mandoc"), "mandoc is not here"))
    func examplesCanBeCopied() throws {
        let text = try run("/usr/bin/mandoc", ["-T", "utf8", "-O", "width=200", "chatmd.1"]).text
        // Bold is a letter, a backspace and the letter again.
        let plain = text.replacing(/.\u{8}/, with: "")
        for example in Command.all.flatMap(\.examples) { #expect(plain.contains(example)) }
    }
}
