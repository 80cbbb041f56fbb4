import LLMSession
import TestSupport
import Testing

/// What a session hands out can be printed, dumped and reflected without showing the key.
@Suite struct SessionSecretTests {
    private static let key = "sk-Test-0123456789abcdef"

    private func expectHidden(_ value: Any, sourceLocation: SourceLocation = #_sourceLocation) {
        var dumped = ""
        dump(value, to: &dumped)
        for text in ["\(value)", String(reflecting: value), dumped] {
            #expect(!text.contains("0123456789"), sourceLocation: sourceLocation)
        }
    }

    /// The server says it wherever it can but in the text.
    private func server(_ status: Int) throws -> LoopbackServer {
        try LoopbackServer { [key = Self.key] _, connection in
            if status != 200 {
                connection.respond(
                    status: status, headers: [("x-request-id", key)],
                    body: #"{"error":{"message":"not \#(key)"}}"#)
                return
            }
            connection.beginEvents(headers: [("x-request-id", key)])
            connection.writeEvent(
                #"{"id":"\#(key)","model":"\#(key)","choices":[{"index":0,"#
                    + #""delta":{"content":"Yo"},"finish_reason":"stop"}]}"#)
            connection.writeEvent("[DONE]")
            connection.endChunks()
        }
    }

    @Test func aSessionAndItsReplyHideIt() async throws {
        let server = try server(200)
        var settings = ChatSettings(try .at(server, key: Self.key))
        settings.keepsBody = true
        let session = ChatSession(settings)
        expectHidden(settings)
        expectHidden(session)
        let stream = session.stream("hi")
        expectHidden(stream)
        for try await event in stream {
            expectHidden(event)
            expectHidden(stream)
        }
        let reply = stream.reply
        expectHidden(reply)
        expectHidden(reply.origin)
        expectHidden(stream)
        expectHidden(session)
        expectHidden(session.settings)
        #expect(reply.text == "Yo")
        #expect(reply.origin.model == "[redacted]")
        #expect(!String(decoding: reply.body ?? [], as: UTF8.self).contains(Self.key))
        #expect(server.requests.first?["authorization"] == "Bearer \(Self.key)")
    }

    @Test func aFailureHidesIt() async throws {
        let server = try server(401)
        var settings = ChatSettings(try .at(server, key: Self.key))
        settings.retryPolicy = .never
        let session = ChatSession(settings)
        let error = await #expect(throws: LLMError.self) { try await session.send("hi") }
        expectHidden(try #require(error))
        expectHidden(session)
        #expect(error?.message == "not [redacted]")
        #expect(server.requests.count == 1)
    }
}
