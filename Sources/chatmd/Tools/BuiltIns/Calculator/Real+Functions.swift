#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why a function has no value there.
enum DomainError: Error, Equatable {
    case divisionByZero
    /// The value has more digits than anybody wants to read.
    case tooLong
    /// In words that follow the function's name.
    case undefined(String)
}

// MARK: - Roots and powers

extension Real {
    func root(_ degree: Int) throws(DomainError) -> Real {
        if value.isNegative, degree % 2 == 1 { return -(try (-self).root(degree)) }
        guard !value.isNegative else { throw DomainError.undefined("of a negative number") }
        if isExact, let root = value.root(degree) { return Real(root) }
        let places = Self.keptDigits + 5 - value.order / degree
        let scaled = value.rounded(afterShiftBy: places * degree).magnitude
        return Real(Fraction(Whole(scaled.root(degree))).shifted(by: -places), isExact: false)
    }

    func power(_ exponent: Real) throws(DomainError) -> Real {
        if exponent.value.isZero || self == .one { return .one }
        if value.isZero {
            guard !exponent.value.isNegative else { throw DomainError.divisionByZero }
            return .zero
        }
        guard exponent.value.isWhole else { return try fractionalPower(exponent) }
        let isOdd = exponent.value.numerator.magnitude.isOdd
        if value == Fraction(-1) { return isOdd ? self : -self }
        if let times = exponent.small, let power = try exactPower(times) { return power }
        let size = Real(value.magnitude, isExact: isExact)
        let power = try (exponent * size.logarithm()).exponential()
        return value.isNegative && isOdd ? -power : power
    }

    /// The product of so many factors; nil where only its first digits are to be had.
    private func exactPower(_ times: Int) throws(DomainError) -> Real? {
        let digits = value.length * Double(times.magnitude)
        if value.isWhole, times > 0, isExact {
            guard digits <= Double(Self.maximumDigits) else { throw DomainError.tooLong }
            return Real(value.power(times))
        }
        // Each factor brings its own error, so only a few are multiplied.
        guard isExact ? digits <= Double(Self.maximumFraction) : times.magnitude <= 8 else {
            return nil
        }
        return Real(value.power(times), isExact: isExact)
    }

    private func fractionalPower(_ exponent: Real) throws(DomainError) -> Real {
        guard !value.isNegative else {
            throw DomainError.undefined("of a negative number by a fraction")
        }
        // 8^(1/3) is two, not nearly two.
        if isExact, exponent.isExact, let degree = exponent.value.denominator.small,
            degree <= Self.maximumFraction / value.digitCount,
            let times = exponent.value.numerator.small,
            let root = value.root(degree), let power = try Real(root).exactPower(times)
        {
            return power
        }
        return try (exponent * logarithm()).exponential()
    }
}

extension Fraction {
    /// How many digits one factor brings to a power, and a little more.
    fileprivate var length: Double {
        [numerator.magnitude, denominator].map { part in
            let leading = part.shifted(by: min(0, 15 - part.digitCount)).small ?? 1
            return log10(Double(leading)) + Double(max(0, part.digitCount - 15))
        }.max() ?? 0
    }
}

// MARK: - Exponential and logarithm

extension Real {
    /// More places than are kept, for what gets lost on the way.
    private static let places = 90

    func exponential() throws(DomainError) -> Real {
        if value.isZero { return .one }
        // e^23026 has ten thousand digits.
        guard value.magnitude < Fraction(23_026) else { throw DomainError.tooLong }
        let places = Self.places
        let ten = FixedPoint.logarithmOfTen(places: places + 5)
        let order = (value / ten.value).rounded
        let rest = FixedPoint(value - Fraction(order) * ten.value, places: places)
        let scaled = rest.exponential.value.shifted(by: order.small ?? 0)
        return Real(scaled, isExact: false)
    }

