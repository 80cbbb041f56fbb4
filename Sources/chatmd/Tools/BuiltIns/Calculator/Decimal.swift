/// A number as it is written: a row of digits, and where the point stands.
struct Decimal {
    let isNegative: Bool
    /// Without zeros at its end.
    let digits: String
    /// The power of ten of the last digit.
    let exponent: Int

    private init(_ significand: Natural, exponent: Int, isNegative: Bool) {
        let written = significand.description
        var digits = written[...]
        while digits.utf8.count > 1, digits.hasSuffix("0") { digits.removeLast() }
        self.digits = String(digits)
        self.exponent = significand.isZero ? 0 : exponent + written.utf8.count - digits.utf8.count
        self.isNegative = isNegative && !significand.isZero
    }

    /// The fraction to that many digits; the last one is rounded, a half away from zero.
    init(_ fraction: Fraction, digits count: Int) {
        let places = fraction.isZero ? 0 : count - 1 - fraction.order
        let significand = fraction.rounded(afterShiftBy: places)
        self.init(significand.magnitude, exponent: -places, isNegative: fraction.isNegative)
    }

    /// The whole fraction; nil where its digits have no end.
    init?(exactly fraction: Fraction) {
        // Whatever divides a power of ten divides that with as many zeros as it has bits.
        let places = fraction.isWhole ? 0 : fraction.denominator.digitCount * 10 / 3 + 1
        let shifted = fraction.shifted(by: places)
        guard shifted.isWhole else { return nil }
        self.init(
            shifted.numerator.magnitude, exponent: -places, isNegative: fraction.isNegative)
    }

    var value: Fraction {
        Fraction(Whole(Natural(digits: digits.utf8), isNegative: isNegative)).shifted(by: exponent)
    }

    /// How many zeros between the point and the first digit are written out.
    private static let maximumZeros = 20

    /// `0.25`, or `2.5e-30` where the point is far from the digits.
    ///
    /// - Parameter longest: the longest whole number that is written out.
    func text(longest: Int) -> String {
        let sign = isNegative ? "-" : ""
        let point = digits.utf8.count + exponent
        if exponent >= 0, point <= longest {
            return sign + digits + String(repeating: "0", count: exponent)
        }
        if point < -Self.maximumZeros || exponent > 0 {
            let rest = digits.dropFirst()
            return sign + digits.prefix(1) + (rest.isEmpty ? "" : ".\(rest)") + "e\(point - 1)"
        }
        if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
        return sign + digits.prefix(point) + "." + digits.dropFirst(point)
    }
}
