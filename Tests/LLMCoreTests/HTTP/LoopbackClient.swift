import TestSupport

@testable import LLMCore

/// Asks a server on this machine the way a reply is asked for, over libcurl.
struct LoopbackClient {
    var loop = EventLoop()
    var timeouts = HTTPTimeouts()
    var retryPolicy = RetryPolicy.never
    var provider: Provider
    var key = "xai-test-0123456789"
    var request = ChatRequest(model: "grok-3", messages: [Message(role: .user, text: "Hi")])

    init(_ server: LoopbackServer) {
        self.init(baseURL: server.baseURL)
    }

    init(baseURL: String) {
        provider = BuiltInProviders.xAI
        provider.baseURL = baseURL
    }

    func reply() -> ReplyStream {
        let transport = CurlTransport(loop: loop, timeouts: timeouts, userAgent: "chatmd/0")
        return LLMClient(transport: transport, retryPolicy: retryPolicy)
            .reply(to: request, from: provider, key: Self.secret(key))
    }

    private static func secret(_ key: String) -> Secret? {
        try? Secret(key)
    }

    /// All that comes, up to the end or the error.
    func outcome() -> (events: [StreamEvent], error: LLMError?) {
        var events: [StreamEvent] = []
        do throws(LLMError) {
            let reply = reply()
            while let event = try reply.next() { events.append(event) }
            return (events, nil)
        } catch {
            return (events, error)
        }
    }
}
