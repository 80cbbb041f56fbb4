/// An image in inline form, and where it stands in its text.
struct MarkdownImage: Equatable {
    /// Escapes and entities resolved, percent-encoding kept.
    var destination: String
    /// The text between the brackets, without markup.
    var description: String
    /// Line of its `!`, from 1.
    var line: Int
    /// Column of its `!`, from 1, in UTF-8 bytes.
    var column: Int
}

/// An image node as cmark gives it: text alone, no place.
struct MarkdownImageNode: Equatable {
    var destination: String
    /// All text below the node.
    var description: String
    /// The end of the text directly before the node; empty where there is none.
    var textBefore: [UInt8]
    /// The end of the text directly before its closing bracket; empty where there is none.
    var textAtEnd: [UInt8]
}
