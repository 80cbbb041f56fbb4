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
            ReducedNames.isReduced(words[1]), ReducedNames.isReduced(words[2])
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
    /// The block that holds it. Name and id are reduced, so that they are read back as words.
    public var block: FencedBlock {
        let name = ReducedNames.reduced(name, fallback: "call")
        let id = ReducedNames.reduced(id, fallback: "call")
        return FencedBlock(
            info: "\(kind.rawValue) \(name) \(id)" + (isError ? " error" : ""), content: content
        )
    }
}
