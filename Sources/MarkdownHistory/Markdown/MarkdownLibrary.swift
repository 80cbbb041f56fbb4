/// The library that says where a block begins and ends.
public enum MarkdownLibrary {
    /// The version of the libcmark that is linked, as in `0.30.2`.
    public static var version: String { MarkdownTree.libraryVersion }
}
