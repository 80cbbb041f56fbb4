/// Who a section of a conversation file belongs to.
public enum Role: String, CaseIterable, Sendable {
    case user
    case assistant
    case system
    /// Results of tool calls.
    case tool
    /// Remarks that are never sent.
    case note

    /// The role as a role line spells it: `USER`.
    var spelling: String { rawValue.uppercased() }
}
