import MarkdownHistory

/// The lines of one message of Flemma, taken apart.
struct FlemmaMessage {
    /// A call, or the result of one, which bears no name there.
    struct Record {
        var name = ""
        var id: String
        var content: String
        var isError = false
    }

    private(set) var text = ""
    /// What stands between `<thinking>` and `</thinking>`.
    private(set) var thoughts: [String] = []
    private(set) var records: [Record] = []
    /// What Flemma says about the message, and neither side said.
    private(set) var remarks: [String] = []

    private let lines: [ArraySlice<UInt8>]
    private var kept: [UInt8] = []
    /// So many backticks close no block from here on; a search is not made twice.
    private var unclosed = Int.max

    init(_ lines: [ArraySlice<UInt8>], role: Role) {
        self.lines = lines
        var index = 0
        while index < lines.count {
            let next: Int? =
                switch role {
                case .assistant: readOfAssistant(index)
                case .user: readResult(index)
                default: nil
                }
            if let next {
                index = next
                continue
            }
            kept += lines[index]
            kept.append(0x0A)
            index += 1
        }
        text = String(decoding: kept, as: UTF8.self)
        kept = []
    }

    /// Returns the line after what was read, or nil for a line of text.
    private mutating func readOfAssistant(_ index: Int) -> Int? {
        let line = lines[index]
        if line.starts(with: "<thinking".utf8) { return readThought(index) }
        if line.starts(with: "<!--".utf8), let remark = Self.aborted(line) {
            remarks.append("Flemma: the answer was interrupted: \(remark)")
            return index + 1
        }
        guard line.starts(with: "**Tool Use:**".utf8) else { return nil }
        let words = Self.quoted(line.dropFirst(13))
        guard words.count >= 2, let (content, end) = block(after: index) else { return nil }
        records.append(Record(name: words[0], id: words[1], content: content))
        return end
    }

    private mutating func readThought(_ index: Int) -> Int? {
        let tag = String(decoding: lines[index], as: UTF8.self).trimmedText
        guard tag.hasSuffix(">") else { return nil }
        let attributes = tag.dropFirst(9).drop { $0 == " " }
        let isTag = tag == "<thinking>" || tag == "<thinking redacted>" || attributes.contains("=")
        guard isTag else { return nil }
        // A signature alone, for the provider that gave it.
        if tag.hasSuffix("/>") { return index + 1 }
        let end = lines[(index + 1)...].firstIndex { $0.elementsEqual("</thinking>".utf8) }
        // Without its end all that follows is thought, as it is for Flemma.
        let last = end ?? lines.count
        let thought = lines[index + 1..<last].joined(separator: [0x0A])
        if tag == "<thinking redacted>" {
            remarks.append("The provider has hidden what the model thought here.")
        } else {
            thoughts.append(String(decoding: Array(thought), as: UTF8.self))
        }
        return last + 1
    }

    private mutating func readResult(_ index: Int) -> Int? {
        let line = lines[index]
        guard line.starts(with: "**Tool Result:**".utf8),
            let id = Self.quoted(line.dropFirst(16)).first, let (content, end) = block(after: index)
        else { return nil }
        let state = String(decoding: line.suffix(40), as: UTF8.self).trimmedText
        let isError = ["error", "denied", "rejected", "aborted"].contains { word in
            state.hasSuffix("(\(word))") || state.hasSuffix("status=\(word))")
        }
        records.append(Record(id: id, content: content, isError: isError))
        return end
    }

    /// The code block after a line, blank lines aside, and the line after it.
    private mutating func block(after index: Int) -> (content: String, end: Int)? {
        let opener = lines[(index + 1)...].firstIndex { line in
            !line.allSatisfy { $0 == 0x20 || $0 == 0x09 }
        }
        guard let opener, case let count = Self.backticks(lines[opener]), count >= 3,
            count < unclosed
        else { return nil }
        let end = lines[(opener + 1)...].firstIndex { line in
            Self.backticks(line) >= count
                && line.drop { $0 == 0x60 }.allSatisfy { $0 == 0x20 || $0 == 0x09 }
        }
        guard let end else {
            unclosed = count
            return nil
        }
        let content = lines[opener + 1..<end].joined(separator: [0x0A])
        return (String(decoding: Array(content), as: UTF8.self), end + 1)
    }

    private static func backticks(_ line: ArraySlice<UInt8>) -> Int {
        line.prefix { $0 == 0x60 }.count
    }

    /// The words between backticks.
    private static func quoted(_ text: ArraySlice<UInt8>) -> [String] {
        let parts = text.split(separator: 0x60, omittingEmptySubsequences: false)
        return stride(from: 1, to: max(parts.count - 1, 1), by: 2)
            .map { String(decoding: parts[$0], as: UTF8.self) }
    }

    /// The message of `<!-- flemma:aborted: … -->`.
    private static func aborted(_ line: ArraySlice<UInt8>) -> String? {
        let text = String(decoding: line, as: UTF8.self).trimmedText
        guard text.hasSuffix("-->") else { return nil }
        let inner = String(text.dropFirst(4).dropLast(3)).trimmedText
        let mark = "flemma:aborted:"
        return inner.hasPrefix(mark) ? String(inner.dropFirst(mark.count)).trimmedText : nil
    }
}

// MARK: - References

extension FlemmaMessage {
    /// `{{ expressions }}` and `@./paths` of the text, in order.
    func references() -> [String] {
        var references: [String] = []
        let bytes = Array(text.utf8)
        var index = 0
        while index + 2 < bytes.count {
            guard bytes[index] == UInt8(ascii: "{") || bytes[index] == UInt8(ascii: "@") else {
                index += 1
                continue
            }
            let rest = bytes[index...]
            if rest.starts(with: "{{".utf8), let end = Self.end(of: rest) {
                references.append(String(decoding: bytes[index..<end], as: UTF8.self))
                index = end
            } else if ["@./", "@../", "@~/", "@//"].contains(where: { rest.starts(with: $0.utf8) })
            {
                let path = rest.prefix { $0 > 0x20 }
                references.append(String(decoding: path, as: UTF8.self))
                index = path.endIndex
            } else {
                index += 1
            }
        }
        return references
    }

    /// Where `}}` ends an expression, which is on one line and not long.
    private static func end(of text: ArraySlice<UInt8>) -> Int? {
        let line = text.prefix(1000).prefix { $0 != 0x0A }
        var index = line.startIndex + 2
        while index + 1 < line.endIndex {
            if line[index] == 0x7D, line[index + 1] == 0x7D { return index + 2 }
            index += 1
        }
        return nil
    }
}
