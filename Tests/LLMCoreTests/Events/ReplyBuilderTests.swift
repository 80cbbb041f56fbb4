import TestSupport
import Testing

@testable import LLMCore

@Suite struct ReplyBuilderTests {
    private func built(_ events: [StreamEvent]) -> ReplyBuilder {
        var builder = ReplyBuilder()
        for event in events { builder.add(event) }
        return builder
    }

    private func parts(_ events: StreamEvent...) -> [Part] { built(events).message.parts }

    private let block = ProviderBlock(wireFormat: .openAIChat, value: ["signature": "s"])
    private let call = ToolCall(id: "call_1", name: "weather", arguments: "{}")

    @Test func nothingIsAnAssistantMessageWithoutParts() {
        #expect(built([]).message == Message(role: .assistant, parts: []))
        #expect(built([]).finishReason == nil)
    }

    @Test func textInARowIsOnePart() {
        #expect(parts(.text("a"), .text("b"), .text("c")) == [.text("abc")])
    }

    @Test func aRefusalIsTextAndIsToldApart() {
        let builder = built([.text("I "), .refusal("will "), .refusal("not")])
        #expect(builder.message.parts == [.text("I will not")])
        #expect(builder.refusal == "will not")
    }

    @Test func aBlockJoinsTheReasoningBeforeIt() {
        #expect(
            parts(.reasoning("a"), .reasoning("b"), .block(block), .text("t"))
                == [.reasoning(Reasoning(text: "ab", block: block)), .text("t")])
    }

    @Test func reasoningAfterABlockIsAPartOfItsOwn() {
        #expect(
            parts(.reasoning("a"), .block(block), .reasoning("b"), .block(block), .block(block))
                == [
                    .reasoning(Reasoning(text: "a", block: block)),
                    .reasoning(Reasoning(text: "b", block: block)),
                    .reasoning(Reasoning(text: "", block: block)),
                ])
    }

    @Test func aBlockAfterTextStandsAlone() {
        #expect(
            parts(.reasoning("a"), .text("t"), .block(block))
                == [
                    .reasoning(Reasoning(text: "a")), .text("t"),
                    .reasoning(Reasoning(text: "", block: block)),
                ])
    }

    @Test func partsStayInTheOrderTheyCame() {
        #expect(
            parts(.text("a"), .toolCall(call), .text("b"), .toolCall(call))
                == [.text("a"), .toolCall(call), .text("b"), .toolCall(call)])
    }

    @Test func whatIsNoContentIsKeptBesideTheMessage() {
        let retry = Retry(
            attempt: 2, maxAttempts: 3, delay: 5, error: .cancelled, provider: "p", model: "m",
            isFallback: false)
        let usage = Usage(inputTokens: 1, outputTokens: 2)
        let builder = built([.retry(retry), .text("a"), .usage(usage), .finish(.length)])
        #expect(builder.message.parts == [.text("a")])
        #expect(builder.retries == [retry])
        #expect(builder.usage == usage)
        #expect(builder.finishReason == .length)
    }

    // MARK: Properties

    /// However a reply is cut into pieces, and when its parts are given out as events again, the
    /// message is the same.
    @Test func theMessageDoesNotDependOnTheCuts() {
        for seed in Seeds(cases: 300) {
            var random = SeededGenerator(seed: seed)
            let message = randomMessage(&random)
            for _ in 0..<4 {
                let events = message.parts.flatMap { cutEvents(of: $0, &random) }
                #expect(built(events).message == message, "CHATMD_SEED=\(seed)")
            }
        }
    }

    private func randomMessage(_ random: inout SeededGenerator) -> Message {
        var message = Message(role: .assistant, parts: [])
        for number in 0..<Int.random(in: 0...8, using: &random) {
            let text = String(repeating: "aé€😀", count: Int.random(in: 1...3, using: &random))
            let block = ProviderBlock(wireFormat: .openAIChat, value: JSONValue(number))
            let part: Part =
                switch Int.random(in: 0..<5, using: &random) {
                case 0: .text(text)
                case 1: .reasoning(Reasoning(text: text))
                case 2: .reasoning(Reasoning(text: text, block: block))
                case 3: .reasoning(Reasoning(text: "", block: block))
                default: .toolCall(ToolCall(id: "\(number)", name: "t", arguments: text))
                }
            switch (message.parts.last, part) {
            case (.text, .text): continue  // would be one part
            case (.reasoning(let open), .reasoning) where open.block == nil: continue
            default: message.parts.append(part)
            }
        }
        return message
    }

    private func cutEvents(of part: Part, _ random: inout SeededGenerator) -> [StreamEvent] {
        switch part {
        case .text(let text): return cut(text, &random).map(StreamEvent.text)
        case .reasoning(let reasoning):
            return cut(reasoning.text, &random).map(StreamEvent.reasoning)
                + (reasoning.block.map { [.block($0)] } ?? [])
        case .toolCall(let call): return [.toolCall(call)]
        case .attachment, .toolResult: return []
        }
    }

    private func cut(_ text: String, _ random: inout SeededGenerator) -> [String] {
        var cuts: [String] = []
        var rest = text[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...4, using: &random))
            cuts.append(String(piece))
            rest = rest.dropFirst(piece.count)
        }
        return cuts
    }
}
