/// Long texts on an edit line: a mark stands there for each, as `[text 1: 120 lines, 4 KB]`.
///
/// An edit line is drawn anew with every key, and nobody finds a word in a page on it.
struct FoldedTexts {
    private var texts: [(mark: String, text: String)] = []

    private static let maximumSize = 2000
    private static let maximumLines = 12

    /// The text itself where it is short.
    mutating func fold(_ text: String) -> String {
        let lines = text.utf8.dropLast().reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
        guard text.utf8.count > Self.maximumSize || lines > Self.maximumLines else { return text }
        if let known = texts.first(where: { $0.text == text }) { return known.mark }
        let size = text.utf8.count < 1024 ? "\(text.utf8.count) B" : "\(text.utf8.count >> 10) KB"
        let count = lines == 1 ? "1 line" : "\(lines) lines"
        let mark = "[text \(texts.count + 1): \(count), \(size)]"
        texts.append((mark, text))
        return mark
    }

    /// The line with the texts in the places of their marks.
    func unfold(_ line: String) -> String {
        guard !texts.isEmpty else { return line }
        var result: [UInt8] = []
        var rest = Array(line.utf8)[...]
        while let byte = rest.first {
            if byte == UInt8(ascii: "["),
                let folded = texts.first(where: { rest.starts(with: $0.mark.utf8) })
            {
                result += folded.text.utf8
                rest = rest.dropFirst(folded.mark.utf8.count)
            } else {
                result.append(byte)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
