import Spelling
import Testing

@Suite struct NearestWordTests {
    private let keys = [
        "model", "provider", "system", "temperature", "top_p", "max_tokens", "seed",
    ]

    @Test(arguments: [
        ("temprature", "temperature"), ("temperatur", "temperature"), ("modle", "model"),
        ("max-tokens", "max_tokens"), ("MaxTokens", "max_tokens"), ("Seed", "seed"),
        ("topp", "top_p"),
    ])
    func slipOfTheFingerIsFound(word: String, meant: String) {
        #expect(nearest(to: word, in: keys) == meant)
    }

    @Test(arguments: ["", "x", "banana", "topology", String(repeating: "model", count: 1000)])
    func whatIsFarFromEverythingIsNotFound(word: String) {
        #expect(nearest(to: word, in: keys) == nil)
    }

    @Test func firstOfEquallyNearWins() {
        #expect(nearest(to: "cat", in: ["car", "bat"]) == "car")
    }

    @Test func nearerWinsOverFirst() {
        #expect(nearest(to: "gpt-4o", in: ["gpt-4", "gpt-4o-", "gpt-4O"]) == "gpt-4O")
    }
}
