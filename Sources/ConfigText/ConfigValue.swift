/// A value read from a configuration text, and where it is written.
public struct ConfigValue: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        /// A YAML key without a value; TOML has none.
        case null
        case string(String)
        case integer(Int)
        case float(Double)
        case boolean(Bool)
        /// A date, a time or both, as the text spells it: nothing here computes with dates.
        case date(String)
        case array([ConfigValue])
        case table(ConfigTable)
    }

    public var kind: Kind
    public var position: SourcePosition

    public init(_ kind: Kind, at position: SourcePosition) {
        self.kind = kind
        self.position = position
    }
}

/// A place in a text. Lines and columns count from 1, columns in UTF-8 bytes.
public struct SourcePosition: Equatable, Comparable, Sendable {
    public var line: Int
    public var column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    public static func < (left: SourcePosition, right: SourcePosition) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}
