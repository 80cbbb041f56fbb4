extension Attachment {
    /// The part of a chat completion's message that holds it.
    public var openAIChatPart: JSONValue {
        switch kind {
        case .image:
            ["type": "image_url", "image_url": ["url": .string(uri)]]
        case .audio:
            [
                "type": "input_audio",
                "input_audio": [
                    "data": .string(base64 ?? uri), "format": .string(audioFormat),
                ],
            ]
        case .document:
            [
                "type": "file",
                "file": ["filename": .string(fileName), "file_data": .string(uri)],
            ]
        }
    }

    /// The same where a document is a part `document_url`, and a recording's data a bare string.
    var openAIChatPartWithURLs: JSONValue {
        switch kind {
        case .image: return openAIChatPart
        case .audio: return ["type": "input_audio", "input_audio": .string(base64 ?? uri)]
        case .document:
            var part = JSONObject([("type", "document_url"), ("document_url", .string(uri))])
            if let name { part.append("document_name", .string(name)) }
            return .object(part)
        }
    }

    /// `wav`, `mp3` and the like.
    private var audioFormat: String {
        let type = mediaType.dropFirst("audio/".utf8.count)
        switch type {
        case "mpeg": return "mp3"
        case "x-wav", "wave", "vnd.wave": return "wav"
        case "x-m4a", "mp4": return "m4a"
        default: return String(type)
        }
    }

    /// Providers insist on a name, and some tell by its ending what a document is.
    var fileName: String {
        let name = name ?? "attachment"
        let isPDF = mediaType == "application/pdf"
        return isPDF && !name.lowercased().hasSuffix(".pdf") ? name + ".pdf" : name
    }
}
