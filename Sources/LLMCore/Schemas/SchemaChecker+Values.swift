// Keywords for any value, for numbers and for strings (JSON Schema Validation 2020-12, 6.1 to 6.3).

extension SchemaChecker {
    mutating func checkType(of value: JSONValue, _ types: JSONValue) {
        guard spend((types.array?.count ?? 0) / 4) else { return }
        let names = types.array?.compactMap(\.string) ?? [types.string].compactMap(\.self)
        if names.isEmpty || names.contains(where: value.isOfType) { return }
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
        guard !choices.isEmpty, spend(value.weight * choices.count) else { return }
        if choices.contains(where: { SchemaEquality($0) == SchemaEquality(value) }) { return }
        let words = choices.excerpts
        report(
            "must be \(choices.count == 1 ? words : "one of \(words)"), not \(value.excerpt)")
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
        guard case .number(let bound) = keyword.value else { return }
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
    fileprivate func isOfType(_ name: String) -> Bool {
        switch self {
        case .null: name == "null"
        case .bool: name == "boolean"
        case .string, .unpairedString: name == "string"
        case .array: name == "array"
        case .object: name == "object"
        case .number(let text):
            name == "number" || name == "integer" && DecimalNumber(text).isInteger
        }
    }
}
