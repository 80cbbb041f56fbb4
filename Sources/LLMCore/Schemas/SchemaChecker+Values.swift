// Keywords for any value, for numbers and for strings (JSON Schema Validation 2020-12, 6.1 to 6.3).

extension SchemaChecker {
    mutating func checkType(of value: JSONValue, _ types: JSONValue) {
        guard spend((types.array?.count ?? 0) / 4) else { return }
        let names = types.array?.compactMap(\.string) ?? [types.string].compactMap(\.self)
        let kinds = value.types
        if names.isEmpty || names.contains(where: kinds.contains) { return }
        report("must be \(names.prefix(12).map(Self.words).listed("or")), not \(value.excerpt)")
    }

    private static func words(for type: String) -> String {
        switch type {
        case "null": "null"
        case "boolean": "true or false"
        case "array", "integer", "object": "an \(type)"
        default: "a \(type.cut(to: 40))"
        }
    }

    /// `enum` and `const`.
    mutating func checkChoice(of value: JSONValue, _ keyword: JSONObject.Member) {
        let choices = keyword.key == "const" ? [keyword.value] : keyword.value.array ?? []
        guard !choices.isEmpty, spend(choices, comparedWith: value) else { return }
        if choices.contains(where: { SchemaEquality($0) == SchemaEquality(value) }) { return }
        let words = choices.excerpts
        report(
            "must be \(choices.count == 1 ? words : "one of \(words)"), not \(value.excerpt)")
    }

    private mutating func spend(_ choices: [JSONValue], comparedWith value: JSONValue) -> Bool {
        guard let weight = weight(of: value) else { return false }
        for choice in choices {
            // Of different kinds, they are told apart at once.
            let isAlike = choice.isContainer == value.isContainer
            guard let other = isAlike ? self.weight(of: choice) : 1, spend(max(weight, other))
            else { return false }
        }
        return isGoingOn
    }

    /// About how much work it is to compare a value; nil where it is too deep for that.
    mutating func weight(of value: JSONValue) -> Int? {
        if let weight = value.weight(depth: Self.maximumDepth) { return weight }
        giveUp("the value is too deep")
        return nil
    }

    mutating func checkNumber(_ text: String, _ keyword: JSONObject.Member) {
        guard case .number(let bound) = keyword.value,
            spend((text.utf8.count + bound.utf8.count) / 64)
        else { return }
        let (number, limit) = (DecimalNumber(text), DecimalNumber(bound))
        let demand: String?
        switch keyword.key {
        case "minimum": demand = number < limit ? "at least" : nil
        case "exclusiveMinimum": demand = number > limit ? nil : "more than"
        case "maximum": demand = number > limit ? "at most" : nil
        case "exclusiveMaximum": demand = number < limit ? nil : "less than"
        case "multipleOf":
            guard limit.isPositive else { return }
            guard let isMultiple = number.isMultiple(of: limit) else {
                return giveUp("`multipleOf` has more than 18 digits")
            }
            demand = isMultiple ? nil : "a multiple of"
        default: return
        }
        guard let demand else { return }
        report("must be \(demand) \(bound.cut(to: 40)), not \(text.cut(to: 40))")
    }

    mutating func checkString(_ text: String, _ keyword: JSONObject.Member) {
        guard spend(text.utf8.count / 64) else { return }
        switch keyword.key {
        case "minLength", "maxLength":
            checkCount(of: text.unicodeScalars.count, "character", keyword)
        case "pattern":
            guard let pattern = keyword.value.string, !matches(text, pattern) else { return }
            report(
                "must match the pattern `\(pattern.cut(to: 200))`, which "
                    + "\(JSONValue.string(text).excerpt) does not")
        default: break
        }
    }

    /// The keywords that begin with `min` and `max` and say how many.
    mutating func checkCount(of count: Int, _ noun: String, _ keyword: JSONObject.Member) {
        guard case .number(let bound) = keyword.value, spend(bound.utf8.count / 64) else { return }
        let (number, limit) = (DecimalNumber(String(count)), DecimalNumber(bound))
        let isMinimum = keyword.key.hasPrefix("min")
        guard isMinimum ? number < limit : number > limit else { return }
        let nouns = limit == DecimalNumber("1") ? noun : noun + "s"
        report(
            "must have at \(isMinimum ? "least" : "most") \(bound.cut(to: 40)) \(nouns), "
                + "not \(count)")
    }
}

extension JSONValue {
    /// What `type` may call it.
    fileprivate var types: [String] {
        switch self {
        case .null: ["null"]
        case .bool: ["boolean"]
        case .string, .unpairedString: ["string"]
        case .array: ["array"]
        case .object: ["object"]
        case .number(let text):
            DecimalNumber(text).isInteger ? ["number", "integer"] : ["number"]
        }
    }

    fileprivate var isContainer: Bool {
        switch self {
        case .array, .object: true
        default: false
        }
    }

    /// How much work it is to tell its type, and to show it.
    var weightOfKind: Int {
        switch self {
        case .number(let text): text.utf8.count / 64
        case .unpairedString(let bytes): bytes.count / 16
        default: 0
        }
    }
}
