/// What is answered by a reply: a conversation, or a mere text.
protocol ReplyRequest {
    /// Whether another model takes what cannot be left out.
    func isTaken(by target: ModelTarget) -> Bool

    /// Asks another model instead.
    mutating func move(to target: ModelTarget)

    /// One attempt: it has succeeded when the provider has accepted the request.
    func open(at target: ModelTarget, by client: LLMClient) throws(LLMError) -> OpenReply
}

extension ChatRequest: ReplyRequest {
    func isTaken(by target: ModelTarget) -> Bool {
        var request = self
        request.model = target.model
        return request.attachmentRefusals(at: target.provider).isEmpty
            && !request.refusals(at: target.provider).contains { $0.parameter == .tools }
    }

    mutating func move(to target: ModelTarget) {
        model = target.model
        // It was chosen for another model: what this one does not take is left to its provider.
        for refusal in refusals(at: target.provider) { remove(refusal.parameter) }
    }

    func open(at target: ModelTarget, by client: LLMClient) throws(LLMError) -> OpenReply {
        try client.open(self, at: target)
    }
}
