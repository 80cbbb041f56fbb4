// Keywords for arrays (JSON Schema Core 2020-12, 10.3.1; Validation, 6.4).

extension SchemaChecker {
    mutating func checkArray(
        _ elements: [JSONValue], _ keyword: JSONObject.Member, _ schema: JSONObject
    ) {
        switch keyword.key {
        case "prefixItems": checkFirst(of: elements, keyword.value.array ?? [])
        case "items":
            // In draft-07 an array means what `prefixItems` does.
            if let schemas = keyword.value.array { return checkFirst(of: elements, schemas) }
            let first = schema["prefixItems"]?.array?.count ?? 0
            checkRest(of: elements, from: first, keyword.value)
        case "additionalItems":
            guard let first = schema["items"]?.array?.count else { return }
            checkRest(of: elements, from: first, keyword.value)
        case "contains": checkContents(of: elements, keyword.value, schema)
        case "minItems", "maxItems": checkCount(of: elements.count, "item", keyword)
        case "uniqueItems":
            if keyword.value == .bool(true) { checkDifference(of: elements) }
        default: break
        }
    }

    private mutating func checkFirst(of elements: [JSONValue], _ schemas: [JSONValue]) {
        for (index, (element, schema)) in zip(elements, schemas).enumerated() where isGoingOn {
            check(element, at: .element(index), against: schema)
        }
    }

    private mutating func checkRest(
        of elements: [JSONValue], from first: Int, _ schema: JSONValue
    ) {
        for (index, element) in elements.enumerated().dropFirst(first) where isGoingOn {
            check(element, at: .element(index), against: schema)
        }
    }

    private mutating func checkContents(
        of elements: [JSONValue], _ wanted: JSONValue, _ schema: JSONObject
    ) {
        var count = 0
        var reason: String?
        for element in elements where isGoingOn {
            let objection = objection(to: element, by: wanted)
            if objection == nil { count += 1 }
            reason = reason ?? objection
        }
        reportContents(count, reason, schema)
    }

    private mutating func reportContents(_ count: Int, _ reason: String?, _ schema: JSONObject) {
        let least = schema["minContains"]?.int ?? 1
        let most = schema["maxContains"]?.int ?? .max
        guard count < least || count > most else { return }
        let example = count < least ? reason.map { " (the first other one \($0))" } ?? "" : ""
        report(
            "must have at \(count < least ? "least \(least)" : "most \(most)") of the items that "
                + "`contains` asks for, not \(count)\(example)")
    }

    private mutating func checkDifference(of elements: [JSONValue]) {
        var first: [SchemaEquality: Int] = [:]
        for (index, element) in elements.enumerated() {
            guard let weight = weight(of: element), spend(weight) else { return }
            if let earlier = first[SchemaEquality(element)] {
                report("is the same as item \(earlier), counted from 0", at: .element(index))
            } else {
                first[SchemaEquality(element)] = index
            }
        }
    }
}
