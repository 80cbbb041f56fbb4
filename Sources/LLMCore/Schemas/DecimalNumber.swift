/// A number of JSON as what is written, exactly: `0.1` is a tenth, and `1e400` no infinity.
struct DecimalNumber: Hashable {
    private let isNegative: Bool
    /// Without zeros at either end; empty for 0.
    private let digits: [UInt8]
    /// The number is the digits, as an integer, times ten to this.
    private let exponent: Int

    /// - Parameter text: in JSON's own grammar.
    init(_ text: String) {
        var rest = Array(text.utf8)[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative { rest.removeFirst() }
        var digits: [UInt8] = []
        var exponent = 0
        var isFraction = false
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "."): isFraction = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                exponent += Self.exponent(rest)
                rest = []
            default:
                digits.append(byte - UInt8(ascii: "0"))
                if isFraction { exponent -= 1 }
            }
        }
        while digits.last == 0 {
            digits.removeLast()
            exponent += 1
        }
        self.digits = Array(digits.drop { $0 == 0 })
        self.isNegative = isNegative && !self.digits.isEmpty
        self.exponent = self.digits.isEmpty ? 0 : exponent
    }

    /// Beyond this an exponent is as good as any other.
    private static let largestExponent = 1 << 40

    private static func exponent(_ text: ArraySlice<UInt8>) -> Int {
        let isNegative = text.first == UInt8(ascii: "-")
        var value = 0
        for byte in text where byte != UInt8(ascii: "-") && byte != UInt8(ascii: "+") {
            value = min(value * 10 + Int(byte - UInt8(ascii: "0")), largestExponent)
        }
        return isNegative ? -value : value
    }

    /// Whether it is one, however it is written: `1.0`, `1e3`.
    var isInteger: Bool { exponent >= 0 }

    var isPositive: Bool { !isNegative && !digits.isEmpty }
}

extension DecimalNumber: Comparable {
    static func < (one: DecimalNumber, other: DecimalNumber) -> Bool {
        if one.isNegative != other.isNegative { return one.isNegative }
        return one.isNegative ? other.isNearer(than: one) : one.isNearer(than: other)
    }

    /// Whether it is nearer to 0, signs aside.
    private func isNearer(than other: DecimalNumber) -> Bool {
        if digits.isEmpty || other.digits.isEmpty { return digits.count < other.digits.count }
        let place = digits.count + exponent
        let otherPlace = other.digits.count + other.exponent
        return place == otherPlace
            ? digits.lexicographicallyPrecedes(other.digits) : place < otherPlace
    }
}

extension DecimalNumber {
    /// Whether it is a whole multiple of a positive number; nil where that has more than 18 digits.
    func isMultiple(of divisor: DecimalNumber) -> Bool? {
        guard divisor.digits.count <= 18 else { return nil }
        if digits.isEmpty { return true }
        // As it ends in no zero, no power of ten is left to be divided by.
        guard exponent >= divisor.exponent else { return false }
        let modulus = divisor.digits.reduce(0) { $0 * 10 + UInt64($1) }
        let remainder = digits.reduce(0) { ($0 * 10 + UInt64($1)) % modulus }
        return Self.product(
            remainder, Self.powerOfTen(exponent - divisor.exponent, modulo: modulus),
            modulo: modulus) == 0
    }

    private static func powerOfTen(_ exponent: Int, modulo modulus: UInt64) -> UInt64 {
        var result = 1 % modulus
        var factor = 10 % modulus
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 { result = product(result, factor, modulo: modulus) }
            factor = product(factor, factor, modulo: modulus)
            rest >>= 1
        }
        return result
    }

    private static func product(
        _ one: UInt64, _ other: UInt64, modulo modulus: UInt64
    ) -> UInt64 {
        modulus.dividingFullWidth(one.multipliedFullWidth(by: other)).remainder
    }
}
