/// Any JSON: objects keep their order, numbers their spelling.
///
/// Foundation's decoder keeps neither, and it fails on a surrogate escape without its partner,
/// which a stream legitimately holds when a pair is split over two deltas.
public enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    /// The number as it was written, in JSON's own grammar.
    case number(String)
    case string(String)
    /// A string with at least one lone surrogate, as WTF-8: UTF-8 that also encodes surrogates.
    case unpairedString([UInt8])
    case array([JSONValue])
    case object(JSONObject)

    public init(_ value: Int) {
        self = .number(String(value))
    }

    /// JSON has no infinities and no NaN: they become `null`.
    public init(_ value: Double) {
        self = value.isFinite ? .number("\(value)") : .null
    }
}

extension JSONValue {
    /// The text; a lone surrogate is read as U+FFFD.
    public var string: String? {
        switch self {
        case .string(let text): text
        case .unpairedString(let bytes): WTF8.repaired(bytes)
        default: nil
        }
    }

    /// The number as an integer, where it is one: `2`, `2.0` and `2e0` are.
    public var int: Int? {
        guard case .number(let text) = self else { return nil }
        return Int(text) ?? Double(text).flatMap { Int(exactly: $0) }
    }

    public var double: Double? {
        guard case .number(let text) = self else { return nil }
        return Double(text)
    }

    public var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    public var array: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    public var object: JSONObject? {
        guard case .object(let object) = self else { return nil }
        return object
    }

    public var isNull: Bool { self == .null }

    /// The member of that name; nil where there is none, or where this is no object.
    public subscript(key: String) -> JSONValue? {
        guard case .object(let object) = self else { return nil }
        return object[key]
    }

    /// The element at that position; nil where there is none, or where this is no array.
    public subscript(index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }
}

// Not by nil: a `nil` meant for an optional value would silently become `null`.
extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByStringInterpolation,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int) { self.init(value) }
    public init(floatLiteral value: Double) { self.init(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(elements))
    }
}
