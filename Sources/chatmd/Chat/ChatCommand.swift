import Spelling

/// What can be asked for on a chat's line with a slash.
enum ChatCommand: String, CaseIterable {
    case help, model, attach, detach, retry, edit, file, exit, quit

    /// How it is typed.
    var usage: String {
        switch self {
        case .model: "/model [NAME]"
        case .attach: "/attach FILE|URL"
        default: "/\(rawValue)"
        }
    }

    /// nil for a second name of another one.
    var summary: String? {
        switch self {
        case .help: "this list"
        case .model: "show who answers, or have NAME answer from here on"
        case .attach: "send an image, PDF, audio or text along with the next message"
        case .detach: "send along nothing of that"
        case .retry: "answer your last message again; the old answer becomes a note"
        case .edit: "write the next message in your editor ($VISUAL, $EDITOR)"
        case .file: "show where the conversation is kept"
        case .exit: "end; so do /quit and Ctrl-D"
        case .quit: nil
        }
    }

    static let overview = """
        \(allCases.compactMap { command in
            command.summary.map { "  \(command.usage.padded(to: 18))\($0)" }
        }.joined(separator: "\n"))

        Enter sends. Alt-Enter, or a `\\` at the end of a line, begins a new line. What is pasted is
        one message. Tab completes commands and file names, the arrow keys and Ctrl-R find what was
        typed before. Ctrl-C stops a reply, and what came is kept. `//` at the start sends a message
        that begins with a slash.

        """
}

/// What a line means.
enum ChatLine: Equatable {
    case nothing
    case message(String)
    case command(ChatCommand, argument: String)
    case unknown(String, meant: String?)

    /// A command is one line, and a slash with letters only: a path is a message.
    init(_ line: String) {
        guard line.utf8.contains(where: { ![0x20, 0x09, 0x0A].contains($0) }) else {
            self = .nothing
            return
        }
        guard line.hasPrefix("/"), !line.hasPrefix("//") else {
            self = .message(line.hasPrefix("//") ? String(line.dropFirst()) : line)
            return
        }
        let parts = line.dropFirst().split(
            separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        let word = String(parts[0])
        guard !word.isEmpty, !line.utf8.contains(UInt8(ascii: "\n")),
            word.utf8.allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) })
        else {
            self = .message(line)
            return
        }
        let argument = parts.count < 2 ? "" : Self.trimmed(parts[1])
        if let command = ChatCommand(rawValue: word.lowercased()) {
            self = .command(command, argument: argument)
        } else {
            self = .unknown(
                word, meant: nearest(to: word, in: ChatCommand.allCases.map(\.rawValue)))
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
