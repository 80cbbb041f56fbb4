// Values in sentences.

extension JSONValue {
    /// The value where it is short, and what kind it is of otherwise: `"abc"`, `3`, `an object`.
    var excerpt: String {
        switch self {
        case .null: return "null"
        case .bool(let flag): return flag ? "true" : "false"
        case .number(let text): return text.cut(to: 40)
        case .string, .unpairedString:
            let text = (string ?? "").cut(to: 60)
            return String(decoding: JSONWriter.bytes(of: .string(text)), as: UTF8.self)
        case .array: return "an array"
        case .object: return "an object"
        }
    }
}

extension String {
    /// So many characters of it at most, with `…` where some are left out.
    func cut(to count: Int) -> String {
        let kept = unicodeScalars.prefix(count)
        return kept.endIndex == unicodeScalars.endIndex ? self : String(kept) + "…"
    }
}

extension [JSONValue] {
    /// `"a", "b" or 3`; of many the first ones.
    var excerpts: String {
        let words = prefix(12).map(\.excerpt)
        return count > 12 ? words.joined(separator: ", ") + ", …" : words.listed("or")
    }
}

extension [String] {
    /// `a, b or c`
    func listed(_ conjunction: String) -> String {
        guard count > 1, let last else { return joined() }
        return dropLast().joined(separator: ", ") + " \(conjunction) " + last
    }
}
