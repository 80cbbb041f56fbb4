import Testing

@testable import chatmd

@Suite struct TerminalColorTests {
    @Test(
        arguments: [
            ([:], true, false),
            (["TERM": "dumb"], false, false),
            (["CLICOLOR": "0"], false, false),
            (["CLICOLOR": "1"], true, false),
            (["NO_COLOR": ""], true, false),
            (["NO_COLOR": "0"], false, false),
            (["CLICOLOR_FORCE": "1"], true, true),
            (["CLICOLOR_FORCE": "1", "TERM": "dumb", "CLICOLOR": "0"], true, true),
            (["CLICOLOR_FORCE": "0"], true, false),
            (["CLICOLOR_FORCE": ""], true, false),
            (["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], false, false),
        ] as [([String: String], Bool, Bool)])
    func variablesDecide(variables: [String: String], onTerminal: Bool, elsewhere: Bool) {
        let environment = Environment { variables[$0] }
        #expect(TerminalColor.isWanted(isTerminal: true, environment) == onTerminal)
        #expect(TerminalColor.isWanted(isTerminal: false, environment) == elsewhere)
    }
}
