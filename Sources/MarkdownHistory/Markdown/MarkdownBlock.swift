/// A block directly under the document: what kind it is and where it stands.
struct MarkdownBlock: Equatable {
    enum Kind: Equatable {
        case heading(level: Int)
        case code
        case html
        case other
    }

    var kind: Kind
    /// First line in the conversation file, from 1.
    var line: Int
    /// Last line. cmark's is right for fenced code; for HTML blocks it is one short, for lists,
    /// indented code and thematic breaks it may be one too far.
    var endLine: Int
}
