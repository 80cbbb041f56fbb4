/// Shows what was looked at, for people: a heading for each section, a line for each check, its cure
/// on a line below.
struct DoctorPrinter {
    private let output: StandardStream
    private let isStyled: Bool
    private var section: String?

    private static let nameWidth = 16

    init(_ output: StandardStream, _ environment: Environment) {
        self.output = output
        isStyled = output.isStyled(environment)
    }

    mutating func print(_ findings: [Finding], in name: String) throws(Failure) {
        var text = ""
        if section != name {
            text += (section == nil ? "" : "\n") + styled(name, as: "1") + "\n"
            section = name
        }
        for finding in findings { text += line(finding) }
        try output.write(text)
    }

    /// The last line: how many are wrong.
    func finish(_ report: DoctorReport) throws(Failure) {
        let counts = [(report.count(of: .error), "error"), (report.count(of: .warning), "warning")]
            .filter { $0.0 > 0 }
            .map { count, word in count == 1 ? "1 \(word)" : "\(count) \(word)s" }
        let sentence = counts.isEmpty ? "nothing is wrong" : counts.joined(separator: ", ")
        try output.write("\n\(sentence)\n")
    }

    private func line(_ finding: Finding) -> String {
        let status = finding.status.rawValue
        let blanks = String(repeating: " ", count: 9 - status.count)
        let name = TerminalText.visible(finding.name).padded(to: Self.nameWidth)
        var text = "  \(styled(status, as: Self.style(of: finding.status)))\(blanks)\(name)"
        text += TerminalText.visible(finding.message) + "\n"
        if let hint = finding.hint {
            text += String(repeating: " ", count: 11 + Self.nameWidth)
            text += TerminalText.visible(hint) + "\n"
        }
        return text
    }

    private static func style(of status: Finding.Status) -> String {
        switch status {
        case .ok: "32"
        case .note: "2"
        case .warning: "33"
        case .error: "31"
        }
    }

    private func styled(_ text: String, as style: String) -> String {
        isStyled ? "\u{1B}[\(style)m\(text)\(TextStyle.reset)" : text
    }
}
