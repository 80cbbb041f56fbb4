import LLMCore
import MarkdownHistory

// What the model takes of the files that go along with a conversation.

extension Settings {
    /// Refuses what the model would not take.
    mutating func checkAttachments(of messages: [Message]) throws(Failure) {
        let request = ChatRequest(model: model, messages: messages)
        if let refusal = request.attachmentRefusals(at: provider).first {
            throw Failure(refusal, provider: provider)
        }
    }

    /// Leaves out the fallbacks that would not take the files or call the tools.
    mutating func checkFallback(for messages: [Message]) {
        var request = chatRequest(for: messages)
        for target in fallback {
            request.model = target.model
            let reason =
                request.attachmentRefusals(at: target.provider).first?.message
                ?? request.refusals(at: target.provider).first { $0.parameter == .tools }?.message
            guard let reason else { continue }
            fallback.removeAll { $0.provider.id == target.provider.id && $0.model == target.model }
            warn(
                "the fallback `\(target.provider.id)/\(target.model)` is left out: \(reason)",
                at: stack.place(of: .fallback))
        }
    }
}

extension Configuration {
    /// What the model that a conversation names would not take of it; nothing where it names none that
    /// is known, and no key decides.
    func attachmentRefusals(
        of messages: [Message], _ stack: SettingsStack
    ) -> [AttachmentRefusal] {
        let (model, provider) = stack.modelAndProvider
        let resolved = try? ModelName.resolve(
            model: model, provider: provider, aliases: config.aliases,
            providers: config.providers.map { $0.withBaseURL(from: environment) },
            hasKey: keys.hasKey)
        guard let resolved else { return [] }
        var answering = resolved.0
        answering.contentFormat = stack.value(\.contentFormat) ?? answering.contentFormat
        return ChatRequest(model: resolved.model, messages: messages)
            .attachmentRefusals(at: answering)
    }
}

extension Failure {
    init(_ refusal: AttachmentRefusal, provider: Provider) {
        let place = refusal.attachment.place
        self.init(.unsupported, refusal.message, hint: refusal.hint, path: place?.path)
        line = place?.line
        column = place?.column
        self.provider = provider.id
    }
}
