/// One message of the history that a model is asked to continue.
public struct Message: Hashable, Sendable {
    public var role: MessageRole
    public var parts: [Part]
    /// Who speaks, where several share a role.
    public var name: String?

    public init(role: MessageRole, parts: [Part], name: String? = nil) {
        self.role = role
        self.parts = parts
        self.name = name
    }

    public init(role: MessageRole, text: String, name: String? = nil) {
        self.init(role: role, parts: [.text(text)], name: name)
    }

    /// The text of all parts, joined as they stand.
    public var text: String {
        var text = ""
        for case .text(let piece) in parts { text += piece }
        return text
    }
}

extension Message {
    public static func system(_ text: String) -> Message { Message(role: .system, text: text) }
    public static func user(_ text: String) -> Message { Message(role: .user, text: text) }
    public static func assistant(_ text: String) -> Message {
        Message(role: .assistant, text: text)
    }

    /// The answer to tool calls: providers want the results of one reply's calls together.
    public static func results(_ results: [ToolResult]) -> Message {
        Message(role: .tool, parts: results.map(Part.toolResult))
    }
}

/// Whose message it is; the raw values are those of the OpenAI wire format.
public enum MessageRole: String, Hashable, Sendable {
    case system, user, assistant, tool
}
