/// A JSON Schema that values are held against: the common vocabulary of 2020-12, and the words that
/// draft-07 has for it.
///
/// Keywords that are unknown say nothing, `format` neither, and `$ref` leads into the same document
/// only. Schema and value may be a stranger's: whatever they are, the check ends soon, and what it
/// could not finish does not count as fitting.
public struct JSONSchema: Hashable, Sendable {
    let document: JSONValue

    /// Anything may be a schema; `faults` tells what of it is none.
    public init(_ value: JSONValue) {
        document = value
    }

    /// What is wrong with a value, in the order of the schema: nothing where it fits, and never
    /// more than `maximumViolations`.
    public func violations(of value: JSONValue) -> [Violation] {
        var checker = SchemaChecker(of: document)
        checker.check(value, against: document)
        return checker.result
    }

    /// What in the schema itself is wrong, each with its place there: types that do not exist,
    /// patterns that are none, references that lead nowhere.
    ///
    /// With such a schema no value may fit, so it should not be sent to anybody.
    public var faults: [Violation] { SchemaFaults(of: document).found }

    /// After so many violations the rest is not looked for.
    public static let maximumViolations = 20
}

extension JSONSchema {
    /// What is wrong at one place, in words for models and for people.
    public struct Violation: Hashable, Sendable, CustomStringConvertible {
        /// The place as a JSON Pointer (RFC 6901), empty for the whole; long names in it are cut.
        public var path: String
        /// What goes after the place: `must be a string, not 3`.
        public var message: String

        public init(path: String, message: String) {
            self.path = path
            self.message = message
        }

        /// `/place: must be a string, not 3`; without a place where the whole is meant.
        public var description: String { path.isEmpty ? message : "\(path): \(message)" }
    }
}
