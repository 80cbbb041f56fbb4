extension String {
    /// The text with control, bidirectional and other invisible characters as `\u{…}`, cut at
    /// 200 characters: fit to be quoted in an error.
    var visible: String {
        var result = ""
        for (count, scalar) in unicodeScalars.enumerated() {
            if count == 200 { return result + "…" }
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned,
                .privateUse:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default:
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
