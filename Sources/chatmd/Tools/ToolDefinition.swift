import LLMCore

/// A tool that chatmd can run: what the model is told of it, and what a call of it does.
struct ToolDefinition: Sendable {
    /// Whether somebody is asked before it runs.
    enum Approval: String, CaseIterable, Sendable {
        case ask
        case always
        case never
    }

    enum Action: Sendable {
        case builtIn(BuiltInTool)
        case command(CommandTool)
    }

    var tool: Tool
    var approval: Approval
    var action: Action

    /// Whether it may run for whoever asks: a built-in tool that sees and changes nothing.
    var isHarmless: Bool {
        guard case .builtIn(let tool) = action else { return false }
        return tool.approval == .always
    }
}

/// A tool of one run: chosen by the conversation, the configuration or the command line.
struct ChosenTool: Sendable {
    var definition: ToolDefinition
    /// What holds for this run: `always` only where the user themselves chose the tool, or trusts the
    /// conversation's folder.
    var approval: ToolDefinition.Approval
}
