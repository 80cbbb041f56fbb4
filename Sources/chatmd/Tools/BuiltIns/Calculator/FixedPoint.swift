/// A number with so many places after the point, for series: what is beyond them is cut off.
struct FixedPoint {
    /// The number times ten to the power of `places`.
    private let units: Whole
    let places: Int

    private init(units: Whole, places: Int) {
        self.units = units
        self.places = places
    }

    /// - Parameter shift: the power of ten that the value is multiplied by.
    init(_ value: Fraction, shiftedBy shift: Int = 0, places: Int) {
        self.init(units: value.rounded(afterShiftBy: places + shift), places: places)
    }

    init(_ value: Int, places: Int) { self.init(Fraction(value), places: places) }

    var value: Fraction { Fraction(units).shifted(by: -places) }
    var isZero: Bool { units.isZero }

    static prefix func - (number: Self) -> Self {
        FixedPoint(units: -number.units, places: number.places)
    }

    static func + (left: Self, right: Self) -> Self {
        FixedPoint(units: left.units + right.units, places: left.places)
    }

    static func - (left: Self, right: Self) -> Self { left + -right }

    static func * (left: Self, right: Self) -> Self {
        let product = left.units * right.units
        return FixedPoint(
            units: Whole(
                product.magnitude.shifted(by: -left.places), isNegative: product.isNegative),
            places: left.places)
    }

    static func * (left: Self, right: Int) -> Self {
        FixedPoint(units: left.units * Whole(right), places: left.places)
    }

    static func / (left: Self, right: Self) -> Self {
        let upper = Whole(
            left.units.magnitude.shifted(by: left.places), isNegative: left.units.isNegative)
        return FixedPoint(units: upper / right.units, places: left.places)
    }

    static func / (left: Self, right: Int) -> Self {
        FixedPoint(units: left.units / Whole(right), places: left.places)
    }

    /// Of nothing negative.
    var squareRoot: Self {
        FixedPoint(units: Whole(units.magnitude.shifted(by: places).root(2)), places: places)
    }

    /// Adds up terms until they vanish; `next` makes a term of the one before and its number.
    static func series(_ first: Self, _ next: (Self, Int) -> Self) -> Self {
        var (sum, term, count) = (first, first, 1)
        while true {
            term = next(term, count)
            if term.isZero { return sum }
            sum = sum + term
            count += 1
        }
    }
}

// MARK: - Functions

extension FixedPoint {
    /// Machin's formula.
    static func pi(places: Int) -> Self {
        arcTangent(ofOneOver: 5, places) * 16 - arcTangent(ofOneOver: 239, places) * 4
    }

    static func logarithmOfTen(places: Int) -> Self {
        areaTangent(ofOneOver: 31, places) * 46 + areaTangent(ofOneOver: 49, places) * 34
            + areaTangent(ofOneOver: 161, places) * 20
    }

    private static func arcTangent(ofOneOver number: Int, _ places: Int) -> Self {
        FixedPoint(Fraction(.one, over: Natural(UInt64(number))), places: places).arcTangentSeries
    }

    private static func areaTangent(ofOneOver number: Int, _ places: Int) -> Self {
        FixedPoint(Fraction(.one, over: Natural(UInt64(number))), places: places).areaTangentSeries
    }

    /// x - x³/3 + x⁵/5 …, for numbers much smaller than one.
    private var arcTangentSeries: Self { oddPowers(-(self * self)) }

    /// x + x³/3 + x⁵/5 …
    private var areaTangentSeries: Self { oddPowers(self * self) }

    private func oddPowers(_ factor: Self) -> Self {
        var (sum, power, number) = (self, self, 1)
        while !power.isZero {
            power = power * factor
            number += 2
            sum = sum + power / number
        }
        return sum
    }

    /// e to the power of a number that is not much greater than one.
    var exponential: Self {
        let halvings = 8
        let small = self / (1 << halvings)
        let one = FixedPoint(1, places: places)
        var result = Self.series(one) { term, count in term * small / count }
        for _ in 0..<halvings { result = result * result }
        return result
    }

    /// Of a number that is not much greater than one, and not much smaller.
    var logarithm: Self {
        let roots = 6
        var near = self
        for _ in 0..<roots { near = near.squareRoot }
        let one = FixedPoint(1, places: places)
        return ((near - one) / (near + one)).areaTangentSeries * (2 << roots)
    }

    /// Of an angle of at most one half of a right one.
    var sine: Self {
        let square = -(self * self)
        return Self.series(self) { term, count in term * square / (2 * count * (2 * count + 1)) }
    }

    /// Of an angle of at most one half of a right one.
    var cosine: Self {
        let square = -(self * self)
        return Self.series(FixedPoint(1, places: places)) { term, count in
            term * square / ((2 * count - 1) * 2 * count)
        }
    }

    /// Of a number of at most one.
    var arcTangent: Self {
        let halvings = 3
        let one = FixedPoint(1, places: places)
        var small = self
        for _ in 0..<halvings { small = small / (one + (one + small * small).squareRoot) }
        return small.arcTangentSeries * (1 << halvings)
    }
}
