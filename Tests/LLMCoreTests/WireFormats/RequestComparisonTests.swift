import Testing

@testable import LLMCore

@Suite struct RequestComparisonTests {
    private let comparison = RequestComparison(ignored: ["a[].b": "a reason", "*.c": "another"])

    @Test func orderAndSpellingOfNumbersDoNotMatter() {
        #expect(comparison.differences(["x": 1.0, "y": [2]], ["y": [2], "x": 1]) == [])
    }

    @Test func whatIsIgnoredDoesNotMatter() {
        #expect(
            comparison.differences(["a": [["b": 1, "c": 2]], "c": 3], ["a": [["b": 2]]]) == [])
    }

    @Test func everythingElseDoes() {
        #expect(
            comparison.differences(
                ["a": [1, 2], "b": 1, "d": ["e": "x"]], ["a": [1], "d": ["e": "y"]])
                == ["a: [1,2], [1]", "b: 1, nothing", #"d.e: "x", "y""#])
    }
}
