import LLMCore
import Testing

@testable import chatmd

@Suite struct CalculatorTests {
    private func value(_ expression: String) throws -> String {
        try BuiltInTool.calculator.run(["expression": .string(expression)], .nowhere)
    }

    private func message(_ expression: String) -> String? {
        #expect(throws: ToolError.self) { try value(expression) }?.message
    }

    // MARK: Numbers

    @Test(arguments: [
        ("2923 + 20839", "23762"), ("0.1 + 0.2", "0.3"), ("7 - 10", "-3"), ("6 * 7", "42"),
        ("1/8", "0.125"),
        ("2^200", "1606938044258990275541962092341162602522202993782792835301376"),
        ("12345678901234567890 * 98765432109876543210", "1219326311370217952237463801111263526900"),
        ("2^-100", "7.888609052210118054117285652827862296732064351090230047702789306640625e-31"),
        ("20!", "2432902008176640000"), ("0!", "1"), ("100! / 98!", "9900"), ("3!!", "720"),
        ("-3!", "-6"),
        ("1.05^30", "4.321942375150662009157288198886473341473378241062164306640625"),
        ("10^9000 / 10^8999", "10"), ("1/3 * 3", "1"), ("1/3 + 1/6", "0.5"),
    ])
    func wholeNumbersAndDecimalsAreExact(expression: String, result: String) throws {
        #expect(try value(expression) == result)
    }

    @Test(arguments: [
        ("1/3", "0.3333333333333333333333333333333333333333"),
        ("2/3", "0.6666666666666666666666666666666666666667"),
        ("-2/3", "-0.6666666666666666666666666666666666666667"),
        ("10^50/3", "3.333333333333333333333333333333333333333e49"),
        ("1/7/10^30", "1.428571428571428571428571428571428571429e-31"),
        ("sqrt(2)", "1.41421356237309504880168872420969807857"),
        ("pi", "3.141592653589793238462643383279502884197"),
        ("e", "2.718281828459045235360287471352662497757"),
        ("exp(1000)", "1.970071114017046993888879352243323125317e434"),
        ("1.0001^36500", "38.46764553115054240248526472571687938622"),
    ])
    func whatHasNoEndIsShownToFortyDigits(expression: String, result: String) throws {
        #expect(try value(expression) == result)
    }

    @Test(arguments: [
        ("1_000_000 * 3", "3000000"), ("1e6", "1000000"), ("2.5E-3", "0.0025"), (".5 + .5", "1"),
        ("5.", "5"), ("1e-30", "1e-30"), ("12.50", "12.5"), ("007", "7"), ("1e+2", "100"),
        ("0.00000000000000000001", "0.00000000000000000001"), ("0e5", "0"), ("-0", "0"),
    ])
    func numbersAreReadAndWritten(text: String, result: String) throws {
        #expect(try value(text) == result)
    }

    // MARK: Operators

    @Test(arguments: [
        ("2 + 3 * 4", "14"), ("(2 + 3) * 4", "20"), ("2 - 3 - 4", "-5"), ("24 / 4 / 2", "3"),
        ("2^3^2", "512"), ("-2^2", "-4"), ("2^-3", "0.125"), ("2 * -3", "-6"), ("--3", "3"),
        ("+3", "3"), ("2**10", "1024"), ("2 × 3 ÷ 4 − 1", "0.5"), ("2·π/π", "2"), ("2^3!", "64"),
        ("(-2)^3", "-8"), ("0^0", "1"), ("(-1)^(10^30 + 1)", "-1"),
    ])
    func operatorsBindAsInMathematics(expression: String, result: String) throws {
        #expect(try value(expression) == result)
    }

    @Test(arguments: [
        ("10 % 3", "1"), ("-7 % 3", "2"), ("7 % -3", nil), ("7.5 % 2", "1.5"), ("mod(-7, 3)", "2"),
        ("mod(7, -3)", "-2"), ("7 % (-3)", "-2"),
    ])
    func theRemainderHasTheSignOfTheDivisor(expression: String, result: String?) throws {
        guard let result else {
            _ = message(expression)
            return
        }
        #expect(try value(expression) == result)
    }

