/// What a reply consists of, in the order it arrives.
///
/// `usage` and `finish` come at most once and last, `finish` as the very last. Text is never
/// empty, never splits a character, and holds no NUL.
public enum StreamEvent: Hashable, Sendable {
    /// The request failed and is sent again; nothing of a reply has come before this.
    case retry(Retry)
    case text(String)
    /// The model's own words for declining, where a provider tells them from text.
    case refusal(String)
    case reasoning(String)
    /// Goes with the reasoning before it, or stands for reasoning that is not shown.
    case block(ProviderBlock)
    /// A whole call: its pieces have been put together.
    case toolCall(ToolCall)
    case usage(Usage)
    case finish(FinishReason)
}

extension StreamEvent {
    /// The words of the reply, a refusal's included.
    public var text: String? {
        switch self {
        case .text(let text), .refusal(let text): text
        default: nil
        }
    }
}
