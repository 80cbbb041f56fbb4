/// An image, a PDF or a recording that goes along with a message.
public struct Attachment: Hashable, Sendable {
    /// As in `image/png`, `application/pdf`, `audio/wav`.
    public var mediaType: String
    public var content: Content
    /// The file's name, where it has one.
    public var name: String?
    /// Who asked for it: what refusals name. Nothing of it is sent.
    public var place: Place?

    public enum Content: Hashable, Sendable {
        case data([UInt8])
        /// Where the provider may fetch it; chatmd never does.
        case url(String)
    }

    /// A place in a text that asks for an attachment.
    public struct Place: Hashable, Sendable {
        public var path: String?
        /// From 1.
        public var line: Int?
        /// From 1, in UTF-8 bytes.
        public var column: Int?

        public init(path: String? = nil, line: Int? = nil, column: Int? = nil) {
            self.path = path
            self.line = line
            self.column = column
        }
    }

    public init(mediaType: String, content: Content, name: String? = nil, place: Place? = nil) {
        self.mediaType = mediaType
        self.content = content
        self.name = name
        self.place = place
    }
}

extension Attachment {
    /// What it is to a model: providers have a field of its own for each.
    enum Kind {
        case image, audio, document

        /// For people.
        var plural: String {
            switch self {
            case .image: "images"
            case .audio: "recordings"
            case .document: "documents"
            }
        }
    }

    var kind: Kind {
        if mediaType.hasPrefix("image/") { return .image }
        return mediaType.hasPrefix("audio/") ? .audio : .document
    }

    /// How many bytes it has; nil where there is only a URL.
    var size: Int? {
        guard case .data(let bytes) = content else { return nil }
        return bytes.count
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
