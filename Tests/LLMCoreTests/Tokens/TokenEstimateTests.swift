import TestSupport
import Testing

@testable import LLMCore

@Suite struct TokenEstimateTests {
    @Test(arguments: Tokenizer.allCases)
    func nothingIsNoToken(tokenizer: Tokenizer) {
        #expect(TokenEstimate.tokens(in: "", by: tokenizer) == 0)
    }

    /// Texts with what o200k makes of them, and Claude's tokenizer since Opus 4.7.
    @Test(
        arguments: [
            ("The quick brown fox jumps over the lazy dog. ", 10, 18),
            ("Which is longer, the Nile or the Amazon? One line, please. ", 15, 22),
            ("Der schnelle braune Fuchs springt über den faulen Hund. ", 14, 24),
            ("我们今天去公园散步，然后一起吃晚饭。", 13, 21),
            ("func add(_ a: Int, _ b: Int) -> Int { return a + b }\n", 20, 28),
        ] as [(String, Int, Int)])
    func aTextCostsAboutWhatTokenizersSay(_ text: String, _ openAI: Int, _ claude: Int) {
        // Ten times, so that rounding does not count.
        let text = String(repeating: text, count: 10)
        let estimates = [
            (TokenEstimate.tokens(in: text, by: .openAI), openAI * 10),
            (TokenEstimate.tokens(in: text, by: .claude), claude * 10),
        ]
        for (estimate, truth) in estimates {
            #expect(abs(estimate - truth) * 10 <= truth * 3, "\(estimate) for \(truth)")
        }
    }

    @Test func drawnLinesCostLittle() {
        let rule = String(repeating: "=", count: 1000)
        #expect(TokenEstimate.tokens(in: rule, by: .openAI) < 50)
    }

    @Test func indentationCostsLittle() {
        let text = "x" + String(repeating: " ", count: 1000) + "y"
        #expect(TokenEstimate.tokens(in: text, by: .openAI) < 10)
    }

    /// Wherever a text is cut, its parts cost what the whole costs, but for a character or two at the
    /// seam.
    @Test func partsAddUp() {
        let alphabet = Array("aZq9 .-=\n\tüΩж語かंश한ש—😀")
        for seed in Seeds(cases: 20) {
            var random = SeededGenerator(seed: seed)
            let text = (0..<200).map { _ in random.element(of: alphabet) }
            let cut = Int.random(in: 0...text.count, using: &random)
            for tokenizer in Tokenizer.allCases {
                func tokens(_ part: ArraySlice<Character>) -> Int {
                    TokenEstimate.tokens(in: String(part), by: tokenizer)
                }
                let difference = tokens(text[..<cut]) + tokens(text[cut...]) - tokens(text[...])
                #expect(abs(difference) <= 5, "\(random) \(tokenizer)")
            }
        }
    }

    @Test func moreTextNeverCostsLess() {
        var text = ""
        var tokens = 0
        for character in "Straße 12,\n\n  if (x == 1) { жизнь } 語 — 😀 == END" {
            text.append(character)
            let more = TokenEstimate.tokens(in: text)
            #expect(more >= tokens, "\(text)")
            tokens = more
        }
    }

    // MARK: Messages

    @Test func everyMessageCostsFourMore() {
        let messages: [Message] = [.user("abcd"), .assistant("")]
        #expect(TokenEstimate.tokens(in: messages) == TokenEstimate.tokens(in: "abcd") + 8)
    }

    @Test func whateverIsSentCounts() {
        let bare = TokenEstimate.tokens(in: Message(role: .assistant, parts: []))
        func tokens(_ part: Part) -> Int {
            TokenEstimate.tokens(in: Message(role: .assistant, parts: [part])) - bare
        }
        let long = String(repeating: "word ", count: 100)
        let call = ToolCall(id: "1", name: "search", arguments: #"{"text": "\#(long)"}"#)
        #expect(tokens(.toolCall(call)) > 90)
        #expect(tokens(.toolResult(call.result(long))) > 90)
        #expect(tokens(.attachment(Attachment(mediaType: "image/png", content: .data([])))) > 1000)
        let block = ProviderBlock(wireFormat: .anthropic, value: .null)
        #expect(tokens(.reasoning(Reasoning(text: long, block: block))) > 90)
        // It stays behind.
        #expect(tokens(.reasoning(Reasoning(text: long))) == 0)
    }

    @Test func offeredToolsCount() {
        var request = ChatRequest(model: "x", messages: [.user("hi")])
        let before = TokenEstimate.tokens(in: request, by: .other)
        #expect(before == TokenEstimate.tokens(in: request.messages))
        request.tools = [
            Tool(
                name: "weather", description: "The weather at a place",
                parameters: ["type": "object", "properties": ["place": ["type": "string"]]])
        ]
        #expect(TokenEstimate.tokens(in: request, by: .other) > before + 20)
    }
}
