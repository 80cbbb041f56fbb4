import LLMCore

/// A tool that is part of chatmd.
struct BuiltInTool: Sendable {
    let tool: Tool
    /// `always` for those that see and change nothing of the user's.
    let approval: ToolDefinition.Approval
    /// Gives the result, or throws what the model is told.
    let run: @Sendable (_ arguments: JSONValue, _ context: ToolContext) throws(ToolError) -> String
}

/// What tools may know of the run.
struct ToolContext: Sendable {
    var environment: Environment
    /// The conversation's path; nil where it has none.
    var conversation: String?
    var embeds: EmbedRules
}

/// Why a tool gave no result, in words for the model.
struct ToolError: Error, Equatable {
    var message: String

    init(_ message: String) {
        self.message = message
    }
}
