/// A history as it is sent where its last message may be the assistant's, which means: go on
/// with it.
struct Continuation {
    var messages: [Message]
    /// Whether the last message is one of the assistant that the provider will continue.
    var isPrefill = false

    /// - Parameters:
    ///   - takesPrefill: whether provider and model continue a last message of the assistant; where
    ///     not, a message of the user that asks for it is added.
    ///   - trimsEnd: whether a prefill must not end in blanks.
    init(of messages: [Message], takesPrefill: Bool, trimsEnd: Bool = false) {
        self.messages = messages
        guard let last = messages.last, last.role == .assistant else { return }
        guard takesPrefill else {
            self.messages.append(.goOn)
            return
        }
        isPrefill = true
        if trimsEnd { self.messages[messages.count - 1].trimEnd() }
    }
}

extension Message {
    /// Asks for the rest of a reply; it is sent, and never written into a conversation.
    public static let goOn = Message(
        role: .user,
        text:
            "Your last message broke off. Go on with it from exactly where it stops. Repeat nothing "
            + "of it, and add no remark about this."
    )

    /// Takes the blanks off the end of the text; a text of blanks alone is left out.
    fileprivate mutating func trimEnd() {
        while let last = parts.last, case .text(let text) = last {
            parts.removeLast()
            var rest = text[...].utf8
            while let byte = rest.last, byte == 0x20 || (0x09...0x0D).contains(byte) {
                rest.removeLast()
            }
            if !rest.isEmpty {
                parts.append(.text(String(Substring(rest))))
                return
            }
        }
    }
}
