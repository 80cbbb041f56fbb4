import LLMCore
import Spelling

/// A call that may run: its tool, its arguments, and for a program what will be started where.
struct CallPlan {
    let call: ToolCall
    let chosen: ChosenTool
    let arguments: JSONValue
    /// Of a program: itself and its arguments; empty for a tool that is built in.
    let command: [String]
    /// Of a program: where it runs.
    let folder: String?

    /// - Throws: what is wrong with the call, in words for the model.
    init(_ call: ToolCall, among tools: [ChosenTool], _ context: ToolContext) throws(ToolError) {
        let name = call.name
        guard let chosen = tools.first(where: { $0.definition.tool.name == name }) else {
            let names = tools.map(\.definition.tool.name)
            let meant = nearest(to: name, in: names).map { "; did you mean `\($0)`?" }
            throw ToolError(
                "there is no tool `\(name.prefix(100))`"
                    + (meant ?? "; there are \(names.joined(separator: ", "))"))
        }
        self.call = call
        self.chosen = chosen
        guard let arguments = try? JSONParser.parse(Array(call.arguments.utf8)),
            arguments.object != nil
        else { throw ToolError("the arguments of `\(name)` are not a JSON object") }
        self.arguments = arguments
        let violations = JSONSchema(chosen.definition.tool.parameters).violations(of: arguments)
        guard violations.isEmpty else {
            throw ToolError(
                "the arguments of `\(name)` do not fit its schema: "
                    + violations.prefix(5).map(\.description).joined(separator: "; "))
        }
        guard case .command(let tool) = chosen.definition.action else {
            command = []
            folder = nil
            return
        }
        command = tool.command
        folder = try tool.workingFolder(context)
    }
}

extension CommandTool {
    /// Absolute; the conversation's folder where the configuration names none.
    fileprivate func workingFolder(_ context: ToolContext) throws(ToolError) -> String {
        var path = folder ?? context.conversation.map(WorkTree.folder) ?? "."
        if path == "~" || path.hasPrefix("~/"), let home = context.environment["HOME"] {
            path = home + path.dropFirst()
        }
        guard let resolved = WorkTree.resolved(path) else {
            throw ToolError("the tool's folder does not exist")
        }
        return resolved
    }
}
