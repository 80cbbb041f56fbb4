extension Attachment {
    /// The block of a message that holds an image or a document; Anthropic has none for recordings.
    public var anthropicBlock: JSONObject {
        var block: JSONObject = [
            "type": kind == .image ? "image" : "document", "source": anthropicSource,
        ]
        if kind != .image, let name { block.append("title", .string(name)) }
        return block
    }

    private var anthropicSource: JSONValue {
        switch content {
        case .url(let url):
            ["type": "url", "url": .string(url)]
        case .data(let bytes) where mediaType.hasPrefix("text/"):
            [
                "type": "text", "media_type": "text/plain",
                "data": .string(String(decoding: bytes, as: UTF8.self)),
            ]
        case .data(let bytes):
            [
                "type": "base64", "media_type": .string(mediaType),
                "data": .string(Base64.encoded(bytes)),
            ]
        }
    }
}
