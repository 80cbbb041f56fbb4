extension Provider {
    /// Why its protocol has no place for an attachment, whichever model is meant; nil where it has.
    func refusal(of attachment: Attachment) -> LLMError? {
        let isData = attachment.size != nil
        switch (wireFormat, attachment.kind) {
        case (.echo, _), (.gemini, _):
            return nil
        case (.openAIChat, _) where contentFormat == .string,
            (.openAIResponses, _) where contentFormat == .string:
            return takesTextOnly
        case (.openAIChat, .image), (.openAIResponses, .image):
            return isData || !quirks.contains(.noImageURLs) ? nil : takesNoAddress(of: .image)
        case (.openAIChat, .audio):
            if quirks.contains(.noAudio) { return takesNone(of: .audio) }
            return isData ? nil : takesNoAddress(of: .audio)
        case (.openAIChat, .document):
            if quirks.contains(.noDocuments) { return takesNone(of: .document) }
            let takesAddress = !quirks.isDisjoint(with: [.fileURLs, .documentURLs])
            return isData || takesAddress ? nil : takesNoAddress(of: .document)
        case (.openAIResponses, .audio):
            return LLMError(
                .unsupported, "\(name) takes no recordings by the Responses protocol",
                hint: quirks.contains(.noAudio)
                    ? nil : "set wire_format = \"openai-chat\" under [providers.\(id)]")
        case (.openAIResponses, .document):
            return isData && quirks.contains(.noDocuments)
                ? LLMError(.unsupported, "\(name) takes documents by their address only") : nil
        case (.anthropic, .image), (.anthropic, .document):
            return nil
        case (.ollama, .image):
            return isData ? nil : takesNoAddress(of: .image)
        case (.anthropic, .audio), (.ollama, .audio), (.ollama, .document):
            return takesNone(of: attachment.kind)
        }
    }

    private var takesTextOnly: LLMError {
        LLMError(
            .unsupported, "\(name) takes text only",
            hint: "content_format = \"string\" is set")
    }

    private func takesNone(of kind: Attachment.Kind) -> LLMError {
        LLMError(.unsupported, "\(name) takes no \(kind.plural)")
    }

    private func takesNoAddress(of kind: Attachment.Kind) -> LLMError {
        LLMError(
            .unsupported, "\(name) takes \(kind.plural) as files, not by their address",
            hint: "download the file, and embed its path")
    }
}
