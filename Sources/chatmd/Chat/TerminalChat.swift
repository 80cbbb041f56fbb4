import LLMCore
import MarkdownHistory

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A conversation in the terminal: a line is typed, its answer arrives, and both stand in the file.
///
/// The file is the conversation: it is read anew for each message, so what an editor did meanwhile
/// counts. A message goes into it with the first word of its answer; until then it is in the history.
final class TerminalChat {
    var invocation: Invocation
    /// nil until the first message has an answer, where none was named.
    var path: String?
    let loop = EventLoop()
    let signals: Signals
    let editor: LineEditor
    /// What goes along with the next message, as it was typed.
    var attachments: [String]
    /// What the next line begins with.
    var draft = ""
    /// Warnings that need no saying again.
    var told: Set<String> = []
    private var history: ChatHistory?

    init(_ invocation: Invocation, path: String?) throws(Failure) {
        self.invocation = invocation
        self.path = path
        attachments = try invocation.arguments.attachments()
        self.invocation.arguments.remove(.attachment)
        if let path { try Self.check(path, invocation) }
        signals = Signals(cancelling: loop, isLasting: true)
        let isStyled = StandardStream.output().isStyled(invocation.environment)
        guard
            let editor = LineEditor(
                loop: loop, signals: signals, environment: invocation.environment,
                prompt: isStyled ? Self.styledPrompt : "> ")
        else { throw Failure(.internal, "the line editor could not be started") }
        self.editor = editor
        let providers = (try? invocation.configuration(around: path))?.config.providers
        history = ChatHistory(invocation.environment, providers ?? BuiltInProviders.all)
    }

    /// Throws where no reply could be kept in that file: nobody shall type first.
    private static func check(_ path: String, _ invocation: Invocation) throws(Failure) {
        try ConversationLink.check(path, invocation)
        do throws(ChatFileError) {
            _ = try ChatFileAppender(path: path, createsMissing: true)
        } catch {
            // The other program will be done some time.
            if error.kind != .locked { throw Failure(error) }
        }
    }

    /// Bold. Libedit leaves out a sequence that no character follows.
    private static let styledPrompt = "\u{1}\u{1B}[1m\u{1}>\u{1}\u{1B}[0m\u{1} "

    var messages: MessagePrinter { invocation.messages() }

    func run() throws(Failure) -> Int32 {
        defer { editor.close() }
        for text in attachments { try checkAttachment(text) }
        try greet()
        for entry in history?.entries ?? [] { editor.remember(entry) }
        editor.completions = { [unowned self] line in
            ChatCompletions.completion(of: line, models: modelNames)
        }
        while let line = try nextLine() {
            keep(line)
            do throws(Failure) {
                guard try obey(ChatLine(line)) else { break }
            } catch {
                try messages.fail(error)
            }
            if !goesOn() { break }
        }
        editor.close()
        if let signal = signals.received { Signals.end(by: signal) }
        return ExitCode.answered
    }

    /// nil at the end.
    private func nextLine() throws(Failure) -> String? {
        while true {
            if let line = editor.readLine(beginningWith: draft) {
                draft = ""
                return line
            }
            // Somebody else's Ctrl-C is one here.
            guard signals.received == SIGINT else { return nil }
            signals.rearm()
        }
    }

    /// Whether no signal has come that ends the chat; a Ctrl-C has had its effect.
    private func goesOn() -> Bool {
        guard signals.received ?? SIGINT == SIGINT else { return false }
        signals.rearm()
        return true
    }

    /// In the history before it is sent: it may stand nowhere else.
    func keep(_ line: String) {
        guard ChatLine(line) != .nothing else { return }
        editor.remember(line)
        do throws(Failure) {
            try history?.add(line)
        } catch {
            history = nil
            try? messages.warn(error.warning, path: error.path)
        }
    }

    // MARK: What there is

    private func greet() throws(Failure) {
        let model = try shownModel()
        let file = try currentFile()?.1
        guard !invocation.isQuiet else { return }
        var parts = [path.map(TerminalText.visibleInLine) ?? "a new conversation"]
        if let file {
            let count = file.turns.count { $0.role == .user || $0.role == .assistant }
            parts.append(count == 1 ? "1 message" : "\(count) messages")
        } else if path != nil {
            parts.append("new")
        }
        parts += [model, "/help"].compactMap(\.self)
        try say(parts.joined(separator: " · "))
        if let file { try showEnd(of: file) }
    }

    /// The end of what was said last, for whoever comes back to it.
    private func showEnd(of file: ChatFile) throws(Failure) {
        guard let turn = file.turns.last(where: { $0.role != .note }) else { return }
        let lines = turn.text.split(separator: "\n", omittingEmptySubsequences: false)
        let end = lines.suffix(Self.shownLines).joined(separator: "\n").unicodeScalars
        let shown = String(String.UnicodeScalarView(end.suffix(Self.shownCharacters)))
        if !shown.isEmpty {
            let isAll = lines.count <= Self.shownLines && end.count <= Self.shownCharacters
            let text = (isAll ? "" : "…\n") + shown
            try StandardStream.output().write("\n" + TerminalText.visible(text) + "\n\n")
        }
        if file.nothingToSend == nil {
            try messages.note(
                "the last message has no answer yet; Enter on an empty line asks for it")
        }
    }

    private static let shownLines = 8
    private static let shownCharacters = 2000

    /// Words of chatmd's own, in the background.
    func say(_ text: String) throws(Failure) {
        let output = StandardStream.output()
        let isStyled = !text.isEmpty && output.isStyled(invocation.environment)
        try output.write(isStyled ? "\u{1B}[2m\(text)\u{1B}[0m\n" : text + "\n")
    }
}
