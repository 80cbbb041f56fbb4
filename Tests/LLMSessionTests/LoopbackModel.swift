import LLMSession
import TestSupport

extension ModelTarget {
    /// A model at a server on this machine.
    static func at(_ server: LoopbackServer, _ model: String = "m-1", key: String? = nil)
        throws -> ModelTarget
    {
        var provider = Provider(id: "own", baseURL: server.baseURL, keyVariable: "OWN_KEY")
        provider.requiresKey = false
        return ModelTarget(
            provider: provider, model: model, key: try key.map { try Secret($0) })
    }
}

extension ChatSession {
    /// A session that asks once, so that a failure is one at once.
    convenience init(at server: LoopbackServer, messages: [Message] = []) throws {
        var settings = ChatSettings(try .at(server))
        settings.retryPolicy = .never
        self.init(settings, messages: messages)
    }
}

extension LoopbackServer {
    /// The bodies of the requests so far, as JSON.
    var bodies: [JSONValue] {
        get throws { try requests.map { try JSONParser.parse($0.body) } }
    }
}

extension JSONValue {
    /// `role: content` of each message of a request in the OpenAI format.
    var conversation: [String] {
        (self["messages"]?.array ?? []).map {
            "\($0["role"]?.string ?? ""): \($0["content"]?.string ?? "")"
        }
    }
}

extension LoopbackConnection {
    /// A whole streamed reply that calls tools, `call_0` and so on.
    func respondWithCalls(_ calls: [(name: String, arguments: String)]) {
        beginEvents()
        for (index, call) in calls.enumerated() {
            let function: JSONValue = [
                "name": .string(call.name), "arguments": .string(call.arguments),
            ]
            let delta: JSONValue = [
                "tool_calls": [
                    [
                        "index": JSONValue(index), "id": .string("call_\(index)"),
                        "type": "function", "function": function,
                    ]
                ]
            ]
            writeEvent(["choices": [["index": 0, "delta": delta]]])
        }
        writeEvent(["choices": [["index": 0, "delta": [:], "finish_reason": "tool_calls"]]])
        writeEvent(["choices": [], "usage": ["prompt_tokens": 10, "completion_tokens": 2]])
        writeEvent("[DONE]")
        endChunks()
    }

    private func writeEvent(_ json: JSONValue) {
        writeEvent(String(decoding: JSONWriter.bytes(of: json), as: UTF8.self))
    }
}
