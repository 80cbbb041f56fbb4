import Spelling

/// Works an expression out while it reads it.
///
///     sum     = product (("+" | "-") product)*
///     product = signed (("*" | "/" | "%") signed)*
///     signed  = ("-" | "+") signed | power
///     power   = factor ("^" signed)?
///     factor  = (number | name | name "(" sums ")" | "(" sum ")") "!"*
struct Calculation {
    private var tokens: ExpressionTokens
    private var depth = 0
    /// How much work may be done still, in products of two limbs or so.
    private var work = 40_000_000

    private static let maximumLength = 4000
    private static let maximumDepth = 100

    /// The value of an expression.
    static func value(of text: String) throws(ExpressionError) -> Real {
        guard text.utf8.count <= maximumLength else {
            throw ExpressionError("the expression is longer than \(maximumLength) bytes")
        }
        var calculation = Calculation(tokens: try ExpressionTokens(text))
        let value = try calculation.sum()
        guard calculation.tokens.current.kind == .end else { throw calculation.unexpected() }
        return value
    }

    private init(tokens: ExpressionTokens) {
        self.tokens = tokens
    }

    // MARK: - Grammar

    private mutating func sum() throws(ExpressionError) -> Real {
        var value = try product()
        while let sign = try take("+", "-") {
            let right = try product()
            value = try apply(sign, to: [value, right], weight: 1) {
                sign.kind == .sign("+") ? $0[0] + $0[1] : $0[0] - $0[1]
            }
        }
        return value
    }

    private mutating func product() throws(ExpressionError) -> Real {
        var value = try signed()
        while let sign = try take("*", "/", "%") {
            let isRemainder = sign.kind == .sign("%")
            if isRemainder { try checkThatNoPercentageIsMeant(sign) }
            let right = try signed()
            if sign.kind == .sign("*") {
                value = try apply(sign, to: [value, right], weight: 1) { $0[0] * $0[1] }
                continue
            }
            value = try apply(sign, to: [value, right]) { (both) throws(DomainError) in
                guard !both[1].value.isZero else { throw .divisionByZero }
                return isRemainder ? both[0] % both[1] : both[0] / both[1]
            }
        }
        return value
    }

    /// `15% + 3` would be the remainder of 15 and +3, which nobody means.
    private func checkThatNoPercentageIsMeant(
        _ sign: ExpressionTokens.Token
    ) throws(ExpressionError) {
        switch tokens.current.kind {
        case .number, .name, .sign("("): return
        case .sign, .end: break
        }
        throw ExpressionError(
            "the % at \(sign.position) is the remainder of a division and needs a number after it; "
                + "a percentage is written 15/100")
    }

    private mutating func signed() throws(ExpressionError) -> Real {
        guard let sign = try take("-", "+") else { return try power() }
        let value = try nested { (calculation) throws(ExpressionError) in
            try calculation.signed()
        }
        return sign.kind == .sign("-") ? -value : value
    }

    private mutating func power() throws(ExpressionError) -> Real {
        let base = try factor()
        guard let sign = try take("^") else { return base }
        let exponent = try nested { (calculation) throws(ExpressionError) in
            try calculation.signed()
        }
        try charge(ofPower: base, exponent)
        return try apply(sign, to: [base, exponent], named: "a power") {
            (both) throws(DomainError) in try both[0].power(both[1])
        }
    }

    private mutating func factor() throws(ExpressionError) -> Real {
        let token = tokens.current
        var value: Real
        switch token.kind {
        case .number(let number):
            try tokens.advance()
            value = number
        case .name(let name):
            try tokens.advance()
            value = try self.value(of: name, token)
        case .sign("("):
            try tokens.advance()
            value = try nested { (calculation) throws(ExpressionError) in try calculation.sum() }
            try expect(")")
        case .sign, .end:
            throw unexpected()
        }
        while let sign = try take("!") {
            try charge(value.small.map { min($0, 4000) * min($0, 4000) / 2 } ?? 0)
            value = try apply(sign, to: [value], named: "a factorial", weight: 1) {
                (one) throws(DomainError) in try one[0].factorial()
            }
        }
        return value
    }

