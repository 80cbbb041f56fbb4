import LLMCore
import TestSupport
import Testing

@testable import chatmd

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

private let python: String? =
    ["/usr/bin/python3", "/usr/local/bin/python3", "/opt/homebrew/bin/python3"]
    .first { (path: String) in access(path, X_OK) == 0 }

/// The calculator against Python's fractions and decimals.
@Suite(.enabled(if: python != nil, "needs python3 for a second opinion"))
struct ArithmeticTests {
    @Test func fractionsAgreeWithPython() throws {
        let seed = SeededGenerator()
        var random = seed
        let cases = (0..<1500).map { _ in
            Sum.random(depth: Int.random(in: 1...4, using: &random), &random)
        }
        try compare(cases, seed)
    }

    @Test func functionsAgreeWithPython() throws {
        let seed = SeededGenerator()
        var random = seed
        let cases = (0..<500).map { _ in Sum.randomFunction(&random) }
        try compare(cases, seed)
    }

    private func compare(_ sums: [Sum], _ seed: SeededGenerator) throws {
        let lines = sums.map { sum in
            let result: String
            do throws(ExpressionError) {
                result = try Calculation.value(of: sum.text).text
            } catch {
                result = error.message
            }
            return "\(sum.python)\t\(result)\n"
        }
        let judge = try ChatMDProcess(
            ["-c", Self.judge], executable: try #require(python), environment: [:], folder: "/",
            input: .bytes(Array(lines.joined().utf8)))
        let outcome = try judge.outcome()
        #expect(outcome.errors == "")
        let verdicts = outcome.text.split(separator: "\n")
        #expect(verdicts.count == sums.count)
        for (sum, verdict) in zip(sums, verdicts) where verdict != "ok" {
            Issue.record("\(seed): \(sum.text): \(verdict)")
        }
    }

    /// Reads lines of a Python expression and what the calculator says, and judges each.
    private static let judge = """
        import sys, math
        from fractions import Fraction as F
        from decimal import Decimal as D, getcontext
        sys.set_int_max_str_digits(0) if hasattr(sys, "set_int_max_str_digits") else None
        getcontext().prec, getcontext().Emax, getcontext().Emin = 150, 999999, -999999

        def dec(x): return D(x.numerator) / D(x.denominator)
        def nearest(x): return F(math.floor(abs(x) + F(1, 2))) * (1 if x >= 0 else -1)
        def series(first, step):
            total = term = first; count = 1
            while True:
                term = step(term, count); count += 1
                if total + term == total: return total
                total += term
        def arctan(x):
            times = 1
            while abs(x) > D("0.1"): x, times = x / (1 + (1 + x * x).sqrt()), 2 * times
            total = power = x; count = 1
            while True:
                power = -power * x * x; count += 2
                if total + power / count == total: return total * times
                total += power / count
        pi = 16 * arctan(D(1) / 5) - 4 * arctan(D(1) / 239)
        def turn(x): return dec(x).remainder_near(2 * pi)
        def sine(x):
            x = turn(x); return series(x, lambda t, n: -t * x * x / (2 * n * (2 * n + 1)))
        def cosine(x):
            x = turn(x); return series(D(1), lambda t, n: -t * x * x / (2 * n * (2 * n - 1)))
        functions = {
            "sqrt": lambda x: dec(x).sqrt(), "exp": lambda x: dec(x).exp(),
            "ln": lambda x: dec(x).ln(), "log10": lambda x: dec(x).log10(),
            "cbrt": lambda x: dec(x) ** (D(1) / 3), "sin": sine, "cos": cosine,
            "tan": lambda x: sine(x) / cosine(x), "atan": lambda x: arctan(dec(x)),
        }

        def order(x):
            x = abs(x); guess = len(str(x.numerator)) - len(str(x.denominator))
            return guess if x >= F(10) ** guess else guess - 1
        def ends(n):
            for prime in (2, 5):
                while n % prime == 0: n //= prime
            return n == 1

        for line in sys.stdin:
            source, said = line.rstrip("\\n").split("\\t")
            try: wanted = eval(source)
            except ZeroDivisionError:
                print("ok" if said.startswith("division by zero") else "should be no number"); continue
            try: given = F(said)
            except ValueError:
                print("no number: " + said); continue
            isExact = isinstance(wanted, F) and ends(wanted.denominator)
            wanted = F(wanted)
            if isExact or wanted == 0: isRight = given == wanted
            # Half a unit of the last of forty digits, and the second opinion errs as well.
            else: isRight = abs(given - wanted) <= F(50001, 100000) * F(10) ** (order(wanted) - 39)
            print("ok" if isRight else f"{said} should be {wanted}")
        """
}

/// The same thing to work out, written for the calculator and for Python.
private struct Sum {
    var text: String
    var python: String

    static func random(depth: Int, _ random: inout SeededGenerator) -> Sum {
        if depth == 0 || random.chance(1, in: 10) { return number(&random) }
        let left = Self.random(depth: depth - 1, &random)
        switch random.element(of: "++--**//%%^nfrm".map { String($0) }) {
        case "n": return Sum(text: "(-(\(left.text)))", python: "(-(\(left.python)))")
        case "f":
            return Sum(text: "floor(\(left.text))", python: "F(math.floor(\(left.python)))")
        case "r": return Sum(text: "round(\(left.text))", python: "nearest(\(left.python))")
        case "^":
            let exponent = Int.random(in: -6...6, using: &random)
            return Sum(
                text: "(\(left.text))^(\(exponent))", python: "(\(left.python))**(\(exponent))")
        case "m":
            let right = Self.random(depth: depth - 1, &random)
            return Sum(
                text: "max(\(left.text), \(right.text))",
                python: "max(\(left.python), \(right.python))")
        case let sign:
            let right = Self.random(depth: depth - 1, &random)
            return Sum(
                text: "(\(left.text))\(sign)(\(right.text))",
                python: "((\(left.python))\(sign)(\(right.python)))")
        }
    }

    static func randomFunction(_ random: inout SeededGenerator) -> Sum {
        let name = random.element(of: [
            "sqrt", "exp", "ln", "log10", "cbrt", "sin", "cos", "tan", "atan",
        ])
        // Above zero, and small enough for exp.
        let whole = Int.random(in: 0...(random.chance(1, in: 3) ? 9999 : 3), using: &random)
        let zeros = String(repeating: "0", count: Int.random(in: 0...30, using: &random))
        let text = "\(whole).\(zeros)\(Int.random(in: 1...99_999, using: &random))"
        return Sum(text: "\(name)(\(text))", python: "functions['\(name)'](F('\(text)'))")
    }

    private static func number(_ random: inout SeededGenerator) -> Sum {
        let digits = (0..<Int.random(in: 1...25, using: &random)).map { _ in
            "\(Int.random(in: 0...9, using: &random))"
        }
        var text = digits.joined()
        if random.chance(1, in: 2) {
            text.insert(
                ".", at: text.index(text.startIndex, offsetBy: (digits.count + 1) / 2))
        }
        if random.chance(1, in: 4) { text += "e\(Int.random(in: -30...30, using: &random))" }
        return Sum(text: text, python: "F('\(text)')")
    }
}
