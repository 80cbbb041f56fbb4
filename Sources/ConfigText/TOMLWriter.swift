/// Writes settings as TOML 1.0: one `key = value` a line, tables inline.
///
/// No string spans lines, so no text in a value can look like a line of anything else. What is
/// written is read back as it was by `TOMLParser`, but for nulls, which TOML has no word for.
public enum TOMLWriter {
    public static func text(of table: ConfigTable) -> String {
        table.entries.filter { !$0.value.isNull }
            .map { "\(key($0.key)) = \(text(of: $0.value))\n" }.joined()
    }

    public static func text(of value: ConfigValue) -> String {
        switch value.kind {
        case .string(let text): return quoted(text)
        case .integer(let number): return String(number)
        case .float(let number): return "\(number)"
        case .boolean(let flag): return String(flag)
        case .date(let spelling): return spelling
        case .array(let values):
            let elements = values.filter { !$0.isNull }.map { text(of: $0) }
            return "[\(elements.joined(separator: ", "))]"
        case .null: return "{}"
        case .table(let table):
            let entries = table.entries.filter { !$0.value.isNull }
            if entries.isEmpty { return "{}" }
            let members = entries.map { "\(key($0.key)) = \(text(of: $0.value))" }
            return "{ \(members.joined(separator: ", ")) }"
        }
    }

    private static func key(_ key: String) -> String {
        let isBare =
            !key.isEmpty
            && key.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
        return isBare ? key : quoted(key)
    }

    /// A basic string. Of the control characters TOML allows only the tab as it is.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0}"..<" ", "\u{7F}"..."\u{9F}":
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