    private mutating func value(
        of name: String, _ token: ExpressionTokens.Token
    ) throws(ExpressionError) -> Real {
        if let constant = CalculatorFunction.constants.first(where: { $0.name == name }) {
            return constant.value
        }
        guard let function = CalculatorFunction.named(name) else {
            let names = CalculatorFunction.all.map(\.name)
            let meant = nearest(to: name, in: names + ["pi", "e"])
            throw ExpressionError(
                "unknown name \(token.text) at \(token.position); "
                    + (meant.map { "did you mean \($0)?" }
                        ?? "there are \(names.joined(separator: ", ")), pi and e"))
        }
        let arguments = try arguments(of: name)
        guard function.arguments.contains(arguments.count) else {
            let range = function.arguments
            let wanted =
                range.count == 1
                ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
            throw ExpressionError(
                "\(name) takes \(wanted) argument\(range.upperBound == 1 ? "" : "s"), "
                    + "not \(arguments.count),", at: token.position)
        }
        if name == "pow" { try charge(ofPower: arguments[0], arguments[1]) }
        return try apply(token, to: arguments, named: name, cost: function.cost, function.apply)
    }

    private mutating func arguments(of name: String) throws(ExpressionError) -> [Real] {
        guard tokens.current.kind == .sign("(") else {
            throw ExpressionError(
                "\(name) needs its arguments in brackets,", at: tokens.current.position)
        }
        try tokens.advance()
        if try take(")") != nil { return [] }
        var arguments: [Real] = []
        repeat {
            arguments.append(
                try nested { (calculation) throws(ExpressionError) in try calculation.sum() })
        } while try take(",") != nil
        try expect(")")
        return arguments
    }

    // MARK: - Tokens

    /// The current token where it is one of these signs; goes on behind it.
    private mutating func take(
        _ signs: Character...
    ) throws(ExpressionError) -> ExpressionTokens.Token? {
        guard case .sign(let sign) = tokens.current.kind, signs.contains(sign) else { return nil }
        let token = tokens.current
        try tokens.advance()
        return token
    }

    private mutating func expect(_ sign: Character) throws(ExpressionError) {
        guard try take(sign) != nil else { throw unexpected() }
    }

    private func unexpected() -> ExpressionError {
        switch tokens.current.kind {
        case .end: ExpressionError("the expression ends too early,", at: tokens.current.position)
        case .sign(","):
            ExpressionError(
                "unexpected , at \(tokens.current.position); thousands are written 1_000")
        default: ExpressionError("unexpected \(tokens.current.text)", at: tokens.current.position)
        }
    }

    private mutating func nested(
        _ part: (inout Self) throws(ExpressionError) -> Real
    ) throws(ExpressionError) -> Real {
        guard depth < Self.maximumDepth else {
            throw ExpressionError("too many brackets", at: tokens.current.position)
        }
        depth += 1
        defer { depth -= 1 }
        return try part(&self)
    }

    // MARK: - Working it out

    /// Does what a token asks for. `weight` tells how costly that is beside a product.
    private mutating func apply(
        _ token: ExpressionTokens.Token, to numbers: [Real], named name: String = "",
        weight: Int = 3, cost: Int = 0, _ operation: ([Real]) throws(DomainError) -> Real
    ) throws(ExpressionError) -> Real {
        let size = numbers.map(\.size).reduce(0, +)
        try charge(cost + size * size * (numbers.allSatisfy(\.value.isWhole) ? weight : 10))
        do throws(DomainError) {
            let result = try operation(numbers)
            guard result.value.isZero || Real.orders.contains(result.value.order) else {
                throw DomainError.tooLong
            }
            return result
        } catch {
            switch error {
            case .divisionByZero:
                throw ExpressionError("division by zero", at: token.position)
            case .tooLong:
                throw ExpressionError(
                    "the result has more than \(Real.maximumDigits) digits", at: token.position)
            case .undefined(let reason):
                throw ExpressionError("\(name) \(reason)", at: token.position)
            }
        }
    }

    private mutating func charge(ofPower base: Real, _ exponent: Real) throws(ExpressionError) {
        guard let factors = exponent.small.map({ min($0.magnitude, 10_000) }) else {
            return try charge(2 * CalculatorFunction.series)
        }
        let size = min(base.size * Int(factors), 2 * Real.maximumDigits / 9)
        try charge(2 * size * size)
    }

    private mutating func charge(_ amount: Int) throws(ExpressionError) {
        work -= amount + 100
        guard work > 0 else { throw ExpressionError("the expression takes too long") }
    }
}

extension Real {
    /// How many limbs it takes.
    fileprivate var size: Int { value.digitCount / 9 + 2 }
}
