/// Whether text is coloured: for a terminal, unless somebody says otherwise.
///
/// `NO_COLOR` (not empty, no-color.org) beats `CLICOLOR_FORCE` (not empty, not 0), which beats the
/// terminal, `TERM=dumb` and `CLICOLOR=0`.
enum TerminalColor {
    static func isWanted(isTerminal: Bool, _ environment: Environment) -> Bool {
        if environment["NO_COLOR"] != nil { return false }
        if let force = environment["CLICOLOR_FORCE"], force != "0" { return true }
        return isTerminal && !environment.hasDumbTerminal && environment["CLICOLOR"] != "0"
    }
}

extension Environment {
    /// Whether the terminal knows neither colours nor how to move its cursor.
    var hasDumbTerminal: Bool { self["TERM"] == "dumb" }
}
