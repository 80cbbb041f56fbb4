import LLMCore
import MarkdownHistory

/// The calls of a foreign conversation and their results, with ids that no two calls share.
struct ImportedCalls {
    /// A call that a result may belong to.
    private struct Call {
        /// As the message has it.
        var foreignID: String?
        var foreignName: String
        /// As the file has it: no two calls share an id there.
        var id: String
        var name: String
    }

    private var ids = ReducedNames()
    private var tools = ReducedNames()
    /// The calls of the last assistant's message that still wait for a result.
    private var open: [Call] = []
    /// The last call of each id.
    private var last: [String: Call] = [:]
    /// How many calls have come without an id.
    private var unnamed = 0

    /// A new message of the assistant: what waited waits no longer.
    mutating func beginMessage() { open = [] }

    mutating func call(_ name: String, id: String?, arguments: String) -> FencedBlock {
        if id == nil { unnamed += 1 }
        let call = Call(
            foreignID: id, foreignName: name,
            id: ids.unused(id ?? "call:\(name):\(unnamed)"), name: tools.reduced(name)
        )
        open.append(call)
        last[id ?? call.id] = call
        return ToolRecord(.call, name: call.name, id: call.id, content: arguments).block
    }

    mutating func result(
        _ text: String, id: String?, name: String?, isError: Bool = false
    ) -> FencedBlock {
        let call = call(answeredBy: id, name)
        return ToolRecord(
            .result, name: call?.name ?? tools.reduced(name ?? "tool"),
            id: call?.id ?? ids.unused(id ?? "call"), content: text, isError: isError
        ).block
    }

    /// The first call that waits for such a result, so that calls of one id keep each its own; else
    /// the last one of that id.
    private mutating func call(answeredBy id: String?, _ name: String?) -> Call? {
        let index = open.firstIndex {
            id != nil ? $0.foreignID == id : $0.foreignName == name
        }
        if let index { return open.remove(at: index) }
        return id.flatMap { last[$0] }
    }
}

extension ImportedCalls {
    /// The calls of a message in OpenAI's format; what is none stays in the message.
    mutating func blocks(calledBy message: inout JSONObject) -> [FencedBlock] {
        beginMessage()
        var blocks: [FencedBlock] = []
        if let calls = message["tool_calls"]?.array {
            var others: [JSONValue] = []
            for call in calls {
                if let function = call["function"],
                    let block = block(calling: function, id: call["id"]?.string)
                {
                    blocks.append(block)
                } else {
                    others.append(call)
                }
            }
            message["tool_calls"] = others.isEmpty ? nil : .array(others)
        }
        if let function = message["function_call"], let block = block(calling: function, id: nil) {
            message["function_call"] = nil
            blocks.append(block)
        }
        return blocks
    }

    private mutating func block(calling function: JSONValue, id: String?) -> FencedBlock? {
        guard let name = function["name"]?.string, let arguments = function["arguments"] else {
            return nil
        }
        let content =
            arguments.string ?? String(decoding: JSONWriter.bytes(of: arguments), as: UTF8.self)
        return call(name, id: id, arguments: content)
    }
}