    @Test(arguments: ["15%", "200 * 15%", "15% + 3", "(15%)", "15% * 200"])
    func aPercentageIsNotTakenForARemainder(expression: String) throws {
        let said = try #require(message(expression))
        #expect(said.contains("is the remainder of a division and needs a number after it"))
        #expect(said.contains("a percentage is written 15/100"))
    }

    // MARK: Functions

    @Test(arguments: [
        ("sqrt(16/9) * 3", "4"), ("cbrt(-27)", "-3"), ("pow(2, 10)", "1024"), ("4^0.5", "2"),
        ("8^(1/3)", "2"), ("4^-1.5", "0.125"), ("log10(1000)", "3"), ("log2(8)", "3"),
        ("log(8, 2)", "3"), ("log10(0.001)", "-3"), ("floor(log10(1000))", "3"), ("ln(1)", "0"),
        ("exp(0)", "1"), ("abs(-3.5)", "3.5"), ("floor(-1.5)", "-2"), ("ceil(-1.5)", "-1"),
        ("ceil(1.2)", "2"), ("round(2.5)", "3"), ("round(-2.5)", "-3"),
        ("round(3.14159, 2)", "3.14"), ("round(1234, -2)", "1200"), ("min(3, 1, 2)", "1"),
        ("max(3, 1, 2)", "3"), ("gcd(12, 18)", "6"), ("gcd(0, 5)", "5"), ("gcd(12, -18, 8)", "2"),
        ("lcm(4, 6, 10)", "60"), ("lcm(3, 0)", "0"), ("atan2(0, 1)", "0"), ("SQRT(4)", "2"),
    ])
    func functionsAreExactWhereTheyCanBe(expression: String, result: String) throws {
        #expect(try value(expression) == result)
    }

    /// Ten digits more are computed than are shown, and errors in those vanish.
    @Test(arguments: [
        ("sqrt(2)^2", "2"), ("sqrt(2)^2 - 2", "0"), ("sin(pi)", "0"), ("cos(pi/2)", "0"),
        ("tan(pi/4)", "1"), ("exp(log(5))", "5"), ("sin(1)^2 + cos(1)^2", "1"),
        ("log10(2) + log10(5)", "1"), ("acos(-1) - pi", "0"), ("asin(1)*2/pi", "1"),
        ("4*atan(1) - pi", "0"), ("atan2(1, -1)/pi", "0.75"), ("atan2(-1, -1)/pi", "-0.75"),
        ("atan2(-2, 0)/pi", "-0.5"), ("sqrt(2)^100", "1125899906842624"),
    ])
    func errorsOfRoundingDoNotShow(expression: String, result: String) throws {
        #expect(try value(expression) == result)
    }

    // MARK: What is wrong

