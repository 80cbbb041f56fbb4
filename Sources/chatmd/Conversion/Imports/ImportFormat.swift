import LLMCore
import MarkdownHistory

/// The kinds of text that are imported.
///
/// What a text begins with decides, as texts come through pipes and under any name; where that says
/// nothing, the name's ending does.
enum ImportFormat: Equatable {
    case json
    case markdown
    case vimAI
    case gp
    case flemma
    case aichat
    /// The database of llm.
    case sqlite

    private static let endings: [(String, ImportFormat)] = [
        (".json", .json), (".jsonl", .json), (".ndjson", .json), (".aichat", .vimAI),
        (".chat", .flemma), (".yaml", .aichat), (".yml", .aichat),
    ]

    init(of text: [UInt8], path: String?) {
        if let format = Self(content: text) {
            self = format
            return
        }
        let name = path?.lowercased() ?? ""
        if let (_, format) = Self.endings.first(where: { name.hasSuffix($0.0) }) {
            self = format
        } else if name.hasSuffix(".md") || name.hasSuffix(".markdown") {
            self = .markdown
        } else {
            let text = text.starts(with: [0xEF, 0xBB, 0xBF]) ? text.dropFirst(3) : text[...]
            let first = text.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
            self = first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? .json : .markdown
        }
    }

    /// How many lines are looked at.
    private static let lineCount = 200

    /// nil where the first lines are of none of the formats that have signs of their own.
    private init?(content text: [UInt8]) {
        if text.starts(with: "SQLite format 3\0".utf8) {
            self = .sqlite
            return
        }
        let start = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let lines = text[start...].prefix(1 << 16)
            .split(maxSplits: Self.lineCount) { $0 == 0x0A || $0 == 0x0D }
            .map(ForeignLines.withoutBlanksAtEnd).filter { !$0.isEmpty }
        guard let first = lines.first else { return nil }
        if VimAIFile.isMarker(first) {
            self = .vimAI
        } else if FlemmaFile.marker(first) != nil
            || FlemmaFile.language(first) != nil
                && lines.contains(where: { FlemmaFile.marker($0) != nil })
        {
            self = .flemma
        } else if GpFile.isHeader(first),
            lines.contains(where: { $0.starts(with: "- file: ".utf8) })
        {
            self = .gp
        } else if first.starts(with: "model: ".utf8),
            lines.contains(where: AIChatSession.isMessages)
        {
            self = .aichat
        } else {
            return nil
        }
    }
}
