import LLMCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Asks on the terminal, whatever stdin and stdout are.
final class TerminalApprover: ToolApprover {
    /// Our own, where stdin may be something else.
    private let terminal: Int32
    private let loop: EventLoop
    private let status: StatusLine?

    /// nil without a terminal to ask on: one that nobody sees is none.
    init?(loop: EventLoop, status: StatusLine?) {
        guard StandardStream.error().isTerminal else { return nil }
        let controlling = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        terminal =
            controlling < 0 && StandardStream.isInputTerminal
            ? fcntl(StandardStream.input, F_DUPFD_CLOEXEC, 3) : controlling
        guard terminal >= 0 else { return nil }
        self.loop = loop
        self.status = status
    }

    deinit { systemClose(terminal) }

    /// One call, one question; only `y` and `yes` mean yes.
    func refusal(of plan: CallPlan) throws(Failure) -> String? {
        try status?.clear()
        // What was typed before the question is no answer to it.
        tcflush(terminal, TCIFLUSH)
        try StandardStream(descriptor: terminal).write(Self.question(plan))
        var line = LineBuffer()
        var isOpen = true
        loop.watch(terminal) { [terminal] in isOpen = line.read(from: terminal) }
        defer { loop.unwatch(terminal) }
        while true {
            if let answer = line.next() {
                let word = String(decoding: answer, as: UTF8.self).lowercased()
                return ["y", "yes"].contains(word) ? nil : Self.denial
            }
            guard isOpen else { return Self.denial }
            try Failure.converting { () throws(LLMError) in try loop.turn(atMost: nil) }
        }
    }

    /// The whole command and all arguments, with whatever could deceive made visible.
    static func question(_ plan: CallPlan) -> String {
        var lines = ["The model wants to run \(TerminalText.visibleInLine(plan.call.name)):"]
        if !plan.command.isEmpty {
            let words = plan.command.map { TerminalText.visible($0).shellWord }
            lines.append("  " + words.joined(separator: " "))
            lines.append("  in \(TerminalText.visibleInLine(plan.folder ?? "."))")
        }
        let arguments = JSONWriter.indentedBytes(of: plan.arguments)
        for line in String(decoding: arguments, as: UTF8.self).split(separator: "\n") {
            lines.append("  " + TerminalText.visible(String(line)))
        }
        return lines.joined(separator: "\n") + "\nRun it? [y/N] "
    }
}