    @Test(arguments: [
        ("1/0", "division by zero at 2"), ("5 % 0", "division by zero at 3"),
        ("0^-1", "division by zero at 2"), ("mod(1, 0)", "division by zero at 1"),
        ("(2+3))*4", "unexpected ) at 6"), ("2 3", "unexpected 3 at 3"),
        ("2(3)", "unexpected ( at 2"), ("1.1.1", "unexpected .1 at 4"),
        ("2 $ 3", "unexpected $ at 3"), ("* 2", "unexpected * at 1"), (".", "unexpected . at 1"),
        ("2e", "unexpected e at 2"), ("1_000_", "unexpected _ at 6"),
        ("(2+3", "the expression ends too early, at 5"),
        ("2+", "the expression ends too early, at 3"),
        ("", "`expression` is missing"), (" ", "the expression ends too early, at 2"),
        ("1,000", "unexpected , at 2; thousands are written 1_000"),
        ("sqr(3)", "unknown name sqr at 1; did you mean sqrt?"),
        ("sqrt(3, 4)", "sqrt takes 1 argument, not 2, at 1"),
        ("1 + gcd(3)", "gcd takes 2 to 100 arguments, not 1, at 5"),
        ("log()", "log takes 1 to 2 arguments, not 0, at 1"),
        ("sqrt 4", "sqrt needs its arguments in brackets, at 6"),
        ("sqrt(-1)", "sqrt of a negative number at 1"),
        ("(-8)^(1/3)", "a power of a negative number by a fraction at 5"),
        ("log(0)", "log of a number that is not above zero at 1"),
        ("log(3, 1)", "log to the base 1 at 1"),
        ("acos(2)", "acos takes a number from -1 to 1 at 1"),
        ("tan(pi/2)", "tan has no value there at 1"),
        ("2.5!", "a factorial takes a whole number from 0 on at 4"),
        ("(-1)!", "a factorial takes a whole number from 0 on at 5"),
        ("gcd(1.5, 2)", "gcd takes whole numbers at 1"),
        ("sin(1e60)", "sin of an angle that is too large at 1"),
        ("__import__('os')", "unexpected _ at 1"), ("1\u{301}", "unexpected 1\u{301} at 1"),
    ])
    func anErrorSaysWhatIsWrongAndWhere(expression: String, error: String) {
        #expect(message(expression) == error)
    }

    @Test func anUnknownNameIsAnsweredWithTheKnownOnes() throws {
        let said = try #require(message("system(1)"))
        #expect(said.hasPrefix("unknown name system at 1; there are sqrt, cbrt, "))
        #expect(said.hasSuffix(", gcd, lcm, pi and e"))
    }

    @Test func theDescriptionNamesEveryFunction() {
        let words = BuiltInTool.calculator.tool.description
            .split { !$0.isLetter && !$0.isNumber }.map(String.init)
        for function in CalculatorFunction.all {
            #expect(words.contains(function.name), "\(function.name)")
        }
    }

    @Test(arguments: [
        ("9^9^9", "the result has more than 10000 digits at 2"),
        ("1000000!", "the result has more than 10000 digits at 8"),
        ("1e9999 * 10", "the result has more than 10000 digits at 8"),
        ("exp(100000)", "the result has more than 10000 digits at 1"),
        ("1e-9999 / 1e5", "the result has more than 10000 digits at 9"),
        ("2^(10^40)", "the result has more than 10000 digits at 2"),
        ("1e10001", "a number has more than 10000 digits at 1"),
        ("1e99999999999999999999", "a number has more than 10000 digits at 1"),
    ])
    func whatIsTooLargeIsRefused(expression: String, error: String) {
        #expect(message(expression) == error)
    }

    @Test func whatTakesTooLongIsRefused() {
        let expressions = [
            [String](repeating: "gcd(9^9999, 8^9999)", count: 40).joined(separator: "+"),
            [String](repeating: "sin(1)", count: 300).joined(separator: "+"),
            [String](repeating: "3000!", count: 100).joined(separator: "+"),
            [String](repeating: "7^0.9", count: 300).joined(separator: "+"),
        ]
        for expression in expressions {
            #expect(message(expression) == "the expression takes too long")
        }
    }

    @Test func longAndDeepExpressionsAreRefused() {
        let brackets = String(repeating: "(", count: 101)
        #expect(message(brackets)?.hasPrefix("too many brackets at ") == true)
        let minuses = String(repeating: "-", count: 3999) + "1"
        #expect(message(minuses)?.hasPrefix("too many brackets at ") == true)
        let long = String(repeating: "1", count: 4001)
        #expect(message(long) == "the expression is longer than 4000 bytes")
    }
}

extension ToolContext {
    /// Of a run that nothing is known of.
    static let nowhere = ToolContext(
        environment: Environment { _ in nil }, conversation: nil, embeds: EmbedRules())
}
