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

/// Whose message it is; the raw values are those of the OpenAI wire format.
public enum MessageRole: String, Hashable, Sendable {
    case system, user, assistant, tool
}
