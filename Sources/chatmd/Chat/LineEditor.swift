internal import CEdit
import LLMCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A line of text, typed and edited by a person: libedit, in UTF-8, with the keys of Emacs or those
/// that `~/.editrc` says.
///
/// libedit draws and edits; keys come from here, so that waiting for them is waiting in the event
/// loop, and a paste is one text. For what libedit has no key it gets one that no keyboard sends. It
/// must be one character: were a sequence bound, Escape would wait for the rest of it in vi's mode.
final class LineEditor {
    private enum Ending {
        case none
        /// Ctrl-C: the line is thrown away.
        case interrupt
        /// A signal, or the terminal is gone.
        case input
    }

    /// What the key of ours does.
    private enum Action {
        case insert(String)
        case continueLine
    }

    /// Says what Tab may add to a line that is written up to there.
    var completions: (String) -> Completion? = { _ in nil }
    private let keys: KeyReader
    private let terminal: ChatTerminal
    private var edit: OpaquePointer?
    private var history: OpaquePointer?
    /// What libedit is to do next, and how often it was given the key for that: where it asks for a
    /// word of its own, as with vi's `/`, it takes the key for a letter of it.
    private var action: Action? { didSet { offers = 0 } }
    private var offers = 0
    private var ending = Ending.none
    private var isReading = false
    private var isLent = false
    private let clearBelow: String
    private var folds = FoldedTexts()
    /// libedit reads it for as long as it lives.
    private let prompt: UnsafeMutablePointer<wchar_t>

    private static let actionKey: Unicode.Scalar = "\u{9F}"

    /// nil where libedit cannot be set up.
    init?(loop: EventLoop, signals: Signals, environment: Environment, prompt: String) {
        keys = KeyReader(loop)
        let isDumb = environment.hasDumbTerminal
        terminal = ChatTerminal(marksPastes: !isDumb)
        clearBelow = isDumb ? "" : "\u{1B}[J"
        self.prompt = Self.kept(prompt)
        chatmd_edit_use_utf8()
        edit = chatmd_edit_open(Unmanaged.passUnretained(self).toOpaque())
        guard let edit else { return nil }
        history = chatmd_edit_open_history(edit, Int32(ChatHistory.maximumCount))
        setUp(edit, environment)
        signals.on(SIGWINCH) { [unowned self] in redraw() }
        signals.on(SIGTSTP) { [unowned self] in suspend() }
        signals.on(SIGCONT) { [unowned self] in resume() }
        terminal.wait()
    }

    deinit {
        close()
        prompt.deallocate()
    }

    /// Gives the terminal back as it was.
    func close() {
        guard let edit else { return }
        self.edit = nil
        el_end(edit)
        if let history { history_wend(history) }
        terminal.restore()
    }

    /// Does something for which the terminal has to be as it was.
    func lendTerminal<Result>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        terminal.restore()
        isLent = true
        defer {
            isLent = false
            terminal.wait()
        }
        return try Signals.leavingStops(body)
    }

    private func setUp(_ edit: OpaquePointer, _ environment: Environment) {
        chatmd_edit_set_reader(edit) { edit, place in
            guard let scalar = LineEditor.owner(of: edit).nextKey() else { return -1 }
            place?.pointee = wchar_t(bitPattern: scalar.value)
            return 1
        }
        chatmd_edit_set_prompt(edit) { LineEditor.owner(of: $0).prompt }
        let file = environment["EDITRC"] ?? environment["HOME"].map { $0 + "/.editrc" }
        if let file { el_source(edit, file) }
        // After the file: `bind -v` in it forgets all other bindings.
        chatmd_edit_take_all_keys(edit)
        add("chatmd-complete", "complete a command or a file name", "\t") { edit, _ in
            LineEditor.owner(of: edit).complete()
        }
        add("chatmd-act", "used by chatmd itself", String(Self.actionKey)) { edit, _ in
            LineEditor.owner(of: edit).act()
        }
    }

    private func add(
        _ name: String, _ help: String, _ key: String,
        _ function: @convention(c) (OpaquePointer?, wint_t) -> UInt8
    ) {
        chatmd_edit_add(edit, Self.kept(name), Self.kept(help), function)
        chatmd_edit_bind(edit, Self.kept(key), Self.kept(name))
    }

    private static func owner(of edit: OpaquePointer?) -> LineEditor {
        Unmanaged<LineEditor>.fromOpaque(chatmd_edit_owner(edit)).takeUnretainedValue()
    }
}

// MARK: - Lines

