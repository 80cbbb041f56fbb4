import LLMCore

/// The last line of a terminal while it waits: a spinner with the seconds. stderr only.
///
/// A terminal that cannot wipe a line has no spinner.
final class StatusLine {
    private let stream: StandardStream
    private let loop: EventLoop
    private let canWipe: Bool
    private let began = MonotonicClock.now
    private var isShown = false
    private var frame = 0

    private static let frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]

    /// nil where nobody would see it.
    init?(_ stream: StandardStream, loop: EventLoop, environment: Environment) {
        guard stream.isTerminal else { return nil }
        canWipe = environment["TERM"] != "dumb"
        self.stream = stream
        self.loop = loop
    }

    /// Shows the line until `clear`: ten times a second, from a quarter of a second on.
    func spin(_ text: String) {
        guard canWipe else { return }
        loop.startTicking(everyMilliseconds: 100) { [weak self] in self?.draw(text) }
    }

    func clear() throws(Failure) {
        loop.stopTicking()
        try wipe()
    }

    /// Makes room for a message; the line comes back by itself.
    func wipe() throws(Failure) {
        guard isShown else { return }
        isShown = false
        try stream.write("\r\u{1B}[K")
    }

    private func draw(_ text: String) {
        let elapsed = MonotonicClock.now - began
        guard elapsed >= 250 else { return }
        frame += 1
        let spinner = Self.frames[frame % Self.frames.count]
        isShown = true
        // A terminal that is gone is noticed by the next real write.
        try? stream.write("\r\(spinner) \(TerminalText.visible(text)) \(elapsed / 1000) s\u{1B}[K")
    }
}
