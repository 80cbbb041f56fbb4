/// How the destination of a Markdown link is written, so that it is read back as it was.
enum MarkdownLink {
    /// Of a URL.
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

    /// Of a path: what means something in Markdown or in an embed is percent-encoded.
    static func destination(path: String) -> String {
        var result: [UInt8] = []
        for byte in path.utf8 {
            switch byte {
            case 0...0x20, 0x7F, UInt8(ascii: "%"), UInt8(ascii: "#"), UInt8(ascii: "?"),
                UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "`"),
                UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\\"), UInt8(ascii: ":"):
                let digits = String(byte, radix: 16, uppercase: true)
                result += Array(("%" + (digits.count == 1 ? "0" : "") + digits).utf8)
            default:
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// A text between the brackets, without markup of its own.
    static func description(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\u{0}"..."\u{1F}", "\u{7F}": result += " "
            case "[", "]", "\\", "`", "*", "<", "&", "!": result += "\\" + String(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
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
