import Testing

@testable import LLMCore

@Suite struct TokenEstimateTests {
    @Test func nothingIsNoToken() {
        #expect(TokenEstimate.tokens(in: "") == 0)
    }

    @Test(arguments: [("a", 1), ("abcd", 1), ("abcde", 2), ("Hello, world!", 4)])
    func fourASCIIBytesAreAToken(_ text: String, _ count: Int) {
        #expect(TokenEstimate.tokens(in: text) == count)
    }

    @Test func aChineseCharacterIsAToken() {
        #expect(TokenEstimate.tokens(in: "你好世界") == 4)
    }

    @Test func asciiAndTheRestAreCountedApart() {
        #expect(TokenEstimate.tokens(in: "abcd你好") == 3)
    }

    @Test func everyMessageCostsFourMore() {
        let messages = [Message(role: .user, text: "abcd"), Message(role: .assistant, text: "")]
        #expect(TokenEstimate.tokens(in: messages) == 9)
    }
}
