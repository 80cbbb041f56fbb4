/// A number to compute with: exact as long as it can be, and otherwise known to 60 digits.
///
/// Ten of them are there to err in, so that the square of the root of two is two again.
struct Real: Equatable {
    let value: Fraction
    let isExact: Bool

    /// How many digits are kept of what is not exact.
    static let keptDigits = 60
    /// How many digits of that are right whatever was computed.
    static let rightDigits = 50
    /// How many digits are shown of what is not exact, or has no end.
    static let shownDigits = 40
    /// How many digits a number may have before the point, and zeros behind it.
    static let maximumDigits = 10_000
    /// The powers of ten of the first digits of such numbers.
    static let orders = -maximumDigits..<maximumDigits
    /// The digits of the longest fraction that is kept exact.
    static let maximumFraction = 4000

    static let zero = Real(0)
    static let one = Real(1)

    init(_ value: Int) { self.init(Fraction(value)) }

    /// An exact number; a fraction that is too long to go on with is rounded.
    init(_ value: Fraction) {
        let isExact = value.isWhole || value.digitCount <= Self.maximumFraction
        self.init(value, isExact: isExact)
    }

    init(_ value: Fraction, isExact: Bool) {
        self.isExact = isExact
        if isExact {
            self.value = value
            return
        }
        let kept = Decimal(value, digits: Self.keptDigits).value
        let nearest = Fraction(kept.rounded)
        self.value = Self.isSame(kept, nearest, beside: nearest) ? nearest : kept
    }

    /// Whether two numbers differ only where nothing is known of them any more.
    static func isSame(_ one: Fraction, _ other: Fraction, beside size: Fraction) -> Bool {
        if one == other { return true }
        return !size.isZero && (one - other).order < size.order - rightDigits
    }

    /// The number for people.
    var text: String {
        if isExact, let whole = Decimal(exactly: value) { return whole.text(longest: .max) }
        return Decimal(value, digits: Self.shownDigits).text(longest: Self.shownDigits)
    }

    /// The whole number, where it is one that is small.
    var small: Int? { value.isWhole ? value.numerator.small : nil }
}

extension Real {
    static prefix func - (number: Self) -> Self { Real(-number.value, isExact: number.isExact) }

    static func + (left: Self, right: Self) -> Self {
        let sum = left.value + right.value
        if left.isExact, right.isExact { return Real(sum) }
        // What is left of two equal numbers is their error.
        let isNothing = isSame(left.value, -right.value, beside: left.value)
        return Real(isNothing ? Fraction(0) : sum, isExact: false)
    }

    static func - (left: Self, right: Self) -> Self { left + -right }

    static func * (left: Self, right: Self) -> Self {
        combine(left, right, left.value * right.value)
    }

    /// - Parameter right: not zero.
    static func / (left: Self, right: Self) -> Self {
        combine(left, right, left.value / right.value)
    }

    private static func combine(_ left: Self, _ right: Self, _ value: Fraction) -> Self {
        left.isExact && right.isExact ? Real(value) : Real(value, isExact: false)
    }

    /// The remainder, which has the sign of the divisor.
    ///
    /// - Parameter right: not zero.
    static func % (left: Self, right: Self) -> Self {
        let quotient = (left / right).value.floor
        return left - right * Real(Fraction(quotient))
    }
}
