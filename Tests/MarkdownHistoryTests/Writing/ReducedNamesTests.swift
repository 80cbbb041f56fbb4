import MarkdownHistory
import Testing

@Suite struct ReducedNamesTests {
    @Test func onlyHarmlessCharactersStay() {
        var names = ReducedNames()
        #expect(names.reduced("call_9f2") == "call_9f2")
        #expect(names.reduced("a b`\n) ===c./:@+-") == "abc./:@+-")
    }

    @Test func theSameNameGivesTheSameResult() {
        var names = ReducedNames()
        #expect(names.reduced("é") == "call")
        #expect(names.reduced("é") == "call")
    }

    @Test func differentNamesStayDifferent() {
        var names = ReducedNames(fallback: "user")
        #expect(names.reduced("Zoë") == "Zo")
        #expect(names.reduced("Zo") == "Zo-2")
        #expect(names.reduced("Zo-2") == "Zo-2-2")
        #expect(names.reduced("日本") == "user")
        #expect(names.reduced("中国") == "user-2")
    }

    @Test func aResultHasAtMost64Bytes() {
        var names = ReducedNames()
        let long = String(repeating: "x", count: 64)
        #expect(names.reduced(long + "a") == long)
        #expect(names.reduced(long + "b") == String(repeating: "x", count: 62) + "-2")
    }
}
