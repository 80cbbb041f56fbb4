/// An image, a PDF or a recording that goes along with a message.
public struct Attachment: Hashable, Sendable {
    /// As in `image/png`, `application/pdf`, `audio/wav`.
    public var mediaType: String
    public var content: Content
    /// The file's name, where it has one.
    public var name: String?

    public enum Content: Hashable, Sendable {
        case data([UInt8])
        /// Where the provider may fetch it; chatmd never does.
        case url(String)
    }

    public init(mediaType: String, content: Content, name: String? = nil) {
        self.mediaType = mediaType
        self.content = content
        self.name = name
    }
}
