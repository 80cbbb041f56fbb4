// Keywords for objects (JSON Schema Core 2020-12, 10.3.2; Validation, 6.5).

extension SchemaChecker {
    mutating func checkObject(
        _ object: JSONObject, _ value: JSONValue, _ keyword: JSONObject.Member,
        _ schema: JSONObject
    ) {
        switch keyword.key {
        case "properties": checkProperties(of: object, keyword.value)
        case "patternProperties": checkPatterns(of: object, keyword.value)
        case "additionalProperties": checkOthers(of: object, keyword.value, schema)
        case "propertyNames": checkNames(of: object, keyword.value)
        case "required":
            let names = (keyword.value.array ?? []).compactMap(\.string)
            for name in missing(names, in: object) { report("`\(name.cut(to: 80))` is missing") }
        case "minProperties", "maxProperties":
            checkCount(of: object.members.count, "member", keyword)
        case "dependentRequired", "dependentSchemas", "dependencies":
            checkDependents(of: object, value, keyword.value)
        default: break
        }
    }

    /// Every member, of several with one name each.
    private mutating func checkProperties(of object: JSONObject, _ properties: JSONValue) {
        guard let properties = properties.object, let schemas = lookup(properties) else { return }
        guard spend(object.weightOfNames / 4) else { return }
        for member in object.members where isGoingOn {
            guard let schema = schemas.value(of: member.key) else { continue }
            check(member.value, at: .member(member.key), against: schema)
        }
    }

    private mutating func checkPatterns(of object: JSONObject, _ patterns: JSONValue) {
        for pattern in patterns.object?.members ?? [] {
            for member in object.members where matches(member.key, pattern.key) {
                check(member.value, at: .member(member.key), against: pattern.value)
            }
        }
    }

    private mutating func checkOthers(
        of object: JSONObject, _ others: JSONValue, _ schema: JSONObject
    ) {
        if others == .bool(true) { return }
        let properties = schema["properties"]?.object ?? [:]
        let patterns = schema["patternProperties"]?.object?.members ?? []
        guard let known = lookup(properties) else { return }
        for member in object.members where spend(1 + member.key.utf8.count / 64) {
            if known.value(of: member.key) != nil { continue }
            if patterns.contains(where: { matches(member.key, $0.key) }) { continue }
            guard others == .bool(false) else {
                check(member.value, at: .member(member.key), against: others)
                continue
            }
            reportOther(member.key, beside: properties)
        }
    }

    private mutating func reportOther(_ name: String, beside properties: JSONObject) {
        let names = properties.members.prefix(12).map { "`\($0.key.cut(to: 40))`" }
        let hint = names.isEmpty ? "" : "; what may be there is \(names.joined(separator: ", "))"
        let more = properties.members.count > 12 ? ", …" : ""
        report("is not allowed\(hint)\(more)", at: .member(name))
    }

    private mutating func checkNames(of object: JSONObject, _ names: JSONValue) {
        for member in object.members {
            guard let reason = objection(to: .string(member.key), by: names) else { continue }
            report("the name of `\(member.key.cut(to: 80))` \(reason)")
        }
    }

    /// `dependencies` is draft-07's word for both: names, or a schema.
    private mutating func checkDependents(
        of object: JSONObject, _ value: JSONValue, _ dependents: JSONValue
    ) {
        guard let dependents = dependents.object, let members = lookup(object) else { return }
        for dependent in dependents.members where spend(1 + dependent.key.utf8.count / 64) {
            guard members.value(of: dependent.key) != nil else { continue }
            guard let names = dependent.value.array?.compactMap(\.string) else {
                check(value, against: dependent.value)
                continue
            }
            for name in missing(names, in: object) {
                report("`\(name.cut(to: 80))` is missing beside `\(dependent.key.cut(to: 80))`")
            }
        }
    }

    private mutating func missing(_ names: [String], in object: JSONObject) -> [String] {
        let weight = names.reduce(0) { $0 + 1 + $1.utf8.count / 64 }
        guard spend(weight / 4), let members = lookup(object) else { return [] }
        return names.filter { members.value(of: $0) == nil }
    }
}
