/// How a URL is written as the destination of a Markdown link, so that it is read back as it was.
enum MarkdownLink {
    static func destination(_ url: String) -> String {
        var result = ""
        for byte in url.utf8 {
            switch byte {
            // A destination ends at these, or they begin something stronger than a link.
            case 0...0x20, 0x7F..., UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "`"):
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count == 1 ? "0" : "") + digits
            case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\\"):
                result += "\\" + String(UnicodeScalar(byte))
            default:
                result.unicodeScalars.append(UnicodeScalar(byte))
            }
        }
        return result.escapingEntities
    }
}

extension String {
    /// `&copy;` would be read as one character; a lone `&` is one itself.
    fileprivate var escapingEntities: String {
        guard contains("&"), contains(";") else { return self }
        var result = ""
        var rest = self[...]
        while let index = rest.firstIndex(of: "&") {
            let after = rest[index...].dropFirst()
            let name = after.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "#") }
            let isEntity = !name.isEmpty && after.dropFirst(name.count).first == ";"
            result += rest[..<index] + (isEntity ? "&amp;" : "&")
            rest = after
        }
        return result + rest
    }
}
