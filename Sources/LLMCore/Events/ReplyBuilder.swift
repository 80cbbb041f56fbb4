/// Folds the events of a reply into one message of the assistant, and what was said about it.
///
/// Text that arrives in a row is one part, as is reasoning. A block joins the reasoning right
/// before it, or is a part of its own; nothing changes places. A refusal's words are text.
public struct ReplyBuilder: Sendable {
    public private(set) var message = Message(role: .assistant, parts: [])
    /// The part of the text that was a refusal; empty where there was none.
    public private(set) var refusal = ""
    public private(set) var usage: Usage?
    /// nil as long as the reply has not come to its end.
    public private(set) var finishReason: FinishReason?
    /// The attempts that failed before this reply began.
    public private(set) var retries: [Retry] = []

    public init() {}

    public mutating func add(_ event: StreamEvent) {
        switch event {
        case .retry(let retry): retries.append(retry)
        case .text(let text): add(text: text)
        case .refusal(let text):
            refusal += text
            add(text: text)
        case .reasoning(let text): add(reasoning: text)
        case .block(let block): add(block)
        case .toolCall(let call): message.parts.append(.toolCall(call))
        case .usage(let usage): self.usage = usage
        case .finish(let reason): finishReason = reason
        }
    }

    // The last part is taken out while it grows, so that its text has one owner and is not copied.

    private mutating func add(text: String) {
        guard case .text(var whole) = message.parts.last else {
            return message.parts.append(.text(text))
        }
        message.parts.removeLast()
        whole += text
        message.parts.append(.text(whole))
    }

    private mutating func add(reasoning text: String) {
        guard case .reasoning(var whole) = message.parts.last, whole.block == nil else {
            return message.parts.append(.reasoning(Reasoning(text: text)))
        }
        message.parts.removeLast()
        whole.text += text
        message.parts.append(.reasoning(whole))
    }

    private mutating func add(_ block: ProviderBlock) {
        guard case .reasoning(var whole) = message.parts.last, whole.block == nil else {
            return message.parts.append(.reasoning(Reasoning(text: "", block: block)))
        }
        message.parts.removeLast()
        whole.block = block
        message.parts.append(.reasoning(whole))
    }
}
