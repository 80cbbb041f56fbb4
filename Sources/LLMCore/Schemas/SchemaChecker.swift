/// Holds one value against a schema, keyword by keyword.
///
/// What is spent is counted, since a schema of a few lines can ask for more work than a machine
/// has. Once the count is used up, or the schema cannot be followed, nothing is looked at any more.
struct SchemaChecker {
    /// What `$ref` leads into.
    let document: JSONValue
    private var place: [ValuePlace] = []
    private var violations: [Found] = []
    /// How many violations are wanted: one, where it only matters whether there is any.
    private var wanted = JSONSchema.maximumViolations
    /// Why the rest is not looked at.
    private var obstacle: Found?
    private var depth = 0
    private var stepsLeft: Int
    private var matchingLeft = SchemaChecker.maximumMatching
    private var expressions: [ExactText: RegularExpression] = [:]
    private var references: [ExactText: JSONValue] = [:]

    /// A step is a schema held against a value, or a few dozen bytes looked at: half a microsecond or
    /// so. Real answers need thousands.
    static let maximumSteps = 1_000_000
    /// What all regular expressions together may spend.
    static let maximumMatching = 1_000_000
    /// How deep schemas are followed, through values and `$ref`. A thread's stack of 512 kB has
    /// room for that in a debug build too.
    static let maximumDepth = 100

    init(of document: JSONValue, steps: Int = maximumSteps) {
        self.document = document
        stepsLeft = steps
    }

    var result: [JSONSchema.Violation] {
        (violations + [obstacle].compactMap(\.self)).map(\.violation)
    }

    /// A violation, and how deep in the value its place is.
    private struct Found {
        var violation: JSONSchema.Violation
        var depth: Int
    }

    mutating func check(_ value: JSONValue, against schema: JSONValue) {
        guard spend(1 + value.weightOfKind) else { return }
        switch schema {
        case .bool(true): break
        case .bool(false): report("is not allowed")
        case .object(let keywords):
            guard depth < Self.maximumDepth else {
                return giveUp("the schema refers to itself without end, or the value is too deep")
            }
            guard spend(keywords.members.count / 4) else { return }
            // Some keywords look for others beside them, and a name may be there many times.
            let search = keywords.members.count / 16
            depth += 1
            for keyword in keywords.members where spend(search) {
                check(value, keyword, of: keywords)
            }
            depth -= 1
        default: giveUp("there is no schema for it but \(schema.excerpt)")
        }
    }

    private mutating func check(
        _ value: JSONValue, _ keyword: JSONObject.Member, of schema: JSONObject
    ) {
        switch keyword.key {
        case "type": checkType(of: value, keyword.value)
        case "enum", "const": checkChoice(of: value, keyword)
        case "$ref": follow(keyword.value, for: value)
        case "allOf", "anyOf", "oneOf", "not", "if":
            checkCombination(of: value, keyword, schema)
        default:
            switch value {
            case .object(let object): checkObject(object, value, keyword, schema)
            case .array(let elements): checkArray(elements, keyword, schema)
            case .number(let text): checkNumber(text, keyword)
            case .string, .unpairedString: checkString(value.string ?? "", keyword)
            case .bool, .null: break
            }
        }
    }
}

// MARK: - For the keywords

extension SchemaChecker {
    var isGoingOn: Bool { obstacle == nil && violations.count < wanted }

    /// Counts work before it is done; false where nothing is to be done any more.
    mutating func spend(_ steps: Int) -> Bool {
        guard isGoingOn else { return false }
        stepsLeft -= steps
        if stepsLeft < 0 { giveUp("there is more to check than is ever checked") }
        return isGoingOn
    }

    mutating func report(_ message: String) {
        // To name a place is the most that a violation costs.
        if spend(4 + 4 * place.count) { violations.append(found(message)) }
    }

    /// Ends the check: what is not known to fit does not fit.
    mutating func giveUp(_ reason: String) {
        if isGoingOn { obstacle = found("cannot be checked: \(reason)") }
    }

    private func found(_ message: String) -> Found {
        let path = place.map(\.token).joined()
        return Found(
            violation: JSONSchema.Violation(path: path, message: message), depth: place.count)
    }

    /// The check of something inside of the value.
    mutating func check(_ value: JSONValue, at step: ValuePlace, against schema: JSONValue) {
        place.append(step)
        check(value, against: schema)
        place.removeLast()
    }

    /// Reports about something inside of the value.
    mutating func report(_ message: String, at step: ValuePlace) {
        place.append(step)
        report(message)
        place.removeLast()
    }

    /// The first thing that is wrong by a schema that need not hold; nil where it does.
    ///
    /// What is given up inside is given up as a whole: it counts neither as fitting nor as not.
    mutating func objection(to value: JSONValue, by schema: JSONValue) -> String? {
        let found = violations
        let outer = wanted
        (violations, wanted) = ([], 1)
        check(value, against: schema)
        let first = violations.first
        (violations, wanted) = (found, outer)
        guard let first else { return nil }
        let isHere = first.depth == place.count
        let words = isHere ? first.violation.message : first.violation.description
        // Alternatives of alternatives would make it long.
        return words.cut(to: 200)
    }

    // MARK: What is looked up once

    /// The members of an object by their names; nil where nothing is to be done any more.
    mutating func lookup(_ object: JSONObject) -> NameLookup? {
        spend(object.weightOfNames / 4) ? NameLookup(object) : nil
    }

    /// Whether the pattern occurs in the text; false, too, where that cannot be told.
    mutating func matches(_ text: String, _ pattern: String) -> Bool {
        guard spend(1 + (text.utf8.count + pattern.utf8.count) / 64),
            let expression = expression(pattern)
        else { return false }
        switch expression.search(text, budget: &matchingLeft) {
        case .found: return true
        case .notFound: return false
        case .tooLong:
            giveUp("to match the pattern \(JSONValue.string(pattern).excerpt) takes too long")
            return false
        }
    }

    private mutating func expression(_ pattern: String) -> RegularExpression? {
        let key = ExactText(pattern)
        if let known = expressions[key] { return known }
        guard spend(50) else { return nil }
        do throws(RegularExpressionError) {
            let expression = try RegularExpression(pattern)
            guard spend(expression.size / 64) else { return nil }
            // `a{1000}` takes a hundred times the memory of its text.
            if expressions.count >= 64 { expressions = [:] }
            expressions[key] = expression
            return expression
        } catch {
            let excerpt = JSONValue.string(pattern).excerpt
            giveUp("the schema's pattern \(excerpt) is none: \(error.message)")
            return nil
        }
    }

    private mutating func follow(_ reference: JSONValue, for value: JSONValue) {
        guard let text = reference.string, spend(text.utf8.count / 64) else { return }
        let key = ExactText(text)
        if references[key] == nil {
            var steps = 0
            references[key] = document.target(of: text, steps: &steps)
            guard spend(steps / 8) else { return }
        }
        guard let target = references[key] else {
            return giveUp("the schema refers to \(reference.excerpt), which is not in it")
        }
        check(value, against: target)
    }
}

/// A step down into a value.
enum ValuePlace {
    case member(String)
    case element(Int)

    /// As in a JSON Pointer; a long name is cut.
    var token: String {
        switch self {
        case .element(let index): return "/\(index)"
        case .member(let name):
            var token = "/"
            for scalar in name.cut(to: 80).unicodeScalars {
                switch scalar {
                case "~": token += "~0"
                case "/": token += "~1"
                default: token.unicodeScalars.append(scalar)
                }
            }
            return token
        }
    }
}
