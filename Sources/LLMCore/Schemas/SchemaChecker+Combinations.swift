// Schemas that are made of schemas (JSON Schema Core 2020-12, 10.2).

extension SchemaChecker {
    mutating func checkCombination(
        of value: JSONValue, _ keyword: JSONObject.Member, _ schema: JSONObject
    ) {
        switch keyword.key {
        case "allOf":
            for part in keyword.value.array ?? [] where isGoingOn { check(value, against: part) }
        case "anyOf": checkAny(of: keyword.value.array ?? [], value)
        case "oneOf": checkOne(of: keyword.value.array ?? [], value)
        case "not": if objection(to: value, by: keyword.value) == nil { report(not: keyword.value) }
        case "if": checkBranch(of: value, keyword.value, schema)
        default: break
        }
    }

    private mutating func checkBranch(
        of value: JSONValue, _ condition: JSONValue, _ schema: JSONObject
    ) {
        let branch = objection(to: value, by: condition) == nil ? "then" : "else"
        if let consequence = schema[branch] { check(value, against: consequence) }
    }

    private mutating func checkAny(of alternatives: [JSONValue], _ value: JSONValue) {
        var objections: [String] = []
        for alternative in alternatives {
            guard isGoingOn, let reason = objection(to: value, by: alternative) else { return }
            if objections.count < Self.namedAlternatives { objections.append(reason) }
        }
        if !objections.isEmpty { report(none(of: alternatives.count, objections)) }
    }

    private mutating func checkOne(of alternatives: [JSONValue], _ value: JSONValue) {
        var objections: [String] = []
        var fitting: [Int] = []
        for (index, alternative) in alternatives.enumerated() {
            guard isGoingOn else { return }
            guard let reason = objection(to: value, by: alternative) else {
                fitting.append(index + 1)
                continue
            }
            if objections.count < Self.namedAlternatives { objections.append(reason) }
        }
        if fitting.count > 1 { report(several: fitting) }
        if fitting.isEmpty, !objections.isEmpty {
            report(none(of: alternatives.count, objections))
        }
    }

    // MARK: Words

    // In functions of their own, as what a message is made of would weigh on the stack at each level.

    private mutating func report(several fitting: [Int]) {
        let numbers = fitting.prefix(12).map(String.init).joined(separator: ", ")
        report("must fit one alternative of `oneOf`, and fits several: \(numbers)")
    }

    private mutating func report(not excluded: JSONValue) {
        report("must not be \(self.excluded(by: excluded) ?? "what `not` describes")")
    }

    /// Of so many alternatives it is said why they do not fit.
    private static let namedAlternatives = 8

    private func none(of count: Int, _ objections: [String]) -> String {
        if count == 1 { return objections[0] }
        let numbered = objections.enumerated().map { "(\($0 + 1)) \($1)" }
        let more = count > objections.count ? "; …" : ""
        return "fits none of \(count) alternatives: "
            + numbered.joined(separator: "; ") + more
    }

    /// The values that a schema stands for, where it names them.
    private func excluded(by schema: JSONValue) -> String? {
        if let value = schema["const"] { return value.excerpt }
        return schema["enum"]?.array?.excerpts
    }
}