    func logarithm() throws(DomainError) -> Real {
        guard !value.isZero, !value.isNegative else {
            throw DomainError.undefined("of a number that is not above zero")
        }
        if value == Fraction(1) { return .zero }
        let rest = value - Fraction(1)
        // There the series has two terms that count.
        if rest.order < -Self.places {
            return Real(rest - rest * rest * Fraction(.one, over: Natural(2)), isExact: false)
        }
        let places = Self.places + max(0, -rest.order)
        // Near one on either side, so that nothing is subtracted from what it nearly is.
        let digit = value.rounded(afterShiftBy: -value.order).small ?? 0
        let order = digit > 3 ? value.order + 1 : value.order
        let near = FixedPoint(value, shiftedBy: -order, places: places)
        let ten = FixedPoint.logarithmOfTen(places: places) * order
        return Real((near.logarithm + ten).value, isExact: false)
    }

    /// The logarithm to another base than e.
    func logarithm(base: Real) throws(DomainError) -> Real {
        let divisor = try base.logarithm()
        guard !divisor.value.isZero else { throw DomainError.undefined("to the base 1") }
        let quotient = try logarithm() / divisor
        // Exact where it can be: ten to that power is the number itself.
        guard let whole = quotient.small, isExact, base.isExact,
            base.value.length * Double(whole.magnitude) <= Double(Self.maximumDigits),
            base.value.power(whole) == value
        else { return quotient }
        return Real(whole)
    }
}

// MARK: - Angles

extension Real {
    static let pi = Real(FixedPoint.pi(places: places).value, isExact: false)
    static let e = Real(FixedPoint(1, places: places).exponential.value, isExact: false)

    func sine() throws(DomainError) -> Real { try turned(by: 0) }
    func cosine() throws(DomainError) -> Real { try turned(by: 1) }

    func tangent() throws(DomainError) -> Real {
        let cosine = try cosine()
        guard !cosine.value.isZero else { throw DomainError.undefined("has no value there") }
        return try sine() / cosine
    }

    /// The sine of the angle and that many right ones.
    private func turned(by turns: Int) throws(DomainError) -> Real {
        if value.isZero { return Real(turns) }
        guard value.order < 50 else { throw DomainError.undefined("of an angle that is too large") }
        if value.order < -Self.places {
            return Real(turns == 0 ? value : Fraction(1), isExact: false)
        }
        // Long fractions come nearer to where the sine is nothing, and small ones are all but that.
        let places = Self.places + min(value.digitCount, 100) + abs(value.order)
        let right = FixedPoint.pi(places: places + 5).value * Fraction(.one, over: Natural(2))
        let count = (value / right).rounded
        let angle = FixedPoint(value - Fraction(count) * right, places: places)
        let quarter = count.modulo(4) + turns
        let size = quarter.isMultiple(of: 2) ? angle.sine.value : angle.cosine.value
        let result = quarter & 2 == 0 ? size : -size
        let isNothing = !isExact && Self.isSame(result, Fraction(0), beside: Fraction(1))
        return Real(isNothing ? Fraction(0) : result, isExact: false)
    }

    func arcTangent() -> Real {
        if value.isZero { return .zero }
        if value.magnitude > Fraction(1) {
            let rest = Real(Fraction(1) / value, isExact: isExact).arcTangent()
            let right = Self.pi / Real(2)
            return (value.isNegative ? -right : right) - rest
        }
        if value.order < -Self.places { return Real(value, isExact: false) }
        let number = FixedPoint(value, places: Self.places - value.order)
        return Real(number.arcTangent.value, isExact: false)
    }

    /// The angle of a point, from -pi to pi.
    static func arcTangent(_ y: Real, _ x: Real) throws(DomainError) -> Real {
        if x.value.isZero {
            if y.value.isZero { return .zero }
            return y.value.isNegative ? -pi / Real(2) : pi / Real(2)
        }
        let angle = (y / x).arcTangent()
        guard x.value.isNegative else { return angle }
        return y.value.isNegative ? angle - pi : angle + pi
    }

    func arcSine() throws(DomainError) -> Real {
        guard value.magnitude <= Fraction(1) else {
            throw DomainError.undefined("takes a number from -1 to 1")
        }
        return try Self.arcTangent(self, (Real.one - self * self).root(2))
    }

    func arcCosine() throws(DomainError) -> Real {
        guard value.magnitude <= Fraction(1) else {
            throw DomainError.undefined("takes a number from -1 to 1")
        }
        return try Self.arcTangent((Real.one - self * self).root(2), self)
    }
}
