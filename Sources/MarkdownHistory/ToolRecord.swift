/// A call of a tool, or its result, as it is kept in a conversation file: a code block whose info
/// string is `tool_call NAME ID` or `tool_result NAME ID`, with ` error` after the id of a result
/// that is a failure.
public struct ToolRecord: Equatable, Sendable {
    public enum Kind: String, Sendable {
        case call = "tool_call"
        case result = "tool_result"
    }

    public var kind: Kind
    public var name: String
    public var id: String
    /// A call's arguments as the model gave them, or a result's text.
    public var content: String
    public var isError: Bool

    public init(
        _ kind: Kind, name: String, id: String, content: String, isError: Bool = false
    ) {
        self.kind = kind
        self.name = name
        self.id = id
        self.content = content
        self.isError = isError
    }
}

// MARK: - Names

extension ToolRecord {
    /// A text of somebody else's as a name in the file: `[A-Za-z0-9._:/@+-]{1,64}`, or `call` where
    /// nothing is left of it.
    public static func name(from text: String) -> String {
        let bytes = text.utf8.filter { isNameByte($0) }.prefix(64)
        return bytes.isEmpty ? "call" : String(decoding: Array(bytes), as: UTF8.self)
    }

    /// Such names for several texts, each its own: reducing may make two of them one.
    public static func uniqueNames(from texts: [String]) -> [String] {
        var taken: Set<String> = []
        return texts.map { text in
            let name = name(from: text)
            var unique = name
            var number = 2
            while !taken.insert(unique).inserted {
                let suffix = "-\(number)"
                unique = String(name.prefix(64 - suffix.count)) + suffix
                number += 1
            }
            return unique
        }
    }

    static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
        (1...64).contains(bytes.count) && bytes.allSatisfy(isNameByte)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || "._:/@+-".utf8.contains(byte)
    }
}

// MARK: - Reading

extension ToolRecord {
    /// Reads a code block that fills these lines; nil where it is an ordinary one.
    init?(lines: ClosedRange<Int>, of source: SourceText, roleLines: RoleLines) {
        let opener = source.line(lines.lowerBound)
        guard opener.first != .space, let fence = CodeFence(openedBy: opener),
            lines.count > 1, fence.isClosed(by: source.line(lines.upperBound)),
            case let words = opener.dropFirst(fence.length).split(whereSeparator: \.isBlank),
            (3...4).contains(words.count),
            let kind = Kind(rawValue: String(decoding: words[0], as: UTF8.self)),
            Self.isName(words[1]), Self.isName(words[2])
        else { return nil }
        if words.count == 4 {
            guard kind == .result, words[3].elementsEqual("error".utf8) else { return nil }
        }
        self.init(
            kind,
            name: String(decoding: words[1], as: UTF8.self),
            id: String(decoding: words[2], as: UTF8.self),
            content: source.text(of: lines.lowerBound + 1..<lines.upperBound, roleLines),
            isError: words.count == 4
        )
    }
}

// MARK: - Writing

extension ToolRecord {
    /// The block as it stands in a file, without a line ending after it.
    ///
    /// The fence is longer than any run of its character inside. cmark stops counting at 255: where
    /// that many could close it, the other character is used.
    func bytes(lineEnding: LineEnding, _ roleLines: RoleLines) -> [UInt8] {
        let (fence, content) = Self.fence(around: content)
        let info = " \(kind.rawValue) \(Self.name(from: name)) \(Self.name(from: id))"
        var bytes = fence + Array((info + (isError ? " error" : "")).utf8) + lineEnding.bytes
        bytes += roleLines.escaped(content, lineEnding) + lineEnding.bytes
        return bytes + fence
    }

    private static let countedLength = 255

    /// A fence, and the content that it can hold: all of it, unless endless runs of both characters
    /// stand in it on lines of their own. Those are cut.
    private static func fence(around content: String) -> ([UInt8], String) {
        let marks = [UInt8(ascii: "`"), UInt8(ascii: "~")]
        for mark in marks {
            let length = max(3, longestRun(of: mark, in: content) + 1)
            if length < countedLength { return (Array(repeating: mark, count: length), content) }
        }
        let mark = marks.first { !canClose($0, content) } ?? marks[0]
        let fence = [UInt8](repeating: mark, count: countedLength)
        return (fence, canClose(mark, content) ? cut(content, mark) : content)
    }

    /// Whether a line of the text would close even the longest fence.
    private static func canClose(_ mark: UInt8, _ content: String) -> Bool {
        let fence = [UInt8](repeating: mark, count: countedLength)
        let lines = content.utf8.split(whereSeparator: \.isLineEnd)
        return lines.contains { CodeFence(openedBy: fence[...])?.isClosed(by: ArraySlice($0)) ?? false }
    }

    private static func cut(_ content: String, _ mark: UInt8) -> String {
        var bytes: [UInt8] = []
        var run = 0
        for byte in content.utf8 {
            run = byte == mark ? run + 1 : 0
            if run < countedLength { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func longestRun(of mark: UInt8, in text: String) -> Int {
        var longest = 0
        var current = 0
        for byte in text.utf8 {
            current = byte == mark ? current + 1 : 0
            longest = max(longest, current)
        }
        return longest
    }
}
