/// When a model can be held to a call of a tool, by a `tool_choice` that is `required` or a tool's name.
enum ForcedCalls: Sendable {
    case always
    /// As long as it does not think, which it does unless it is told not to.
    case unlessThinking
    /// To some call, not to that of one tool.
    case anyTool
    case never
}

extension ChatRequest {
    /// Why the model cannot be held to a call; nil where it can, or where nobody wants it.
    func refusalOfForcedCall(at provider: Provider, by info: ModelInfo) -> Refusal? {
        let isNamed: Bool
        switch toolChoice {
        case nil, .auto, ToolChoice.none?: return nil
        case .required?: isNamed = false
        case .tool?: isNamed = true
        }
        if provider.quirks.contains(.noToolChoice) {
            return Refusal(
                parameter: .toolChoice,
                message: "\(provider.name) has no `tool_choice`", hint: "leave it out")
        }
        let isOff = options.reasoningEffort == ReasoningEffort.off
        switch info.family.forcedCalls {
        case .always: return nil
        case .unlessThinking:
            return isOff
                ? nil
                : Refusal(
                    parameter: .toolChoice,
                    message: "`\(model)` takes no such `tool_choice` while it thinks",
                    hint: "leave it out, or set reasoning_effort = \"none\"")
        case .anyTool where !isNamed: return nil
        case .anyTool, .never:
            let instead = isNamed && info.family.forcedCalls == .anyTool
            return Refusal(
                parameter: .toolChoice,
                message: "`\(model)` takes no such `tool_choice`: whether it calls "
                    + (instead ? "that tool" : "a tool") + " is its own choice",
                hint: instead ? "set tool_choice = \"required\"" : "leave it out")
        }
    }

    /// The request as it is sent where nothing can be said about tools: none are sent where none may be
    /// called.
    func withoutToolChoice(at provider: Provider) -> ChatRequest {
        guard toolChoice != nil, provider.quirks.contains(.noToolChoice) else { return self }
        var request = self
        if toolChoice == ToolChoice.none { request.tools = [] }
        request.toolChoice = nil
        return request
    }
}
