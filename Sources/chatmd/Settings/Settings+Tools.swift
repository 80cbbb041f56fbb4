import LLMCore

extension Settings {
    /// Chooses the tools of the run, as far as the model calls any.
    ///
    /// - Throws: where the conversation or the command line wants what cannot be had.
    mutating func chooseTools(
        _ configuration: Configuration, conversation: String?
    ) throws(Failure) {
        let selection = try ToolSelection(stack, configuration, conversation: conversation)
        warnings += selection.warnings
        guard !selection.tools.isEmpty else { return }
        var request = ChatRequest(
            model: model, messages: [], tools: selection.tools.map(\.definition.tool),
            toolChoice: selection.choice, options: options)
        request.options.parallelToolCalls = stack.value(\.options.parallelToolCalls)
        for refusal in request.refusals(at: provider) {
            // Without tools there is nothing to choose among either.
            try leaveOut(refusal, of: &request, isSilent: request.tools.isEmpty)
        }
        guard !request.tools.isEmpty else { return }
        tools = selection.tools
        toolChoice = request.toolChoice
        options = request.options
    }
}
