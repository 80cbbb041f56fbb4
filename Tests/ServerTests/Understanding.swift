import LLMCore

/// What a client understood of a reply, in terms that all clients share.
struct Understanding: Equatable, CustomStringConvertible {
    struct Call: Equatable {
        var id, name, arguments: String?
    }

    enum Aspect {
        case text, toolCalls, finishReason, usage, error
    }

    var text = ""
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
        toolCalls = answer["tool_calls"]?.array?.map(Call.init) ?? []
        finishReason = answer["finish_reason"]?.string
        usage = answer["usage"]?.array?.compactMap(\.int)
        error = answer["error"]?.string
    }

    /// In what it differs from what another client understood.
    func differences(from other: Understanding) -> Set<Aspect> {
        if error != nil || other.error != nil { return error == other.error ? [] : [.error] }
        var aspects: Set<Aspect> = []
        if text != other.text { aspects.insert(.text) }
        if toolCalls != other.toolCalls { aspects.insert(.toolCalls) }
        if finishReason != other.finishReason { aspects.insert(.finishReason) }
        if usage != other.usage { aspects.insert(.usage) }
        return aspects
    }

    var description: String {
        if let error { return "error: \(error)" }
        return "\(finishReason ?? "no reason"), \(usage ?? []), \(toolCalls), \(text)"
    }
}

extension Understanding.Call {
    init(_ json: JSONValue) {
        self.init(
            id: json["id"]?.string, name: json["name"]?.string,
            arguments: json["arguments"]?.string)
    }
}
