import LLMCore
import TestSupport
import Testing

/// Providers that do not speak OpenAI's protocol, asked by the binary.
@Suite struct WireFormatTests {
    private static let anthropicReply = """
        event: message_start
        data: {"type":"message_start","message":{"id":"msg_1","model":"claude-fixture-1",\
        "usage":{"input_tokens":3,"cache_read_input_tokens":7,"output_tokens":1}}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Salut"}}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}}

        event: message_stop
        data: {"type":"message_stop"}


        """

    private static let geminiReply =
        #"data: {"candidates":[{"content":{"parts":[{"text":"Salut"}]},"finishReason":"STOP"}],"#
        + #""usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":2},"#
        + #""modelVersion":"gemini-fixture-1","responseId":"resp_1"}"# + "\r\n\r\n"

    private func scene(_ provider: String, replying body: String) throws -> Scene {
        var scene = try Scene { _, connection in
            connection.respond(contentType: "text/event-stream", body: body)
        }
        try scene.write(config: "[providers.\(provider)]\nbase_url = \"\(scene.server.baseURL)\"\n")
        scene.environment["ANTHROPIC_API_KEY"] = Scene.key
        scene.environment["GOOGLE_API_KEY"] = Scene.key
        return scene
    }

    @Test func claudeIsAskedForMessages() throws {
        let scene = try scene("anthropic", replying: Self.anthropicReply)
        let outcome = try scene.run(
            "complete", "-", "--format", "ndjson", "-m", "claude-fixture",
            input: .bytes(Array("hi\n")))
        let events = try Events(outcome)
        #expect(events.text == "Salut")
        #expect(events.first("usage")?["input_tokens"] == 10)
        let end = try events.end()
        #expect(end["finish_reason"] == "stop")
        #expect(end["model"] == "claude-fixture-1")
        #expect(end["response_id"] == "msg_1")

        let request = try #require(scene.server.requests.first)
        #expect(request.path == "/v1/messages")
        #expect(request["x-api-key"] == Scene.key)
        #expect(request["authorization"] == nil)
        #expect(request["anthropic-version"] == "2023-06-01")
        scene.expectNoKey(in: outcome)
    }

    @Test func geminiIsAskedForContent() throws {
        let scene = try scene("gemini", replying: Self.geminiReply)
        let outcome = try scene.run(
            "complete", "-", "--format", "ndjson", "-m", "gemini-fixture",
            input: .bytes(Array("hi\n")))
        let events = try Events(outcome)
        #expect(events.text == "Salut")
        #expect(events.first("usage")?["input_tokens"] == 10)
        let end = try events.end()
        #expect(end["finish_reason"] == "stop")
        #expect(end["model"] == "gemini-fixture-1")
        #expect(end["response_id"] == "resp_1")

        let request = try #require(scene.server.requests.first)
        #expect(request.path == "/v1/models/gemini-fixture:streamGenerateContent?alt=sse")
        #expect(request["x-goog-api-key"] == Scene.key)
        #expect(request["authorization"] == nil)
        scene.expectNoKey(in: outcome)
    }
}
