import Testing

@testable import LLMCore

/// What the client tells of its requests, over a transport that answers from memory.
@Suite struct LoggerTests {
    private static let key = "sk-Test-0123456789abcdef"

    private final class Entries {
        var all: [LogEntry] = []
        var messages: [String] { all.map(\.message) }
        func first(_ message: String) -> JSONObject? {
            all.first { $0.message == message }?.fields
        }
    }

    private let entries = Entries()
    private let chat = ChatRequest(model: "grok-3", messages: [Message(role: .user, text: "hi")])

    private func client(_ level: LogLevel, _ answers: ScriptedTransport) -> LLMClient {
        let client = LLMClient(
            transport: answers, retryPolicy: RetryPolicy(maxRetries: 1), chance: { 0 })
        client.logger = Logger(level: level) { [entries] in entries.all.append($0) }
        return client
    }

    private func read(_ client: LLMClient, _ request: ChatRequest? = nil) throws {
        var provider = BuiltInProviders.xAI
        provider.baseURL += "?api_key=query-secret-1&team=docs"
        let reply = client.reply(
            to: request ?? chat, from: provider, key: try Secret(Self.key),
            fallback: [ModelTarget(provider: BuiltInProviders.echo, model: "echo", key: nil)])
        while try reply.next() != nil {}
    }

    @Test func aReplyIsARequestAResponseAndAnEnd() throws {
        try read(client(.info, ScriptedTransport(.reply("Yo"))))
        #expect(entries.messages == ["request", "response", "done"])
        #expect(entries.all.allSatisfy { $0.level == .info })
        let request = try #require(entries.first("request"))
        #expect(request["provider"] == "xai")
        #expect(request["model"] == "grok-3")
        #expect(request["method"] == "POST")
        #expect(
            request["url"]
                == "https://api.x.ai/v1/chat/completions?api_key=[redacted]&team=docs")
        #expect(try #require(request["bytes"]?.int) > 10)
        #expect(entries.first("response")?["status"] == 200)
        #expect(entries.first("done")?["finish_reason"] == "stop")
        #expect(entries.first("done")?["ms"] == 0)
    }

    @Test func aRetryIsAWarningWithItsReason() throws {
        let headers: HTTPHeaders = ["retry-after-ms": "250", "x-request-id": "req-1"]
        try read(client(.info, ScriptedTransport(.error(503, headers: headers), .reply("Yo"))))
        #expect(
            entries.messages == ["request", "response", "retry", "request", "response", "done"])
        #expect(entries.first("response")?["request_id"] == "req-1")
        #expect(entries.all[2].level == .warn)
        #expect(
            entries.all[2].fields == [
                "provider": "xai", "model": "grok-3", "attempt": 2, "max_attempts": 2,
                "delay_ms": 500, "code": "overloaded", "status": 503, "reason": "status 503",
                "request_id": "req-1",
            ])
    }

    @Test func aFallbackNamesTheNextModel() throws {
        try read(client(.info, ScriptedTransport(.error(404))))
        #expect(entries.messages == ["request", "response", "fallback", "done"])
        #expect(entries.all[2].level == .warn)
        #expect(entries.first("fallback")?["model"] == "echo")
        #expect(entries.first("done")?["provider"] == "echo")
    }

    @Test func aFailureIsAnError() throws {
        let client = client(.warn, ScriptedTransport(.error(401)))
        #expect(throws: LLMError.self) { try read(client) }
        #expect(entries.messages == ["failed"])
        #expect(entries.all[0].level == .error)
        #expect(entries.first("failed")?["code"] == "authentication")
        #expect(entries.first("failed")?["status"] == 401)
    }

    @Test func aCancelIsNoFailure() throws {
        let client = client(.info, ScriptedTransport(.failure(.cancelled)))
        #expect(throws: LLMError.self) { try read(client) }
        #expect(entries.messages == ["request", "cancelled"])
        #expect(entries.all[1].level == .info)
    }

    @Test func bodiesAndHeadersAreForDebuggingOnly() throws {
        try read(client(.debug, ScriptedTransport(.reply("Yo"))))
        #expect(
            entries.messages == [
                "request", "request headers", "request body", "response", "response headers",
                "response body", "done",
            ])
        #expect(entries.first("request body")?["body"]?.string?.contains(#""hi""#) == true)
        #expect(entries.first("request headers")?["Authorization"] == "Bearer [redacted]")
        let body = entries.all.filter { $0.message == "response body" }
            .compactMap { $0.fields["body"]?.string }.joined()
        #expect(body.contains(#""content":"Yo""#))
        #expect(body.hasSuffix("data: [DONE]\n\n"))
    }

    /// Said by the user, by the server in words and headers, cut by the network.
    @Test func noEntryHoldsAKey() throws {
        let key = Self.key
        let stream =
            "data: {\"choices\":[{\"delta\":{\"content\":\"\(key)\"},"
            + "\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"
        let pieces = stream.map { String($0) }
        let request = ChatRequest(
            model: "grok-3", messages: [Message(role: .user, text: "my key is \(key)")])
        let echo: HTTPHeaders = ["x-request-id": key, "x-\(key)": "query-secret-1"]
        let client = client(
            .debug,
            ScriptedTransport(
                .response(503, #"{"error":{"message":"not \#(key)"}}"#, headers: echo),
                .broken(pieces, LLMError(.network, "cut off"))))
        try read(client, request)
        #expect(entries.messages.contains("retry"))
        #expect(entries.messages.last == "done")
        for entry in entries.all {
            #expect(!"\(entry)".lowercased().contains(key.lowercased()))
            #expect(!"\(entry)".contains("query-secret-1"))
        }
    }

    @Test func otherRequestsAreToldOfToo() throws {
        let client = client(
            .info,
            ScriptedTransport(
                .response(200, #"{"data":[{"id":"m"}]}"#, headers: [:]), .error(400)))
        let key = try Secret(Self.key)
        _ = try client.models(of: BuiltInProviders.xAI, key: key)
        #expect(entries.messages == ["request", "response", "done"])
        #expect(entries.first("request")?["method"] == "GET")
        #expect(throws: LLMError.self) {
            _ = try client.embeddings(
                for: EmbeddingRequest(model: "m", inputs: ["x"]), from: BuiltInProviders.openAI,
                key: key)
        }
        #expect(entries.messages.suffix(3) == ["request", "response", "failed"])
    }
}
