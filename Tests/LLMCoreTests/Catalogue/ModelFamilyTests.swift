import Testing

@testable import LLMCore

@Suite struct ModelFamilyTests {
    @Test(arguments: [
        ("abc", "abc", true), ("abc", "a*", true), ("abc", "*c", true), ("abc", "*", true),
        ("", "*", true), ("", "", true), ("abc", "", false), ("abc", "a*c", true),
        ("abbc", "a*bc", true), ("abc", "ab", false), ("ab", "abc", false), ("abc", "a*d", false),
        ("a-non-x", "*non*", true), ("non", "*non*", true), ("no", "*non*", false),
        ("aXbXc", "a*X*c", true), ("abcd", "a**d", true),
    ])
    func aStarStandsForAnything(name: String, pattern: String, fits: Bool) {
        #expect(ModelFamily.matches(Array(name.utf8), Array(pattern.utf8)) == fits)
    }

    @Test func aPatternOfManyStarsEndsQuickly() {
        let name = [UInt8](repeating: 97, count: 20_000)
        let pattern = Array(String(repeating: "*a", count: 50).utf8) + [98]
        #expect(!ModelFamily.matches(name, pattern))
    }

    @Test func everyRowCanBeReached() {
        for family in ModelFamily.all {
            for pattern in family.patterns {
                let name = pattern.replacing("*", with: "x")
                let found = ModelFamily.of(name, at: family.vendor)
                #expect(found.patterns == family.patterns, "\(pattern)")
            }
        }
    }
}
