import Testing

@testable import LLMCore

@Suite struct DollarsTests {
    @Test(arguments: [
        (0, "$0"), (0.0041, "$0.0041"), (0.00414999, "$0.0041"), (0.00415, "$0.0042"),
        (0.1 + 0.2, "$0.3"), (0.123, "$0.12"), (0.996, "$1.00"), (0.999, "$1.00"), (1, "$1.00"),
        (1.005, "$1.01"), (12.345, "$12.35"), (1234.5, "$1234.50"), (0.00001, "$0.00001"),
        (0.000000123, "$0.00000012"), (0.02, "$0.02"), (0.000000000001, "$0.000000000001"),
    ])
    func aCostHasTwoDigitsThatCountOrTwoDecimals(amount: Double, text: String) {
        #expect(Dollars.text(ofCost: amount) == text)
    }

    @Test(arguments: [
        (0, "$0"), (0.075, "$0.075"), (5, "$5"), (2.5, "$2.5"), (0.006, "$0.006"),
        (15.625, "$15.625"), (600, "$600"),
    ])
    func aPriceHasAllItsDecimals(amount: Double, text: String) {
        #expect(Dollars.text(ofPrice: amount) == text)
    }

    @Test(arguments: [-1, .nan, .infinity, 1e300])
    func noAmountIsTooAbsurdToPrint(amount: Double) {
        #expect(Dollars.text(ofCost: amount) == "$\(amount)")
    }
}
