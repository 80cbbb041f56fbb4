/// Source for man(7) that any text can go into.
struct Roff {
    private(set) var source = ""

    mutating func title(_ name: String, date: String, source: String) {
        self.source += ".TH \(name) 1 \(date) \"\(Self.escaped(source))\" \"User Commands\"\n"
    }

    /// `.SH NAME` or `.SS NAME`.
    mutating func heading(_ macro: String, _ text: String) {
        source += ".\(macro) \"\(Self.escaped(text))\"\n"
    }

    /// Words that are filled; `isRoff` for what is escaped already.
    mutating func text(_ text: String, isRoff: Bool = false) {
        var line = ""
        for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            let word = isRoff ? String(word) : Self.escaped(String(word))
            if !line.isEmpty, line.utf8.count + 1 + word.utf8.count > 78 {
                source += Self.guarded(line) + "\n"
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        source += Self.guarded(line) + "\n"
    }

    mutating func paragraph(_ text: String) {
        source += ".PP\n"
        self.text(text)
    }

    /// Lines that stay as they are, in bold.
    mutating func lines(_ lines: [String]) {
        source += ".nf\n"
        for line in lines { source += "\\fB\(Self.escaped(line))\\fR\n" }
        source += ".fi\n"
    }

    /// Lines that stay as they are, and can be copied.
    mutating func code(_ lines: [String]) {
        source += ".RS 4\n.nf\n"
        for line in lines { source += Self.guarded(Self.escaped(line)) + "\n" }
        source += ".fi\n.RE\n"
    }

    /// A word, and indented below it what it means.
    mutating func item(_ name: String, _ text: String) {
        source += ".TP\n\\fB\(Self.escaped(name))\\fR\n"
        self.text(text)
    }

    /// A line that begins like a request is text all the same.
    private static func guarded(_ line: String) -> String {
        line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
    }

    /// Every character as itself, also those that formatters make prettier.
    static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "\\": return "\\e"
            case "-": return "\\-"
            case "'": return "\\(aq"
            case "`": return "\\(ga"
            case "\"": return "\\(dq"
            case "^": return "\\(ha"
            case "~": return "\\(ti"
            case _ where scalar.value > 0x7E:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                let zeros = String(repeating: "0", count: max(0, 4 - digits.utf8.count))
                return "\\[u\(zeros)\(digits)]"
            default: return String(scalar)
            }
        }.joined()
    }
}
