import LLMCore
import MarkdownHistory

/// Prints diagnostics to stdout: `chat.md:3:9: warning: …`, or one JSON object a line.
struct DiagnosticPrinter {
    let isJSON: Bool
    private let output = StandardStream.output()

    init(isJSON: Bool) {
        self.isJSON = isJSON
    }

    func print(_ diagnostic: Diagnostic, path: String) throws(Failure) {
        guard isJSON else {
            let place = Failure.place(path, diagnostic.line, diagnostic.column)
            let text = Failure.message(
                diagnostic.severity.rawValue, diagnostic.message, diagnostic.hint, at: place)
            // Whoever reads this from a pipe shows it on a terminal in the end.
            return try output.write(TerminalText.visible(text) + "\n")
        }
        var event = JSONObject([("type", "diagnostic"), ("path", .string(path))])
        for member in diagnostic.json.object?.members ?? [] {
            event.append(member.key, member.value)
        }
        try output.write(JSONWriter.bytes(of: .object(event)) + [UInt8(ascii: "\n")])
    }

    /// The last line for programs: how many there were.
    func finish(errors: Int, warnings: Int) throws(Failure) {
        guard isJSON else { return }
        let event: JSONValue = [
            "type": "done", "errors": JSONValue(errors), "warnings": JSONValue(warnings),
        ]
        try output.write(JSONWriter.bytes(of: event) + [UInt8(ascii: "\n")])
    }
}
