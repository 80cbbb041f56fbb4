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

extension Attachment {
    /// What it is to a model: providers have a field of its own for each.
    enum Kind {
        case image, audio, document
    }

    var kind: Kind {
        if mediaType.hasPrefix("image/") { return .image }
        return mediaType.hasPrefix("audio/") ? .audio : .document
    }

    /// The bytes in base64; nil where there is only a URL.
    var base64: String? {
        guard case .data(let bytes) = content else { return nil }
        return Base64.encoded(bytes)
    }

    /// The URL, or the bytes as a `data:` URI (RFC 2397).
    var uri: String {
        switch content {
        case .url(let url): url
        case .data(let bytes): "data:\(mediaType);base64,\(Base64.encoded(bytes))"
        }
    }
}
