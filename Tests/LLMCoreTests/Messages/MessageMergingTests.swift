import Testing

@testable import LLMCore

@Suite struct MessageMergingTests {
    @Test func messagesOfOneRoleBecomeOne() {
        let messages = [
            Message(role: .user, text: "a", name: "Ada"),
            Message(role: .user, text: "b", name: "Ada"),
            Message(role: .assistant, text: "c"), Message(role: .user, text: "d", name: "Ada"),
            Message(role: .user, text: "e"),
        ]
        #expect(messages.mergingTurns.map(\.text) == ["a\n\nb", "c", "d\n\ne"])
        #expect(messages.mergingTurns.map(\.name) == ["Ada", nil, nil])
    }

    @Test func resultsOfToolsStaySeparate() {
        let result = Message(
            role: .tool, parts: [.toolResult(ToolResult(callID: "a", name: "b", content: "c"))])
        #expect([result, result].mergingTurns.count == 2)
    }

    @Test func callsAreKeptInOrder() {
        let call = Part.toolCall(ToolCall(id: "a", name: "b", arguments: "{}"))
        let messages = [
            Message(role: .assistant, text: "a"), Message(role: .assistant, parts: [call]),
        ]
        #expect(messages.mergingTurns == [Message(role: .assistant, parts: [.text("a"), call])])
    }
}
