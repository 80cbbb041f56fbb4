/// How the text of a message is written where a wire format knows two ways.
public enum ContentFormat: String, Hashable, Sendable, CaseIterable {
    /// An array of parts.
    case array
    /// A mere string; some compatible servers take nothing else.
    case string
}
