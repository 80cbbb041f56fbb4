import LLMCore

/// What a client understood of a reply, in terms that all clients share.
struct Understanding: Equatable, CustomStringConvertible {
    struct Call: Equatable {
        var id, name: String?
        /// Their JSON text; or an object from a client that does not tell how they were spelled.
        var arguments: JSONValue?
    }

    enum Aspect {
        case text, reasoning, toolCalls, finishReason, usage, error
    }

    var text = ""
    /// nil for a client that knows of none.
    var reasoning: String?
    var toolCalls: [Call] = []
    /// As in the event protocol.
    var finishReason: String?
    /// Tokens in and out.
    var usage: [Int]?
    /// The provider's words. What else was understood then is not compared.
    var error: String?

    /// chatmd's events.
    init(events: [JSONValue]) {
        for event in events {
            switch event["type"]?.string {
            case "text": text += event["chunk"]?.string ?? ""
            case "reasoning": reasoning = (reasoning ?? "") + (event["text"]?.string ?? "")
            case "tool_call": toolCalls.append(Call(event))
            case "usage":
                usage = [event["input_tokens"], event["output_tokens"]].compactMap(\.?.int)
            case "done": finishReason = event["finish_reason"]?.string
            case "error": error = event["message"]?.string
            default: break
            }
        }
    }

    /// A line of `second_opinion.py`.
    init(client answer: JSONValue) {
        text = answer["text"]?.string ?? ""
        reasoning = answer["reasoning"]?.string
        toolCalls = answer["tool_calls"]?.array?.map(Call.init) ?? []
        finishReason = answer["finish_reason"]?.string
        usage = answer["usage"]?.array?.compactMap(\.int)
        error = answer["error"]?.string
    }

    /// In what chatmd differs from a client.
    func differences(from client: Understanding) -> Set<Aspect> {
        if error != nil || client.error != nil { return error == client.error ? [] : [.error] }
        var aspects: Set<Aspect> = []
        if text != client.text { aspects.insert(.text) }
        if let reasoning = client.reasoning, reasoning != self.reasoning ?? "" {
            aspects.insert(.reasoning)
        }
        if !toolCalls.elementsEqual(client.toolCalls, by: { $0.is($1) }) {
            aspects.insert(.toolCalls)
        }
        if finishReason != client.finishReason { aspects.insert(.finishReason) }
        if usage != client.usage { aspects.insert(.usage) }
        return aspects
    }

    var description: String {
        if let error { return "error: \(error)" }
        let thoughts = reasoning.map { "(\($0)) " } ?? ""
        return "\(finishReason ?? "no reason"), \(usage ?? []), \(toolCalls), \(thoughts)\(text)"
    }
}

extension Understanding.Call {
    /// Whether a client has understood this call of chatmd's. Where it knows no id chatmd made one up.
    func `is`(_ client: Self) -> Bool {
        guard let id, !id.isEmpty, id == client.id ?? id, name == client.name else { return false }
        if client.arguments?.string != nil { return arguments == client.arguments }
        return arguments?.string.flatMap { try? JSONParser.parse($0) } == client.arguments
    }

    init(_ json: JSONValue) {
        self.init(
            id: json["id"]?.string, name: json["name"]?.string, arguments: json["arguments"])
    }
}
