/// Finds what in a schema is no schema, before any value is held against it.
///
/// Only what `SchemaChecker` reads is looked at. What it would pass over, like a `minimum` that is
/// a string, is a fault as well: whoever wrote it meant something.
struct SchemaFaults {
    private let document: JSONValue
    private(set) var found: [JSONSchema.Violation] = []
    private var place: [ValuePlace] = []
    private var depth = 0
    private var stepsLeft = SchemaChecker.maximumSteps

    /// Schemas in schemas; what is looked at takes more of a stack than what is followed.
    private static let maximumDepth = 64

    init(of document: JSONValue) {
        self.document = document
        check(document)
    }

    /// What the value of a keyword has to be.
    private enum Form {
        case schema, schemas, schemasByName, schemaOrSchemas, schemasOrNamesByName
        case names, namesByName, types
        case number, positiveNumber, count, flag, array
        case pattern, schemasByPattern, reference
    }

    private static let forms: [String: Form] = [
        "type": .types, "enum": .array, "required": .names, "dependentRequired": .namesByName,
        "properties": .schemasByName, "patternProperties": .schemasByPattern,
        "additionalProperties": .schema, "propertyNames": .schema,
        "dependentSchemas": .schemasByName, "dependencies": .schemasOrNamesByName,
        "minProperties": .count, "maxProperties": .count,
        "items": .schemaOrSchemas, "prefixItems": .schemas, "additionalItems": .schema,
        "contains": .schema, "minContains": .count, "maxContains": .count,
        "minItems": .count, "maxItems": .count, "uniqueItems": .flag,
        "minLength": .count, "maxLength": .count, "pattern": .pattern,
        "minimum": .number, "maximum": .number, "exclusiveMinimum": .number,
        "exclusiveMaximum": .number, "multipleOf": .positiveNumber,
        "allOf": .schemas, "anyOf": .schemas, "oneOf": .schemas, "not": .schema,
        "if": .schema, "then": .schema, "else": .schema, "$ref": .reference,
        "$defs": .schemasByName, "definitions": .schemasByName,
    ]

    private static let types = [
        "null", "boolean", "object", "array", "number", "string", "integer",
    ]

    // MARK: Walking

    private mutating func check(_ schema: JSONValue) {
        stepsLeft -= 1
        guard isLooking else { return }
        switch schema {
        case .bool: break
        case .object(let keywords):
            guard depth < Self.maximumDepth else { return report("is nested too deep") }
            depth += 1
            defer { depth -= 1 }
            for keyword in keywords.members where isLooking {
                guard let form = Self.forms[keyword.key] else { continue }
                inside(.member(keyword.key)) { $0.check(keyword.value, form) }
            }
        default: report("must be a schema, an object, not \(schema.excerpt)")
        }
    }

    private var isLooking: Bool {
        stepsLeft > 0 && found.count < JSONSchema.maximumViolations
    }

    private mutating func check(_ value: JSONValue, _ form: Form) {
        switch form {
        case .schema: check(value)
        case .schemas: checkElements(value) { $0.check($1) }
        case .schemasByName: checkMembers(value) { $0.check($1) }
        case .schemaOrSchemas: value.array == nil ? check(value) : check(value, .schemas)
        case .schemasOrNamesByName:
            checkMembers(value) { $1.array == nil ? $0.check($1) : $0.check($1, .names) }
        case .schemasByPattern:
            checkMembers(value) { $0.check($1) }
            for member in value.object?.members ?? [] where isLooking { checkPattern(member.key) }
        case .names:
            checkElements(value) { if $1.string == nil { $0.report("must be a string") } }
        case .namesByName: checkMembers(value) { $0.check($1, .names) }
        case .types:
            let types = value.array ?? [value]
            for type in types where isLooking && !Self.types.contains(type.string ?? "") {
                let names = Self.types.map { "\"\($0)\"" }
                report("must be one of \(names.listed("or")), not \(type.excerpt)")
            }
        case .array: checkElements(value) { _, _ in }
        case .flag: if value.bool == nil { report("must be true or false") }
        case .number: if number(value) == nil { report("must be a number") }
        case .positiveNumber:
            if number(value)?.isPositive != true { report("must be a number above 0") }
        case .count:
            if number(value).map({ $0.isInteger && $0 >= DecimalNumber("0") }) != true {
                report("must be a whole number from 0 on")
            }
        case .pattern:
            guard let pattern = value.string else { return report("must be a string") }
            checkPattern(pattern)
        case .reference: checkReference(value)
        }
    }

    private mutating func checkElements(
        _ value: JSONValue, _ body: (inout SchemaFaults, JSONValue) -> Void
    ) {
        guard let elements = value.array else { return report("must be an array") }
        for (index, element) in elements.enumerated() {
            inside(.element(index)) { body(&$0, element) }
        }
    }

    private mutating func checkMembers(
        _ value: JSONValue, _ body: (inout SchemaFaults, JSONValue) -> Void
    ) {
        guard let object = value.object else { return report("must be an object") }
        for member in object.members {
            inside(.member(member.key)) { body(&$0, member.value) }
        }
    }

    private mutating func inside(_ step: ValuePlace, _ body: (inout SchemaFaults) -> Void) {
        place.append(step)
        body(&self)
        place.removeLast()
    }

    // MARK: Leaves

    private func number(_ value: JSONValue) -> DecimalNumber? {
        guard case .number(let text) = value else { return nil }
        return DecimalNumber(text)
    }

    private mutating func checkPattern(_ pattern: String) {
        do throws(RegularExpressionError) {
            stepsLeft -= try 50 + RegularExpression(pattern).size / 64
        } catch {
            report("\(JSONValue.string(pattern).excerpt) is no pattern: \(error.message)")
        }
    }

    private mutating func checkReference(_ value: JSONValue) {
        guard let reference = value.string else { return report("must be a string") }
        var steps = 0
        if document.target(of: reference, steps: &steps) == nil {
            report("leads to \(value.excerpt), which is not in the schema")
        }
        stepsLeft -= steps / 8
    }

    private mutating func report(_ message: String) {
        guard found.count < JSONSchema.maximumViolations else { return }
        let path = place.map(\.token).joined()
        found.append(JSONSchema.Violation(path: path, message: message))
    }
}
