import LLMCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An entry as one line: `2026-01-31T12:34:56.789Z info 4711 response status=200 ms=420`.
///
/// Time, level, process, message, then the fields. A word that holds a blank, a quote, a backslash or
/// something unseen is a JSON string in which nothing is unseen.
enum LogLine {
    static func text(
        _ entry: LogEntry, at time: Timestamp = .now, process: Int32 = getpid()
    ) -> String {
        var words = [
            "\(time)", entry.level.rawValue, "\(process)", word(entry.message, isName: true),
        ]
        for field in entry.fields.members {
            words.append("\(word(field.key, isName: true))=\(value(field.value))")
        }
        return words.joined(separator: " ")
    }

    private static func value(_ value: JSONValue) -> String {
        if let text = value.string { return word(text, isName: false) }
        return word(String(decoding: JSONWriter.bytes(of: value), as: UTF8.self), isName: false)
    }

    /// A name ends at its equals sign, so that it may hold none.
    private static func word(_ text: String, isName: Bool) -> String {
        let isPlain =
            !text.isEmpty
            && text.unicodeScalars.allSatisfy { scalar in
                scalar != " " && scalar != "\"" && scalar != "\\" && !(isName && scalar == "=")
                    && !isUnseen(scalar)
            }
        return isPlain ? text : quoted(text)
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if isUnseen(scalar) {
                    for unit in String(scalar).utf16 { result += escape(unit) }
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }

    private static func escape(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }

    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
