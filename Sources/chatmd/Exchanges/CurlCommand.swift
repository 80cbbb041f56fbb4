import LLMCore

/// A request as a command for a POSIX shell: whatever the request holds, the shell sees words, and
/// the key is only a variable.
///
/// curl takes line ends out of what `--data @-` reads, so that the body arrives without the one before
/// `EOF`. JSON has none of its own, and no line of it is `EOF`.
struct CurlCommand {
    let text: String

    /// - Parameters:
    ///   - keyVariable: which variable holds the key.
    ///   - isForTerminal: whether what is unseen in the body is spelled as JSON can.
    init(_ request: HTTPRequest, keyVariable: String?, isForTerminal: Bool = false) {
        let redacted = request.redacted
        // -g: brackets in an address are no pattern. -N: a stream is shown as it comes.
        var lines = ["curl -gsSN \(redacted.url.description.shellQuoted)"]
        if request.method != "POST" { lines.append("-X \(request.method.shellQuoted)") }
        for field in redacted.headers.fields.prefix(request.headers.fields.count) {
            lines.append("-H \("\(field.name): \(field.value)".shellQuoted)")
        }
        if let credential = request.credential {
            let variable = keyVariable.flatMap { Self.isName($0) ? $0 : nil } ?? "API_KEY"
            lines.append("-H \"\(credential.header): \(credential.prefix)$\(variable)\"")
        }
        var text = String(decoding: redacted.body, as: UTF8.self)
        if isForTerminal { text = TerminalText.escapedInJSON(text) }
        if !text.isEmpty { lines.append("--data @- <<'EOF'\n\(text)\nEOF") }
        self.text = lines.joined(separator: " \\\n  ") + "\n"
    }

    /// Whether a shell takes it for the name of a variable.
    private static func isName(_ text: String) -> Bool {
        let allowed = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        return allowed && text.first.map { !$0.isNumber } == true
    }
}
