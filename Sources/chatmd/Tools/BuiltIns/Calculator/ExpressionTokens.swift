/// The words and signs of an expression, each with its place.
struct ExpressionTokens {
    enum Kind: Equatable {
        case number(Real)
        case name(String)
        /// An operator, a bracket or a comma.
        case sign(Character)
        case end
    }

    struct Token {
        var kind: Kind
        /// As it is written.
        var text: String
        /// Of its first character, from 1.
        var position: Int
    }

    private let characters: [Character]
    private var index = 0
    private(set) var current = Token(kind: .end, text: "", position: 1)

    init(_ text: String) throws(ExpressionError) {
        characters = Array(text)
        try advance()
    }

    mutating func advance() throws(ExpressionError) {
        while index < characters.count, characters[index].isWhitespace { index += 1 }
        let start = index
        current = Token(kind: .end, text: "", position: start + 1)
        guard start < characters.count else { return }
        let character = characters[start]
        if Self.isDigit(character) || character == "." {
            current.kind = .number(try number())
        } else if character.isLetter {
            take { $0.isLetter || Self.isDigit($0) || $0 == "_" }
            current.kind = .name(String(characters[start..<index]).lowercased())
        } else {
            current.kind = .sign(try sign())
        }
        current.text = String(characters[start..<index])
    }

    private static let signs: [Character: Character] = [
        "+": "+", "-": "-", "−": "-", "*": "*", "×": "*", "·": "*", "/": "/", "÷": "/", "%": "%",
        "^": "^", "!": "!", "(": "(", ")": ")", ",": ",",
    ]

    private mutating func sign() throws(ExpressionError) -> Character {
        let character = characters[index]
        guard let sign = Self.signs[character] else {
            throw ExpressionError("unexpected \(character)", at: index + 1)
        }
        index += 1
        guard sign == "*", index < characters.count, characters[index] == "*" else { return sign }
        index += 1
        return "^"
    }

    // MARK: Numbers

    private static func isDigit(_ character: Character) -> Bool {
        // A range of characters would hold digits with accents.
        character.asciiValue.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
    }

    private mutating func take(while condition: (Character) -> Bool) {
        while index < characters.count, condition(characters[index]) { index += 1 }
    }

    /// `1_000.25e-3`
    private mutating func number() throws(ExpressionError) -> Real {
        let start = index
        let whole = digits()
        var places: [UInt8] = []
        if index < characters.count, characters[index] == "." {
            index += 1
            places = digits()
        }
        guard !whole.isEmpty || !places.isEmpty else {
            throw ExpressionError("unexpected .", at: start + 1)
        }
        let exponent = try exponent(start)
        let number = Fraction(Whole(Natural(digits: whole + places)))
        let shift = exponent - places.count
        guard number.isZero || Real.orders.contains(number.order + shift) else {
            throw ExpressionError(
                "a number has more than \(Real.maximumDigits) digits", at: start + 1)
        }
        return Real(number.isZero ? number : number.shifted(by: shift))
    }

    /// Digits, with `_` between them where somebody wants to count them.
    private mutating func digits() -> [UInt8] {
        var digits: [UInt8] = []
        while index < characters.count {
            if Self.isDigit(characters[index]), let digit = characters[index].asciiValue {
                digits.append(digit)
            } else if characters[index] != "_" || digits.isEmpty
                || index + 1 == characters.count || !Self.isDigit(characters[index + 1])
            {
                break
            }
            index += 1
        }
        return digits
    }

    /// What follows `e`, where that is a number; else the `e` is none of this number's.
    private mutating func exponent(_ start: Int) throws(ExpressionError) -> Int {
        guard index < characters.count, "eE".contains(characters[index]) else { return 0 }
        var first = index + 1
        let hasSign = first < characters.count && "+-".contains(characters[first])
        if hasSign { first += 1 }
        guard first < characters.count, Self.isDigit(characters[first]) else { return 0 }
        let isNegative = hasSign && characters[first - 1] == "-"
        index = first
        take(while: Self.isDigit)
        guard let value = Int(String(characters[first..<index])), value <= 1_000_000 else {
            throw ExpressionError(
                "a number has more than \(Real.maximumDigits) digits", at: start + 1)
        }
        return isNegative ? -value : value
    }
}
