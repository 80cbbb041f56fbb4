extension String {
    /// The text with control, bidirectional and other invisible characters as `\u{…}`, cut at
    /// 200 characters: fit to be quoted in an error.
    package var visible: String { visible(upTo: 200) }

    func visible(upTo limit: Int) -> String {
        var result = ""
        for (count, scalar) in unicodeScalars.enumerated() {
            if count == limit { return result + "…" }
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

    /// The beginning of what a server sent, for an error that says it cannot be read.
    init(excerptOf bytes: [UInt8]) {
        self = String(decoding: bytes.prefix(400), as: UTF8.self).visible(upTo: 80)
    }
}
