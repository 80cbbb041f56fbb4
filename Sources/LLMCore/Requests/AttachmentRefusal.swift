/// Why an attachment would not be taken.
public struct AttachmentRefusal: Hashable, Sendable {
    public var attachment: Attachment
    /// One sentence without a full stop.
    public var message: String
    /// What to do about it.
    public var hint: String?
}

extension ChatRequest {
    /// What a model or its provider would not take of all that goes along with the messages, in their
    /// order, each with its first reason.
    public func attachmentRefusals(at provider: Provider) -> [AttachmentRefusal] {
        guard messages.contains(where: { !$0.attachments.isEmpty }) else { return [] }
        var inspection = AttachmentInspection(of: self, at: provider)
        return messages.flatMap { message in
            message.attachments.compactMap { attachment in
                inspection.refusal(of: attachment, in: message.role).map { error in
                    AttachmentRefusal(
                        attachment: attachment, message: error.message, hint: error.hint)
                }
            }
        }
    }
}

extension Message {
    /// What goes along with the text.
    public var attachments: [Attachment] {
        var attachments: [Attachment] = []
        for case .attachment(let attachment) in parts { attachments.append(attachment) }
        return attachments
    }
}
