/// The attachments of one request while they are looked at, one after the other.
struct AttachmentInspection {
    private let provider: Provider
    private let model: ModelInfo
    private let limits: AttachmentLimits
    private var images = 0
    /// The size of all documents.
    private var documents = 0
    /// About as large as the request will be.
    private var request: Int

    init(of request: ChatRequest, at provider: Provider) {
        self.provider = provider
        model = ModelCatalogue.info(request.model, of: provider.id)
        limits = AttachmentLimits(at: provider, for: model)
        self.request = request.messages.reduce(0) { $0 + $1.text.utf8.count }
    }

    /// Why the next attachment would not be taken; nil where it would, or may.
    mutating func refusal(of attachment: Attachment, in role: MessageRole) -> LLMError? {
        if provider.wireFormat == .echo { return nil }
        images += attachment.kind == .image ? 1 : 0
        documents += attachment.kind == .document ? attachment.size ?? 0 : 0
        request += attachment.sizeInBase64

        if role == .system {
            return LLMError(
                .unsupported, "a system message takes text only",
                hint: "embed the file in a message of the user's")
        }
        return provider.refusal(of: attachment) ?? refusalByModel(attachment)
            ?? refusalByType(attachment) ?? refusalBySize(attachment) ?? refusalByCount(attachment)
    }

    // MARK: What it is

    private func refusalByModel(_ attachment: Attachment) -> LLMError? {
        // What the catalogue is silent about in other models it does not know in tuned ones.
        if model.id.hasPrefix("ft:") { return nil }
        let (ability, what): (ModelAbilities, String)
        switch attachment.kind {
        case .image: (ability, what) = (.vision, "images")
        case .audio: (ability, what) = (.audioInput, "recordings")
        case .document where attachment.mediaType == "application/pdf":
            (ability, what) = (.pdf, "PDF")
        case .document: return nil
        }
        guard model.lacks.contains(ability) else { return nil }
        return LLMError(
            .unsupported, "`\(model.id)` takes no \(what)",
            hint: "`chatmd models --provider \(provider.id)` shows what the others take")
    }

    private func refusalByType(_ attachment: Attachment) -> LLMError? {
        guard attachment.kind == .image, attachment.mediaType != "image/*",
            let types = limits.imageTypes, !types.contains(attachment.mediaType)
        else { return nil }
        let names = types.map(Self.name(ofType:)).sorted().joined(separator: ", ")
        return LLMError(
            .unsupported,
            "\(provider.name) takes no \(Self.name(ofType: attachment.mediaType)) images",
            hint: "it takes \(names)")
    }

    private static func name(ofType type: String) -> String {
        switch type {
        case "image/png": "PNG"
        case "image/jpeg": "JPEG"
        case "image/gif": "GIF"
        case "image/webp": "WebP"
        default: type
        }
    }

    // MARK: How large it is

    private func refusalBySize(_ attachment: Attachment) -> LLMError? {
        guard let size = attachment.size else { return nil }
        let title = attachment.name.map { "`\($0)`" } ?? "it"
        switch attachment.kind {
        case .image:
            return excess("\(title) has", size, "", over: limits.imageFile, "for an image")
                ?? excess(
                    "\(title) has", attachment.sizeInBase64, " in base64",
                    over: limits.imageInBase64, "for an image")
        case .document:
            return excess("\(title) has", size, "", over: limits.document, "for a document")
                ?? excess(
                    "up to here the documents have", documents, "", over: limits.documents,
                    "for them together")
        case .audio:
            return nil
        }
    }

    private func refusalByCount(_ attachment: Attachment) -> LLMError? {
        let hint = "the files of earlier messages are sent again with every request"
        if attachment.kind == .image, let count = limits.imageCount, images > count {
            return LLMError(
                .unsupported,
                "this is image \(images) of the conversation, and \(provider.name)'s limit is "
                    + "\(count) in a request",
                hint: hint)
        }
        var error = excess(
            "up to here the request has about", request, "", over: limits.request, "for one")
        error?.hint = hint
        return error
    }

    private func excess(
        _ what: String, _ size: Int, _ unit: String, over limit: Int?, _ purpose: String
    ) -> LLMError? {
        guard let limit, size > limit else { return nil }
        // Rounded up, so that what is above a limit never reads like the limit.
        let tenths = (size * 10 + (1 << 20) - 1) >> 20
        return LLMError(
            .unsupported,
            "\(what) \(tenths / 10).\(tenths % 10) MB\(unit), and \(provider.name)'s limit \(purpose) "
                + "is \(limit >> 20) MB")
    }
}

extension Attachment {
    /// Four bytes of three.
    fileprivate var sizeInBase64: Int { ((size ?? 0) + 2) / 3 * 4 }
}
