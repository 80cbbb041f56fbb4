import LLMCore
import MarkdownHistory

/// Prints warnings and errors for people to stderr, as `chat.md:3:9: error: …`.
struct MessagePrinter {
    private let stream: StandardStream
    private let status: StatusLine?
    /// Whether notes and warnings are left out.
    private let isQuiet: Bool
    /// The file that all of it is about, where there are several.
    private let subject: String?

    init(
        _ stream: StandardStream = .error(), status: StatusLine? = nil, isQuiet: Bool = false,
        about subject: String? = nil
    ) {
        self.stream = stream
        self.status = status
        self.isQuiet = isQuiet
        // A line feed in a name begins no message of another file's.
        self.subject = subject.map(TerminalText.sentence)
    }

    private var name: String { subject ?? "chatmd" }

    func warn(_ warning: Diagnostic, path: String?) throws(Failure) {
        if isQuiet { return }
        let place = Failure.place(path ?? subject, warning.line, warning.column)
        try print(Failure.message("warning", warning.message, warning.hint, at: place))
    }

    func fail(_ failure: Failure) throws(Failure) {
        var failure = failure
        failure.path = failure.path ?? subject
        if let answer = failure.answer {
            try print("\(name): note: this is the reply:")
            try print(answer.hasSuffix("\n") ? String(answer.dropLast()) : answer)
        }
        try print(failure.description)
    }

    func note(_ text: String) throws(Failure) {
        if !isQuiet { try print("\(name): note: \(text)") }
    }

    /// The last line about a reply.
    func close(_ line: String) throws(Failure) {
        let line = TerminalText.visible(subject.map { "\($0): \(line)" } ?? line)
        try status?.clear()
        let isStyled = status?.isStyled == true
        try stream.write((isStyled ? TextStyle.dim.applied(to: line) : line) + "\n")
    }

    func note(_ call: ToolCall) throws(Failure) {
        try note("the model calls \(Self.short(call.name)) with \(Self.short(call.arguments))")
    }

    func note(_ result: ToolResult) throws(Failure) {
        let what = result.isError ? "fails" : "gives"
        try note("\(Self.short(result.name)) \(what): \(Self.short(result.content))")
    }

    /// The first line, and not all of a long one.
    private static func short(_ text: String) -> String {
        let line = text.split(separator: "\n").first ?? ""
        let isWhole = line.utf8.count == text.utf8.count && line.count <= 200
        return isWhole ? String(line) : line.prefix(200) + " …"
    }

    /// Shows an entry of the log.
    func log(_ entry: LogEntry) throws(Failure) {
        try status?.wipe()
        try stream.write(foreign: (subject.map { "\($0): " } ?? "") + LogLine.text(entry) + "\n")
    }

    /// Says why there is a further attempt, and when.
    func retry(_ retry: Retry) throws(Failure) {
        if isQuiet { return }
        let next =
            retry.isFallback
            ? "asking \(retry.provider)/\(retry.model) instead"
            : "trying again \(retry.delay > 0 ? "in \(Self.seconds(retry.delay)) s " : "")"
                + "(\(retry.attempt) of \(retry.maxAttempts))"
        try print("\(name): \(retry.error.message); \(next)")
    }

    private static func seconds(_ milliseconds: Int) -> String {
        let tenths = (milliseconds + 99) / 100
        return tenths >= 100 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    /// Shows a prompt that was read from stdin and did not get into the file.
    func keep(_ prompt: String?) throws(Failure) {
        guard let prompt else { return }
        try print("chatmd: note: nothing was added; this was on standard input:")
        try print(prompt.hasSuffix("\n") ? String(prompt.dropLast()) : prompt)
    }

    func print(_ text: String) throws(Failure) {
        try status?.clear()
        try stream.write(TerminalText.visible(text) + "\n")
    }
}
