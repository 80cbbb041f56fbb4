/// How text is sent; the raw values are those of the configuration.
public enum ContentFormat: String, Hashable, Sendable, CaseIterable {
    /// Always an array of parts.
    case array
    /// Always one string: some servers read nothing else, and take no attachments then.
    case string
}
