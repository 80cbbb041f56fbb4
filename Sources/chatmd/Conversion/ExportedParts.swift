import LLMCore

extension ExportFormat {
    /// Why an attachment has no place in the format; nil where it has one.
    func loss(of attachment: Attachment, in role: MessageRole) -> String? {
        if role == .system { return "a system message takes text only, so its files are left out" }
        switch self {
        case .anthropic where attachment.mediaType.hasPrefix("audio/"):
            return "Anthropic's format has no recordings, so they are left out"
        case .openAI, .openAILines:
            guard case .url = attachment.content, !attachment.mediaType.hasPrefix("image/") else {
                return nil
            }
            return "OpenAI's format has addresses for images only, so others are left out"
        case .anthropic:
            return nil
        }
    }

    /// A message's text and what goes along with it, in order, as the format's parts.
    func parts(of message: ExportedMessage) -> [JSONValue] {
        var parts: [JSONValue] = []
        var text = ""
        func flush() {
            if !text.isEmpty { parts.append(["type": "text", "text": .string(text)]) }
            text = ""
        }
        for part in message.parts {
            switch part {
            case .text(let piece): text += piece
            case .attachment(let attachment) where loss(of: attachment, in: message.role) == nil:
                flush()
                parts.append(
                    self == .anthropic
                        ? .object(attachment.anthropicBlock) : attachment.openAIChatPart)
            case .attachment, .reasoning, .toolCall, .toolResult: break
            }
        }
        flush()
        return parts
    }
}
