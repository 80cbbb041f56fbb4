/// A natural number of any size.
struct Natural: Hashable {
    /// Nine decimal digits each, the lowest first, none that leads is zero. In a base that is a power
    /// of ten numbers are read and written as they stand, and powers of ten are shifts.
    private(set) var limbs: [UInt32]

    private static let base: UInt64 = 1_000_000_000
    private static let digitsOfLimb = 9

    static let zero = Natural(0)
    static let one = Natural(1)

    init(_ value: UInt64) {
        limbs = []
        var rest = value
        while rest > 0 {
            limbs.append(UInt32(rest % Self.base))
            rest /= Self.base
        }
    }

    private init(limbs: [UInt32]) {
        self.limbs = limbs
        while self.limbs.last == 0 { self.limbs.removeLast() }
    }

    /// - Parameter digits: ASCII.
    init(digits: some Collection<UInt8>) {
        var limbs: [UInt32] = []
        var limb: UInt32 = 0
        var unit: UInt32 = 1
        for digit in digits.reversed() {
            limb += UInt32(digit - UInt8(ascii: "0")) * unit
            unit *= 10
            if unit == Self.base {
                limbs.append(limb)
                (limb, unit) = (0, 1)
            }
        }
        limbs.append(limb)
        self.init(limbs: limbs)
    }

    static func powerOfTen(_ exponent: Int) -> Natural { one.shifted(by: exponent) }

    var isZero: Bool { limbs.isEmpty }

    /// The number, where it is small.
    var small: Int? {
        guard limbs.count <= 2 else { return nil }
        return limbs.reversed().reduce(0) { $0 * Int(Self.base) + Int($1) }
    }

    /// How many decimal digits it has; none where it is zero.
    var digitCount: Int {
        guard var last = limbs.last else { return 0 }
        var count = (limbs.count - 1) * Self.digitsOfLimb
        while last > 0 {
            count += 1
            last /= 10
        }
        return count
    }

    var isOdd: Bool { (limbs.first ?? 0) & 1 == 1 }
}

extension Natural: Comparable {
    static func < (left: Self, right: Self) -> Bool {
        if left.limbs.count != right.limbs.count { return left.limbs.count < right.limbs.count }
        for (one, other) in zip(left.limbs.reversed(), right.limbs.reversed()) where one != other {
            return one < other
        }
        return false
    }
}

extension Natural: CustomStringConvertible {
    var description: String {
        guard let last = limbs.last else { return "0" }
        return limbs.dropLast().reversed().reduce(into: String(last)) { text, limb in
            let digits = String(limb)
            text += String(repeating: "0", count: Self.digitsOfLimb - digits.utf8.count) + digits
        }
    }
}

// MARK: - Arithmetic

extension Natural {
    static func + (left: Self, right: Self) -> Self {
        let (long, short) = left.limbs.count < right.limbs.count ? (right, left) : (left, right)
        var sum = long.limbs
        var carry: UInt64 = 0
        for index in sum.indices {
            if index >= short.limbs.count, carry == 0 { break }
            let limb = index < short.limbs.count ? short.limbs[index] : 0
            let total = UInt64(sum[index]) + UInt64(limb) + carry
            sum[index] = UInt32(total % base)
            carry = total / base
        }
        if carry > 0 { sum.append(UInt32(carry)) }
        return Natural(limbs: sum)
    }

    /// `right` must not be the greater one.
    static func - (left: Self, right: Self) -> Self {
        var difference = left.limbs
        var borrow: Int64 = 0
        for index in difference.indices {
            if index >= right.limbs.count, borrow == 0 { break }
            let limb = index < right.limbs.count ? right.limbs[index] : 0
            let rest = Int64(difference[index]) - Int64(limb) - borrow
            borrow = rest < 0 ? 1 : 0
            difference[index] = UInt32(rest + borrow * Int64(base))
        }
        return Natural(limbs: difference)
    }

    static func * (left: Self, right: Self) -> Self {
        if left.isZero || right.isZero { return zero }
        var product = [UInt32](repeating: 0, count: left.limbs.count + right.limbs.count)
        for (index, limb) in left.limbs.enumerated() where limb > 0 {
            var carry: UInt64 = 0
            for (offset, other) in right.limbs.enumerated() {
                let total = UInt64(product[index + offset]) + UInt64(limb) * UInt64(other) + carry
                product[index + offset] = UInt32(total % base)
                carry = total / base
            }
            product[index + right.limbs.count] = UInt32(carry)
        }
        return Natural(limbs: product)
    }

    func quotientAndRemainder(dividingBy divisor: Self) -> (quotient: Self, remainder: Self) {
        if self < divisor { return (.zero, self) }
        guard divisor.limbs.count > 1 else { return dividedBySmall(divisor.limbs[0]) }
        return dividedByLong(divisor)
    }

