/// A piece of a message.
public enum Part: Hashable, Sendable {
    case text(String)
    /// What an assistant thought before it answered.
    case reasoning(Reasoning)
    case attachment(Attachment)
    /// In a message of the assistant: what it wants run.
    case toolCall(ToolCall)
    /// In a message of the role `tool`: what came of it.
    case toolResult(ToolResult)
}