extension LineEditor {
    /// The next line; nil at Ctrl-D, after a signal, and when the terminal is gone.
    ///
    /// - Parameter text: what stands on the line already.
    func readLine(beginningWith text: String = "") -> String? {
        guard let edit else { return nil }
        var text = text
        while true {
            ending = .none
            action = text.isEmpty ? nil : .insert(folds.fold(text))
            el_resize(edit)
            isReading = true
            var count: Int32 = 0
            let line = el_wgets(edit, &count)
            isReading = false
            terminal.wait()
            if let line, count > 0 {
                let result = Self.text(line, count: Int(count))
                return folds.unfold(result.last == "\n" ? String(result.dropLast()) : result)
            }
            // What is below the cursor belongs to the line that ends here.
            write((ending == .interrupt ? "^C" : "") + clearBelow + "\r\n")
            guard ending == .interrupt else { return nil }
            text = ""
        }
    }

    /// Lets the arrow keys find a line again.
    func remember(_ text: String) {
        guard let history else { return }
        Self.withWide(folds.fold(text)) { chatmd_edit_remember(history, $0) }
    }

    private func write(_ text: String) { try? StandardStream.output().write(text) }
}

// MARK: - Keys

extension LineEditor {
    /// The next character for libedit; nil ends the line.
    private func nextKey() -> Unicode.Scalar? {
        while ending == .none {
            if action != nil, offers < 2 {
                offers += 1
                return Self.actionKey
            }
            action = nil
            switch keys.next() {
            case .character("\r") where endsWithBackslash, .character("\n") where endsWithBackslash:
                action = .continueLine
            case .character(Self.actionKey): continue
            case .character(let scalar): return scalar
            case .paste(let text): action = .insert(folds.fold(text))
            case .newLine: action = .insert("\n")
            case .interrupt: ending = .interrupt
            case .suspend: suspend()
            case .end: ending = .input
            }
        }
        return nil
    }

    private var endsWithBackslash: Bool {
        guard let line = el_wline(edit)?.pointee, line.cursor == line.lastchar,
            line.cursor > line.buffer
        else { return false }
        return line.cursor[-1] == wchar_t(UInt8(ascii: "\\"))
    }

    /// The line up to the cursor.
    private var textBeforeCursor: String {
        guard let line = el_wline(edit)?.pointee, let start = line.buffer else { return "" }
        return Self.text(start, count: line.cursor - start)
    }

    // MARK: What they do

    private func act() -> UInt8 {
        defer { action = nil }
        switch action {
        case .insert(let text): return insert(text)
        case .continueLine:
            el_deletestr(edit, 1)
            return insert("\n")
        case nil: return UInt8(CC_NORM)
        }
    }

    private func insert(_ text: String) -> UInt8 {
        if !text.isEmpty { Self.withWide(text) { _ = el_winsertstr(edit, $0) } }
        return UInt8(CC_REFRESH)
    }

    private func complete() -> UInt8 {
        let text = textBeforeCursor
        guard let completion = completions(text) else { return insert("\t") }
        let addition = completion.addition
        if !addition.isEmpty { return insert(addition) }
        if completion.candidates.count < 2 { return UInt8(CC_REFRESH_BEEP) }
        write("\r\n" + completion.list + "\r\n")
        chatmd_edit_refresh(edit)
        return UInt8(CC_NORM)
    }
}

// MARK: - The terminal

extension LineEditor {
    /// Stops the program, as Ctrl-Z does in a shell, until it is continued.
    private func suspend() {
        if isReading { chatmd_edit_prepare(edit, 0) }
        terminal.restore()
        Signals.stop()
        resume()
    }

    private func resume() {
        if isLent { return }
        terminal.wait()
        guard isReading else { return }
        // libedit thinks that the terminal is still as it had made it.
        chatmd_edit_prepare(edit, 0)
        chatmd_edit_prepare(edit, 1)
        redraw()
    }

    private func redraw() {
        guard isReading else { return }
        write("\r" + clearBelow)
        el_resize(edit)
        chatmd_edit_refresh(edit)
    }
}

// MARK: - Wide characters

extension LineEditor {
    private static func wide(_ text: String) -> [wchar_t] {
        // A NUL would end the text for C.
        text.unicodeScalars.filter { $0 != "\0" }.map { wchar_t(bitPattern: $0.value) } + [0]
    }

    private static func withWide(_ text: String, _ body: (UnsafePointer<wchar_t>) -> Void) {
        wide(text).withUnsafeBufferPointer { body($0.baseAddress!) }
    }

    /// A copy that stays: libedit keeps names of functions without copying them.
    private static func kept(_ text: String) -> UnsafeMutablePointer<wchar_t> {
        let scalars = wide(text)
        let copy = UnsafeMutablePointer<wchar_t>.allocate(capacity: scalars.count)
        copy.initialize(from: scalars, count: scalars.count)
        return copy
    }

    private static func text(_ start: UnsafePointer<wchar_t>, count: Int) -> String {
        var text = String.UnicodeScalarView()
        for value in UnsafeBufferPointer(start: start, count: count) {
            text.append(Unicode.Scalar(UInt32(bitPattern: value)) ?? "\u{FFFD}")
        }
        return String(text)
    }
}
