import Testing

@testable import LLMCore

@Suite struct EchoReplyTests {
    private func events(_ messages: [Message]) throws -> [StreamEvent] {
        let client = LLMClient(transport: UnusedTransport())
        let request = ChatRequest(model: "echo", messages: messages)
        let reply = client.reply(to: request, from: BuiltInProviders.echo, key: nil)
        var events: [StreamEvent] = []
        while let event = try reply.next() { events.append(event) }
        return events
    }

    private func text(_ text: String) throws -> String {
        try events([Message(role: .user, text: text)]).reduce(into: "") { text, event in
            if case .text(let piece) = event { text += piece }
        }
    }

    @Test func theLastUserMessageComesBack() throws {
        let messages = [
            Message(role: .user, text: "first"), Message(role: .assistant, text: "no"),
            Message(role: .user, text: "Say hi"),
        ]
        let usage = Usage(inputTokens: TokenEstimate.tokens(in: messages), outputTokens: 2)
        #expect(
            try events(messages) == [.text("Say "), .text("hi"), .usage(usage), .finish(.stop)])
    }

    @Test(arguments: ["", " ", "a", " a b\n\n c\t", "é 😀\r\nx", "one"])
    func everyByteComesBack(_ text: String) throws {
        #expect(try self.text(text) == text)
    }

    @Test func nulBecomesAReplacementCharacter() throws {
        #expect(try text("a\0b") == "a\u{FFFD}b")
    }

    @Test func withoutUserMessageTheReplyIsEmpty() throws {
        #expect(try events([]).last == .finish(.stop))
        #expect(try events([Message(role: .system, text: "x")]).count == 2)
    }

    @Test func noTextIsEmpty() throws {
        #expect(try !events([Message(role: .user, text: "")]).contains(.text("")))
    }
}

/// A transport for what must never reach the network.
final class UnusedTransport: HTTPTransport {
    let now = 0

    func pause(milliseconds: Int) throws(LLMError) {}

    private(set) var count = 0

    func send(_ request: HTTPRequest) throws(LLMError) -> any HTTPExchange {
        count += 1
        throw LLMError(.internal, "the network was used")
    }
}
