import LLMCore
import MarkdownHistory

extension ChatFile {
    /// The messages to send, with `system` in front.
    ///
    /// Notes are never sent. Sections of one role that follow each other stay separate messages.
    ///
    /// - Parameters:
    ///   - before: what goes between `system` and the conversation.
    ///   - embeds: for each turn what it embeds; the texts among it follow the message.
    func messages(
        system: String?, before: [Message] = [], embeds: [[LoadedEmbed]] = [],
        strippingComments: Bool = false
    ) -> [Message] {
        var messages: [Message] = []
        if let system, !system.isEmpty { messages.append(Message(role: .system, text: system)) }
        messages += before
        for (index, turn) in turns.enumerated() {
            guard var message = turn.message(strippingComments: strippingComments) else { continue }
            for case .text(let text) in index < embeds.count ? embeds[index] : [] {
                message.parts.append(.text("\n\n" + text))
            }
            messages.append(message)
        }
        return messages
    }

    /// Why there is nothing to answer, or nil where the last message is the user's.
    var nothingToSend: String? {
        let last = turns.last { $0.message() != nil }
        switch last?.role {
        case nil: return "there is no message to answer"
        case .user: return nil
        case .assistant: return "the last message is the assistant's, so there is nothing to answer"
        case .system, .tool, .note: return "there is no user message after the system message"
        }
    }
}

extension Turn {
    /// The turn as it is sent; nil where nothing of it is.
    func message(strippingComments: Bool = false) -> Message? {
        let text = strippingComments ? CommentStripper.strip(text) : text
        guard text.utf8.contains(where: { ![0x20, 0x09, 0x0A].contains($0) }) else { return nil }
        return switch role {
        case .user: Message(role: .user, text: text, name: label.flatMap(Self.name))
        case .assistant: Message(role: .assistant, text: text)
        case .system: Message(role: .system, text: text)
        case .tool, .note: nil
        }
    }

    /// The label as a message's `name`, which providers take as `[A-Za-z0-9_-]{1,64}` only.
    private static func name(_ label: String) -> String? {
        let isName = label.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        return isName ? label : nil
    }
}