    private func dividedBySmall(_ divisor: UInt32) -> (quotient: Self, remainder: Self) {
        var quotient = limbs
        var rest: UInt64 = 0
        for index in limbs.indices.reversed() {
            let value = rest * Self.base + UInt64(limbs[index])
            quotient[index] = UInt32(value / UInt64(divisor))
            rest = value % UInt64(divisor)
        }
        return (Natural(limbs: quotient), Natural(rest))
    }

    /// Knuth, The Art of Computer Programming, volume 2, 4.3.1, algorithm D.
    private func dividedByLong(_ divisor: Self) -> (quotient: Self, remainder: Self) {
        let scale = Natural(Self.base / (UInt64(divisor.limbs[divisor.limbs.count - 1]) + 1))
        let lower = (divisor * scale).limbs
        var upper = (self * scale).limbs
        upper += [UInt32](repeating: 0, count: limbs.count + 1 - upper.count)
        let count = lower.count
        let (first, second) = (UInt64(lower[count - 1]), UInt64(lower[count - 2]))
        var quotient = [UInt32](repeating: 0, count: upper.count - count)
        for place in quotient.indices.reversed() {
            let top = UInt64(upper[place + count]) * Self.base + UInt64(upper[place + count - 1])
            var (digit, rest) = top.quotientAndRemainder(dividingBy: first)
            while digit >= Self.base
                || digit * second > rest * Self.base + UInt64(upper[place + count - 2])
            {
                digit -= 1
                rest += first
                if rest >= Self.base { break }
            }
            if Self.subtract(digit, lower, from: &upper, at: place) {
                digit -= 1
                Self.add(lower, to: &upper, at: place)
            }
            quotient[place] = UInt32(digit)
        }
        let remainder = Natural(limbs: Array(upper[..<count]))
        return (
            Natural(limbs: quotient), remainder.quotientAndRemainder(dividingBy: scale).quotient
        )
    }

    /// Subtracts `digit * lower`; true where that was too much by one `lower`.
    private static func subtract(
        _ digit: UInt64, _ lower: [UInt32], from upper: inout [UInt32], at place: Int
    ) -> Bool {
        var carry: Int64 = 0
        for index in 0...lower.count {
            let product = index < lower.count ? Int64(digit) * Int64(lower[index]) : 0
            let value = Int64(upper[place + index]) - product + carry
            let limb = (value % Int64(base) + Int64(base)) % Int64(base)
            upper[place + index] = UInt32(limb)
            carry = (value - limb) / Int64(base)
        }
        return carry < 0
    }

    private static func add(_ lower: [UInt32], to upper: inout [UInt32], at place: Int) {
        var carry: UInt64 = 0
        for index in 0...lower.count {
            let limb = index < lower.count ? UInt64(lower[index]) : 0
            let value = UInt64(upper[place + index]) + limb + carry
            upper[place + index] = UInt32(value % base)
            carry = value / base
        }
    }
}

// MARK: - Powers, roots, divisors

extension Natural {
    /// Times a power of ten; rounded down where that is below one.
    func shifted(by digits: Int) -> Self {
        if isZero || digits == 0 { return self }
        let (whole, rest) = abs(digits).quotientAndRemainder(dividingBy: Self.digitsOfLimb)
        let factor = Natural((0..<rest).reduce(1) { unit, _ in unit * 10 })
        guard digits < 0 else {
            return Natural(limbs: [UInt32](repeating: 0, count: whole) + (self * factor).limbs)
        }
        guard whole < limbs.count else { return .zero }
        return Natural(limbs: Array(limbs[whole...])).quotientAndRemainder(dividingBy: factor)
            .quotient
    }

    func power(_ exponent: Int) -> Self {
        var (result, square, rest) = (Natural.one, self, exponent)
        while rest > 0 {
            if rest & 1 == 1 { result = result * square }
            rest >>= 1
            if rest > 0 { square = square * square }
        }
        return result
    }

    /// The greatest number whose `degree`th power is not greater: Newton's way, from above.
    func root(_ degree: Int) -> Self {
        if isZero || degree == 1 { return self }
        var guess = Natural.powerOfTen((digitCount + degree - 1) / degree)
        while true {
            let step = quotientAndRemainder(dividingBy: guess.power(degree - 1)).quotient
            let next = (guess * Natural(UInt64(degree - 1)) + step)
                .quotientAndRemainder(dividingBy: Natural(UInt64(degree))).quotient
            if next >= guess { return guess }
            guess = next
        }
    }

    static func greatestCommonDivisor(_ left: Self, _ right: Self) -> Self {
        var (left, right) = (left, right)
        while !right.isZero {
            (left, right) = (right, left.quotientAndRemainder(dividingBy: right).remainder)
        }
        return left
    }
}
