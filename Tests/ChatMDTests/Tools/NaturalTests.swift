import TestSupport
import Testing

@testable import chatmd

@Suite struct NaturalTests {
    private func number(_ text: String) -> Natural { Natural(digits: text.utf8) }

    /// Digits that make carries and borrows: many nines and zeros.
    private func random(_ generator: inout SeededGenerator) -> Natural {
        let count = Int.random(in: 1...60, using: &generator)
        return number(
            (0..<count).map { _ in
                generator.chance(1, in: 2)
                    ? generator.element(of: ["0", "9", "000000000", "999999999", "1"])
                    : "\(Int.random(in: 0...9, using: &generator))"
            }.joined())
    }

    @Test func digitsAreReadAndWritten() {
        for text in ["0", "7", "999999999", "1000000000", "1000000000000000000000000001"] {
            #expect(number(text).description == text)
            #expect(number("000" + text).description == text)
        }
        #expect(number("123456789012").digitCount == 12)
        #expect(Natural.zero.digitCount == 0)
    }

    @Test func divisionUndoesMultiplication() {
        for seed in Seeds(cases: 3000) {
            var generator = SeededGenerator(seed: seed)
            let (quotient, divisor) = (random(&generator), random(&generator))
            if divisor.isZero { continue }
            let rest = random(&generator).quotientAndRemainder(dividingBy: divisor).remainder
            #expect(rest < divisor, "CHATMD_SEED=\(seed)")
            let (back, left) = (quotient * divisor + rest)
                .quotientAndRemainder(dividingBy: divisor)
            #expect(back == quotient && left == rest, "CHATMD_SEED=\(seed)")
        }
    }

    @Test func subtractionUndoesAddition() {
        for seed in Seeds(cases: 2000) {
            var generator = SeededGenerator(seed: seed)
            let (one, other) = (random(&generator), random(&generator))
            #expect(one + other - other == one, "CHATMD_SEED=\(seed)")
            #expect(one + other == other + one, "CHATMD_SEED=\(seed)")
        }
    }

    @Test func multiplicationIsDistributive() {
        for seed in Seeds(cases: 2000) {
            var generator = SeededGenerator(seed: seed)
            let (a, b, c) = (random(&generator), random(&generator), random(&generator))
            #expect(a * (b + c) == a * b + a * c, "CHATMD_SEED=\(seed)")
        }
    }

    @Test func aRootIsTheGreatestWhosePowerFits() {
        for seed in Seeds(cases: 300) {
            var generator = SeededGenerator(seed: seed)
            let radicand = random(&generator)
            let degree = Int.random(in: 1...7, using: &generator)
            let root = radicand.root(degree)
            #expect(root.power(degree) <= radicand, "CHATMD_SEED=\(seed)")
            #expect((root + .one).power(degree) > radicand, "CHATMD_SEED=\(seed)")
        }
    }

    @Test func shiftsMultiplyAndDivideByPowersOfTen() {
        #expect(
            number("12").shifted(by: 20).description == "12" + String(repeating: "0", count: 20))
        #expect(number("123456789012345").shifted(by: -10).description == "12345")
        #expect(number("123").shifted(by: -3) == .zero)
        #expect(Natural.zero.shifted(by: 5) == .zero)
    }
}
