/// A function that an expression may call.
struct CalculatorFunction: Sendable {
    let name: String
    /// How many arguments it takes.
    let arguments: ClosedRange<Int>
    /// Roughly, in products of two limbs.
    let cost: Int
    let apply: @Sendable ([Real]) throws(DomainError) -> Real

    static func named(_ name: String) -> CalculatorFunction? {
        all.first { $0.name == name }
    }

    static let constants: [(name: String, value: Real)] = [
        ("pi", .pi), ("π", .pi), ("e", .e),
    ]

    static let all: [CalculatorFunction] = roots + rounding + logarithms + angles + whole

    /// One of one argument.
    private init(
        _ name: String, cost: Int = series,
        _ apply: @escaping @Sendable (Real) throws(DomainError) -> Real
    ) {
        self.init(name, 1...1, cost: cost) { (numbers) throws(DomainError) in
            try apply(numbers[0])
        }
    }

    /// What a series costs.
    static let series = 500_000

    private init(
        _ name: String, _ arguments: ClosedRange<Int>, cost: Int = series,
        _ apply: @escaping @Sendable ([Real]) throws(DomainError) -> Real
    ) {
        self.name = name
        self.arguments = arguments
        self.cost = cost
        self.apply = apply
    }

    private static let roots = [
        CalculatorFunction("sqrt") { (number) throws(DomainError) in try number.root(2) },
        CalculatorFunction("cbrt") { (number) throws(DomainError) in try number.root(3) },
        CalculatorFunction("pow", 2...2) { (numbers) throws(DomainError) in
            try numbers[0].power(numbers[1])
        },
        CalculatorFunction("exp") { (number) throws(DomainError) in try number.exponential() },
    ]

    private static let rounding = [
        CalculatorFunction("abs", cost: 0) { $0.value.isNegative ? -$0 : $0 },
        CalculatorFunction("floor", cost: 0) { Real(Fraction($0.value.floor)) },
        CalculatorFunction("ceil", cost: 0) { Real(-Fraction((-$0.value).floor)) },
        CalculatorFunction("round", 1...2, cost: 0) { (numbers) throws(DomainError) in
            try numbers[0].rounded(places: numbers.dropFirst().first ?? .zero)
        },
        CalculatorFunction("min", 1...100, cost: 0) { numbers in
            numbers.dropFirst().reduce(numbers[0]) { $1.value < $0.value ? $1 : $0 }
        },
        CalculatorFunction("max", 1...100, cost: 0) { numbers in
            numbers.dropFirst().reduce(numbers[0]) { $1.value > $0.value ? $1 : $0 }
        },
        CalculatorFunction("mod", 2...2, cost: 0) { (numbers) throws(DomainError) in
            guard !numbers[1].value.isZero else { throw DomainError.divisionByZero }
            return numbers[0] % numbers[1]
        },
    ]

    private static let logarithms = [
        CalculatorFunction("log", 1...2) { (numbers) throws(DomainError) in
            guard numbers.count == 2 else { return try numbers[0].logarithm() }
            return try numbers[0].logarithm(base: numbers[1])
        },
        CalculatorFunction("ln") { (number) throws(DomainError) in try number.logarithm() },
        CalculatorFunction("log10") { (number) throws(DomainError) in
            try number.logarithm(base: Real(10))
        },
        CalculatorFunction("log2") { (number) throws(DomainError) in
            try number.logarithm(base: Real(2))
        },
    ]

    private static let angles = [
        CalculatorFunction("sin") { (number) throws(DomainError) in try number.sine() },
        CalculatorFunction("cos") { (number) throws(DomainError) in try number.cosine() },
        CalculatorFunction("tan") { (number) throws(DomainError) in try number.tangent() },
        CalculatorFunction("asin") { (number) throws(DomainError) in try number.arcSine() },
        CalculatorFunction("acos") { (number) throws(DomainError) in try number.arcCosine() },
        CalculatorFunction("atan") { $0.arcTangent() },
        CalculatorFunction("atan2", 2...2) { (numbers) throws(DomainError) in
            try Real.arcTangent(numbers[0], numbers[1])
        },
    ]

    private static let whole = [
        CalculatorFunction("gcd", 2...100, cost: 0) { (numbers) throws(DomainError) in
            try Real.wholes(numbers).reduce(.zero) { Natural.greatestCommonDivisor($0, $1) }
                .real
        },
        CalculatorFunction("lcm", 2...100, cost: 0) { (numbers) throws(DomainError) in
            var multiple = Natural.one
            for number in try Real.wholes(numbers) {
                if number.isZero { return .zero }
                let divisor = Natural.greatestCommonDivisor(multiple, number)
                multiple =
                    multiple * number.quotientAndRemainder(dividingBy: divisor).quotient
                guard multiple.digitCount <= Real.maximumDigits else { throw .tooLong }
            }
            return multiple.real
        },
    ]
}

extension Real {
    fileprivate static func wholes(_ numbers: [Real]) throws(DomainError) -> [Natural] {
        guard numbers.allSatisfy(\.value.isWhole) else {
            throw DomainError.undefined("takes whole numbers")
        }
        return numbers.map(\.value.numerator.magnitude)
    }

    fileprivate func rounded(places: Real) throws(DomainError) -> Real {
        guard let places = places.small, abs(places) <= Self.maximumDigits else {
            throw DomainError.undefined("takes a whole number of places")
        }
        return Real(Fraction(value.rounded(afterShiftBy: places)).shifted(by: -places))
    }

    /// The product of all whole numbers up to this one.
    func factorial() throws(DomainError) -> Real {
        guard value.isWhole, !value.isNegative else {
            throw DomainError.undefined("takes a whole number from 0 on")
        }
        // 3249! has more than ten thousand digits.
        guard let last = small, last < 3249 else { throw DomainError.tooLong }
        return stride(from: 2, through: UInt64(last), by: 1)
            .reduce(Natural.one) { $0 * Natural($1) }.real
    }
}

extension Natural {
    fileprivate var real: Real { Real(Fraction(Whole(self))) }
}
