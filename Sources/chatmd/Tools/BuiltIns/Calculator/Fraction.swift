/// A fraction in lowest terms, always exact.
struct Fraction: Hashable {
    let numerator: Whole
    /// At least one.
    let denominator: Natural

    init(_ value: Whole) {
        numerator = value
        denominator = .one
    }

    init(_ value: Int) { self.init(Whole(value)) }

    /// - Parameter denominator: not zero.
    init(_ numerator: Whole, over denominator: Natural) {
        let (whole, rest) = numerator.magnitude.quotientAndRemainder(dividingBy: denominator)
        if rest.isZero {
            self.numerator = Whole(whole, isNegative: numerator.isNegative)
            self.denominator = .one
            return
        }
        let divisor = Natural.greatestCommonDivisor(denominator, rest)
        self.numerator = numerator / Whole(divisor)
        self.denominator = denominator.quotientAndRemainder(dividingBy: divisor).quotient
    }

    var isZero: Bool { numerator.isZero }
    var isNegative: Bool { numerator.isNegative }
    var isWhole: Bool { denominator == .one }
    var magnitude: Fraction { isNegative ? -self : self }

    /// How many digits it takes to write numerator and denominator.
    var digitCount: Int { numerator.magnitude.digitCount + denominator.digitCount }

    /// The power of ten of its first digit: 2 for 345, -1 for 0.3. Not of zero.
    var order: Int {
        let (upper, lower) = (numerator.magnitude, denominator)
        let guess = upper.digitCount - lower.digitCount
        let isBelow = upper.shifted(by: max(0, -guess)) < lower.shifted(by: max(0, guess))
        return isBelow ? guess - 1 : guess
    }

    /// The next whole number below, or itself.
    var floor: Whole {
        let (whole, rest) = numerator.magnitude.quotientAndRemainder(dividingBy: denominator)
        return Whole(isNegative && !rest.isZero ? whole + .one : whole, isNegative: isNegative)
    }

    /// The nearest whole number; of two, the one farther from zero.
    var rounded: Whole { rounded(afterShiftBy: 0) }

    /// The whole number nearest to this times a power of ten.
    func rounded(afterShiftBy digits: Int) -> Whole {
        let lower = denominator.shifted(by: max(0, -digits))
        let (whole, rest) = numerator.magnitude.shifted(by: max(0, digits))
            .quotientAndRemainder(dividingBy: lower)
        let isUp = rest + rest >= lower
        return Whole(isUp ? whole + .one : whole, isNegative: isNegative)
    }

    /// Times a power of ten.
    func shifted(by digits: Int) -> Fraction {
        digits >= 0
            ? Fraction(
                Whole(numerator.magnitude.shifted(by: digits), isNegative: isNegative),
                over: denominator)
            : Fraction(numerator, over: denominator.shifted(by: -digits))
    }

    func power(_ exponent: Int) -> Fraction {
        let upper = Whole(
            numerator.magnitude.power(abs(exponent)),
            isNegative: isNegative && !exponent.isMultiple(of: 2))
        let lower = denominator.power(abs(exponent))
        return exponent >= 0
            ? Fraction(upper, over: lower)
            : Fraction(Whole(lower, isNegative: upper.isNegative), over: upper.magnitude)
    }

    /// The root where it is a fraction as well; nil where it is none. Of nothing negative.
    func root(_ degree: Int) -> Fraction? {
        let (upper, lower) = (numerator.magnitude.root(degree), denominator.root(degree))
        guard upper.power(degree) == numerator.magnitude, lower.power(degree) == denominator else {
            return nil
        }
        return Fraction(Whole(upper), over: lower)
    }
}

extension Fraction: Comparable {
    static prefix func - (value: Self) -> Self {
        Fraction(-value.numerator, over: value.denominator)
    }

    static func + (left: Self, right: Self) -> Self {
        Fraction(
            left.numerator * Whole(right.denominator) + right.numerator * Whole(left.denominator),
            over: left.denominator * right.denominator)
    }

    static func - (left: Self, right: Self) -> Self { left + -right }

    static func * (left: Self, right: Self) -> Self {
        Fraction(left.numerator * right.numerator, over: left.denominator * right.denominator)
    }

    /// - Parameter right: not zero.
    static func / (left: Self, right: Self) -> Self {
        let upper = left.numerator * Whole(right.denominator, isNegative: right.isNegative)
        return Fraction(upper, over: left.denominator * right.numerator.magnitude)
    }

    static func < (left: Self, right: Self) -> Bool { (left - right).isNegative }
}
