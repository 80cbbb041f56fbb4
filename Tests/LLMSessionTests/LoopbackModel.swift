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
