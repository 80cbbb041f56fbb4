// A table's readers answer nil where the key is absent or null; a value's readers name the key it
// belongs to. Both throw where the value is of another kind.

extension ConfigTable {
    public func string(for key: String) throws(ConfigError) -> String? {
        try setValue(for: key)?.string(for: key)
    }

    public func integer(for key: String) throws(ConfigError) -> Int? {
        try setValue(for: key)?.integer(for: key)
    }

    public func double(for key: String) throws(ConfigError) -> Double? {
        try setValue(for: key)?.double(for: key)
    }

    public func boolean(for key: String) throws(ConfigError) -> Bool? {
        try setValue(for: key)?.boolean(for: key)
    }

    public func strings(for key: String) throws(ConfigError) -> [String]? {
        try setValue(for: key)?.strings(for: key)
    }

    public func table(for key: String) throws(ConfigError) -> ConfigTable? {
        try setValue(for: key)?.table(for: key)
    }

    private func setValue(for key: String) -> ConfigValue? {
        self[key].flatMap { $0.isNull ? nil : $0 }
    }
}

extension ConfigValue {
    /// A key whose value is null counts as not set.
    public var isNull: Bool { kind == .null }

    public func string(for key: String) throws(ConfigError) -> String {
        guard case .string(let string) = kind else { throw mismatch(key, "a string") }
        return string
    }

    public func integer(for key: String) throws(ConfigError) -> Int {
        guard case .integer(let integer) = kind else { throw mismatch(key, "an integer") }
        return integer
    }

    /// A number. An integer will do; where an integer is asked for, a float will not.
    public func double(for key: String) throws(ConfigError) -> Double {
        switch kind {
        case .float(let double): return double
        case .integer(let integer): return Double(integer)
        default: throw mismatch(key, "a number")
        }
    }

    public func boolean(for key: String) throws(ConfigError) -> Bool {
        guard case .boolean(let boolean) = kind else { throw mismatch(key, "true or false") }
        return boolean
    }

    /// Strings. A single one counts as an array of one.
    public func strings(for key: String) throws(ConfigError) -> [String] {
        switch kind {
        case .string(let string):
            return [string]
        case .array(let values):
            var strings: [String] = []
            for value in values {
                guard case .string(let string) = value.kind else {
                    throw value.error("`\(key)` must hold only strings, not \(value.kind.name)")
                }
                strings.append(string)
            }
            return strings
        default:
            throw mismatch(key, "a string or an array of strings")
        }
    }

    public func table(for key: String) throws(ConfigError) -> ConfigTable {
        guard case .table(let table) = kind else { throw mismatch(key, "a table") }
        return table
    }

    /// An error that points at this value, for what its type alone does not tell: a range, say.
    public func error(_ message: String) -> ConfigError {
        ConfigError(line: position.line, column: position.column, message: message)
    }

    private func mismatch(_ key: String, _ expected: String) -> ConfigError {
        error("`\(key)` must be \(expected), not \(kind.name)")
    }
}

extension ConfigValue.Kind {
    /// What a reader of an error calls it, with its article.
    public var name: String {
        switch self {
        case .null: "null"
        case .string: "a string"
        case .integer: "an integer"
        case .float: "a float"
        case .boolean: "a boolean"
        case .date: "a date"
        case .array: "an array"
        case .table: "a table"
        }
    }
}
