#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The terminal of a chat, and how it was before.
///
/// While nobody is asked, what is typed waits unseen for the next line: shown, it would stand in the
/// middle of a reply. Ctrl-C and Ctrl-Z are signals then.
final class ChatTerminal {
    private var original = termios()
    private let output = StandardStream.output()
    private let marksPastes: Bool

    /// - Parameter marksPastes: whether it is asked to say what is pasted and not typed.
    init(marksPastes: Bool) {
        tcgetattr(StandardStream.input, &original)
        self.marksPastes = marksPastes
    }

    /// Takes what is typed for the next line.
    func wait() {
        var quiet = original
        quiet.c_lflag &= ~tcflag_t(ECHO | ICANON)
        quiet.c_iflag &= ~tcflag_t(ICRNL)
        tcsetattr(StandardStream.input, TCSADRAIN, &quiet)
        markPastes(true)
    }

    /// As it was.
    func restore() {
        markPastes(false)
        tcsetattr(StandardStream.input, TCSADRAIN, &original)
    }

    private func markPastes(_ isOn: Bool) {
        if marksPastes { try? output.write(isOn ? "\u{1B}[?2004h" : "\u{1B}[?2004l") }
    }
}
