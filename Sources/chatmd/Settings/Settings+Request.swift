import LLMCore

extension Settings {
    /// What the model is asked about these messages.
    func chatRequest(for messages: [Message]) -> ChatRequest {
        ChatRequest(
            model: model, messages: messages, tools: tools.map(\.definition.tool),
            toolChoice: toolChoice, options: options, isStreamed: isStreamed, extra: extra
        )
    }

    /// How many tokens that is for the model, without asking anybody.
    func estimatedTokens(in messages: [Message]) -> Int {
        TokenEstimate.tokens(
            in: chatRequest(for: messages), by: Tokenizer(ofModel: model))
    }
}
