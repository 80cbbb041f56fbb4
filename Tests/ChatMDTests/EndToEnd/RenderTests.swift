import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct RenderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func start(
        _ arguments: [String], _ environment: [String: String] = [:],
        input: ChatMDProcess.Input = .nothing, output: ChatMDProcess.Output = .collected
    ) throws -> ChatMDProcess {
        try ChatMDProcess(
            ["render"] + arguments, environment: environment.merging(["LANG": "C"]) { $1 },
            folder: folder.path, input: input, output: output)
    }

    private static let text = "# T\r\n\u{1B}[2J *a* \u{9B}\u{200B}\rb"

    @Test func onATerminalItIsStyledAndHarmless() throws {
        try folder.write("a.md", "\u{FEFF}" + Self.text)
        let outcome = try start(["a.md"], ["TERM": "xterm"], output: .terminal).outcome()
        #expect(outcome.ending == .exit(0))
        #expect(
            outcome.text
                == "\u{1B}[1m# T\r\u{1B}[0m\n^[[2J \u{1B}[3m*a*\u{1B}[0m <U+009B><U+200B>^Mb")
    }

    @Test(arguments: [[:], ["CLICOLOR_FORCE": "0"], ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"]])
    func inAPipeNothingIsChanged(variables: [String: String]) throws {
        let bytes = Array(Self.text.utf8) + [0xFF, 0xC3]
        let outcome = try start(["-"], variables, input: .bytes(bytes)).outcome()
        #expect(outcome.output == bytes)
    }

    @Test func colourCanBeForced() throws {
        let outcome = try start(
            [], ["CLICOLOR_FORCE": "1"], input: .bytes(Array(Self.text.utf8))
        ).outcome()
        #expect(outcome.text.hasPrefix("\u{1B}[1m# T\r\u{1B}[0m\n^[[2J \u{1B}[3m*a*"))
    }

    @Test func itComesOutAsItComesIn() throws {
        let process = try start([], ["TERM": "xterm"], input: .open, output: .terminal)
        process.write("*a")
        #expect(process.waitForOutput { $0 == "\u{1B}[3m*a\u{1B}[0m" })
        process.write("b* c")
        #expect(process.waitForOutput { $0.hasSuffix("\u{1B}[3mb*\u{1B}[0m c") })
        process.closeInput()
        #expect(try process.outcome().ending == .exit(0))
    }

    @Test func whatCannotBeReadIsTold() throws {
        let missing = try start(["no.md"]).outcome()
        #expect(missing.errors == "no.md: error: no such file or directory\n")
        #expect(missing.ending == .exit(1))
        #expect(try start(["."]).outcome().errors == ".: error: is a directory\n")
        #expect(try start([], input: .terminal).outcome().ending == .exit(2))
    }
}
