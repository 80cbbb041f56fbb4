import Testing

@testable import LLMCore

@Suite struct DecimalNumberTests {
    @Test(arguments: [
        ("1", "1.0"), ("100", "1e2"), ("0.1", "1E-1"), ("0", "-0.000"), ("12.50e1", "125"),
        ("0e999999999999999999999", "0"),
    ])
    func oneNumberMayBeWrittenInManyWays(one: String, other: String) {
        #expect(DecimalNumber(one) == DecimalNumber(other))
        #expect(!(DecimalNumber(one) < DecimalNumber(other)))
    }

    @Test(arguments: [
        ("-2", "-1"), ("-1", "0"), ("0", "0.1"), ("0.1", "0.11"), ("9", "10"), ("1e400", "1e401"),
        ("9007199254740992", "9007199254740993"), ("0.1", "1"), ("-1e3", "-999.9"),
    ])
    func theOrderIsExact(less: String, more: String) {
        #expect(DecimalNumber(less) < DecimalNumber(more))
        #expect(!(DecimalNumber(more) < DecimalNumber(less)))
    }

    @Test(
        arguments: [
            ("0.3", "0.1", true), ("19.99", "0.01", true), ("4.35", "0.01", true),
            ("0.35", "0.1", false), ("1e308", "0.123456789", false), ("7", "2", false),
            ("0", "3", true), ("-9", "3", true), ("1e1000000000000", "7", false),
            ("7e1000000000000", "7", true), ("1", "3e-5", false), ("123456789123456789", "9", true),
            ("1", "1234567890123456789", nil),
        ] as [(String, String, Bool?)])
    func aMultipleIsFoundExactly(number: String, divisor: String, isMultiple: Bool?) {
        #expect(DecimalNumber(number).isMultiple(of: DecimalNumber(divisor)) == isMultiple)
    }
}
