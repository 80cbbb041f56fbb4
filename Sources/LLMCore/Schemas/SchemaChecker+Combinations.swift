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
        case "not":
            if objection(to: value, by: keyword.value) == nil {
                report("must not be \(excluded(by: keyword.value) ?? "what `not` describes")")
            }
        case "if":
            let branch = objection(to: value, by: keyword.value) == nil ? "then" : "else"
            if let consequence = schema[branch] { check(value, against: consequence) }
        default: break
        }
    }

    private mutating func checkAny(of alternatives: [JSONValue], _ value: JSONValue) {
        var objections: [String] = []
        for alternative in alternatives {
            guard isGoingOn else { return }
            guard let reason = objection(to: value, by: alternative) else { return }
            objections.append(reason)
        }
        if !objections.isEmpty { report(none(of: objections)) }
    }

    private mutating func checkOne(of alternatives: [JSONValue], _ value: JSONValue) {
        var objections: [String] = []
        var fitting: [Int] = []
        for (index, alternative) in alternatives.enumerated() {
            guard isGoingOn else { return }
            if let reason = objection(to: value, by: alternative) {
                objections.append(reason)
            } else {
                fitting.append(index + 1)
            }
        }
        if fitting.count > 1 {
            let numbers = fitting.prefix(12).map(String.init).joined(separator: ", ")
            report("must fit one alternative of `oneOf`, and fits several: \(numbers)")
        } else if fitting.isEmpty, !objections.isEmpty {
            report(none(of: objections))
        }
    }

    private func none(of objections: [String]) -> String {
        if objections.count == 1 { return objections[0] }
        let numbered = objections.prefix(8).enumerated().map { "(\($0 + 1)) \($1)" }
        let more = objections.count > 8 ? "; …" : ""
        return "fits none of \(objections.count) alternatives: "
            + numbered.joined(separator: "; ") + more
    }

    /// The values that a schema stands for, where it names them.
    private func excluded(by schema: JSONValue) -> String? {
        if let value = schema["const"] { return value.excerpt }
        return schema["enum"]?.array?.excerpts
    }
}
