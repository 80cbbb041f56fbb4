import LLMSession
import Testing

@Suite struct ChatSessionTests {
    @Test func echo() async throws {
        let session = try ChatSession("echo")
        let reply = try await session.send("one two")
        #expect(reply.text == "one two")
        #expect(session.messages.count == 2)
    }
}
