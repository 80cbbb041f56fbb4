extension ChatRequest {
    /// What Anthropic refuses of a request that asks for thinking: any temperature but 1, `top_k`, and a
    /// tool choice that forces a call.
    ///
    /// platform.claude.com/docs/en/build-with-claude/extended-thinking, feature compatibility
    var anthropicRefusalsWhileThinking: [Refusal] {
        let effort = options.reasoningEffort ?? .off
        guard effort != .off || options.thinkingBudget ?? 0 > 0 else { return [] }
        var parameters: [Parameter] = []
        if let temperature = options.temperature, temperature != 1 {
            parameters.append(.temperature)
        }
        if options.topK != nil { parameters.append(.topK) }
        switch toolChoice {
        case .required?, .tool?: parameters.append(.toolChoice)
        case nil, .auto?, ToolChoice.none?: break
        }
        return [refusalOfBudget].compactMap(\.self)
            + parameters.map { parameter in
                Refusal(
                    parameter: parameter,
                    message: "`\(model)` takes no such `\(parameter.rawValue)` while it thinks",
                    hint: "leave it out, or set reasoning_effort = \"none\""
                )
            }
    }
    private static let smallestBudget = 1024

    /// A budget is a part of `max_tokens`, and has a least size.
    private var refusalOfBudget: Refusal? {
        guard let budget = options.thinkingBudget, budget > 0 else { return nil }
        if budget < Self.smallestBudget {
            return Refusal(
                parameter: .thinkingBudget,
                message: "`\(model)` takes no `thinking_budget` below \(Self.smallestBudget)",
                hint: "raise it, or set it to 0: then the model does not think")
        }
        guard let maxTokens = options.maxTokens, budget >= maxTokens else { return nil }
        return Refusal(
            parameter: .thinkingBudget,
            message: "`\(model)` takes no `thinking_budget` of all its `max_tokens` or more",
            hint: "raise max_tokens above \(budget), or lower the budget")
    }
}
