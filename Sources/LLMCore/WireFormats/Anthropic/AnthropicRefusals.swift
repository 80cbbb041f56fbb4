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
        return parameters.map { parameter in
            Refusal(
                parameter: parameter,
                message: "`\(model)` takes no such `\(parameter.rawValue)` while it thinks",
                hint: "leave it out, or set reasoning_effort = \"none\""
            )
        }
    }
}
