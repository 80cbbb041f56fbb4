/// A whole number of any size.
struct Whole: Hashable {
    /// Zero has no sign.
    let isNegative: Bool
    let magnitude: Natural

    static let zero = Whole(.zero)
    static let one = Whole(.one)

    init(_ magnitude: Natural, isNegative: Bool = false) {
        self.magnitude = magnitude
        self.isNegative = isNegative && !magnitude.isZero
    }

    init(_ value: Int) {
        self.init(Natural(UInt64(value.magnitude)), isNegative: value < 0)
    }

    var isZero: Bool { magnitude.isZero }

    /// The number, where it is small.
    var small: Int? { magnitude.small.map { isNegative ? -$0 : $0 } }

    static prefix func - (value: Self) -> Self {
        Whole(value.magnitude, isNegative: !value.isNegative)
    }

    static func + (left: Self, right: Self) -> Self {
        if left.isNegative == right.isNegative {
            return Whole(left.magnitude + right.magnitude, isNegative: left.isNegative)
        }
        return left.magnitude < right.magnitude
            ? Whole(right.magnitude - left.magnitude, isNegative: right.isNegative)
            : Whole(left.magnitude - right.magnitude, isNegative: left.isNegative)
    }

    static func - (left: Self, right: Self) -> Self { left + -right }

    static func * (left: Self, right: Self) -> Self {
        Whole(
            left.magnitude * right.magnitude, isNegative: left.isNegative != right.isNegative)
    }

    /// What is left after division, never negative.
    func modulo(_ divisor: Int) -> Int {
        let rest =
            magnitude.quotientAndRemainder(dividingBy: Natural(UInt64(divisor)))
            .remainder.small ?? 0
        return isNegative && rest > 0 ? divisor - rest : rest
    }

    /// Rounded towards zero.
    static func / (left: Self, right: Self) -> Self {
        Whole(
            left.magnitude.quotientAndRemainder(dividingBy: right.magnitude).quotient,
            isNegative: left.isNegative != right.isNegative)
    }
}

extension Whole: Comparable {
    static func < (left: Self, right: Self) -> Bool { (left - right).isNegative }
}
