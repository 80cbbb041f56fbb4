/// Markdown as HTML, whoever wrote it.
public enum MarkdownHTML {
    /// The largest text that is read as Markdown, in bytes.
    private static let maximumSize = EmbedSearch.maximumSize

    /// The text's blocks, tables among them. Tags in it become text, images links, and of links that
    /// lead to another machine in another way than by http, https and mailto the text is left.
    ///
    /// - Parameter images: by destination, the `data:` addresses of images that are shown.
    public static func fragment(_ text: String, images: [String: String] = [:]) -> String {
        let text = withoutControls(text)
        guard text.utf8.count <= maximumSize else { return "<pre>\(escaped(text))</pre>\n" }
        return MarkdownTree.html(of: Array(text.utf8), images: images)
    }

    /// The text between tags, or in an attribute within quotes.
    public static func escaped(_ text: String) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        for byte in withoutControls(text).utf8 {
            switch byte {
            case UInt8(ascii: "&"): result += Array("&amp;".utf8)
            case UInt8(ascii: "<"): result += Array("&lt;".utf8)
            case UInt8(ascii: ">"): result += Array("&gt;".utf8)
            case UInt8(ascii: "\""): result += Array("&quot;".utf8)
            case UInt8(ascii: "'"): result += Array("&#39;".utf8)
            default: result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// What HTML does not allow as a character becomes U+FFFD.
    private static func withoutControls(_ text: String) -> String {
        let isWrong: (Unicode.Scalar) -> Bool = { scalar in
            switch scalar.value {
            case 0x09, 0x0A, 0x0D: false
            case 0..<0x20, 0x7F..<0xA0: true
            default: scalar.value & 0xFFFE == 0xFFFE
            }
        }
        guard text.unicodeScalars.contains(where: isWrong) else { return text }
        return String(
            String.UnicodeScalarView(text.unicodeScalars.map { isWrong($0) ? "\u{FFFD}" : $0 }))
    }
}
