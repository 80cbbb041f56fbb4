import LLMCore

/// The last line of a terminal while it waits: a spinner with the seconds. stderr only.
///
/// A terminal that cannot wipe a line has no spinner. The cursor rests before the line: where a
/// terminal that gets narrower breaks it in two, both are still behind the cursor and can be wiped.
final class StatusLine {
    private let stream: StandardStream
    private let loop: EventLoop
    private let canWipe: Bool
    /// Whether what stands there may have colours.
    let isStyled: Bool
    private let began = MonotonicClock.now
    private var isShown = false
    private var frame = 0

    private static let frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]

    /// nil where nobody would see it.
    init?(_ stream: StandardStream, loop: EventLoop, environment: Environment) {
        guard stream.isTerminal else { return nil }
        canWipe = !environment.hasDumbTerminal
        isStyled = stream.isStyled(environment)
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
        try stream.write(Self.wiped)
    }

    private func draw(_ text: String) {
        let elapsed = MonotonicClock.now - began
        guard elapsed >= 250 else { return }
        frame += 1
        isShown = true
        let line = Self.line(
            Self.frames[frame % Self.frames.count], text, seconds: elapsed / 1000,
            columns: TerminalSize.columns(of: stream.descriptor) ?? 80)
        // A terminal that is gone is noticed by the next real write.
        try? stream.write("\r\(line)\u{1B}[J\r")
    }

    /// The line as it fits, with the last column free: some terminals go on to the next line there.
    static func line(_ spinner: String, _ text: String, seconds: Int, columns: Int) -> String {
        let time = " \(seconds) s"
        let room = columns - 1 - 2 - time.utf8.count
        guard room > 1 else { return columns > 1 ? spinner : "" }
        let text = DisplayWidth.clipped(TerminalText.visibleInLine(text), to: room)
        return "\(spinner) \(text)\(time)"
    }

    private static let wiped = "\r\u{1B}[J"
}
