import ConfigText

/// The role lines that front matter names beside the default ones.
///
/// The lines are whole, without ending and without outer blanks, and each belongs to one role only.
/// None is a default role line or could close a block: chatmd's own closing line must not start a
/// message, nor may a message's first line end a comment.
public struct Delimiters: Equatable, Sendable {
    /// What a role line may be instead of its default.
    public private(set) var lines: [Role: [UInt8]] = [:]

    /// The keys of front matter that name them. `camelCase` is how chatvim.nvim spells them.
    public enum Key: String, CaseIterable, Sendable {
        case user = "user_delimiter"
        case assistant = "assistant_delimiter"
        case system = "system_delimiter"
        /// What chatvim writes directly before and after each delimiter: mostly line breaks, which
        /// are cut off. What is left belongs to the line.
        case prefix = "delimiter_prefix"
        case suffix = "delimiter_suffix"

        public var camelCase: String {
            let words = rawValue.split(separator: "_").map(String.init)
            return words[0] + words[1].prefix(1).uppercased() + words[1].dropFirst()
        }

        fileprivate var role: Role? {
            switch self {
            case .user: .user
            case .assistant: .assistant
            case .system: .system
            case .prefix, .suffix: nil
            }
        }
    }

    /// No lines beside the default ones.
    public init() {}

    /// Reads the settings of a front matter. Errors point into the file that these come from.
    public init(from settings: ConfigTable) throws(MarkdownHistoryError) {
        let prefix = try Self.text(of: .prefix, in: settings)?.text ?? []
        let suffix = try Self.text(of: .suffix, in: settings)?.text ?? []
        let start = prefix.drop(while: \.isLineEnd)
        let end = suffix.trimmingLineEndsAndBlanksFromEnd()
        for key in Key.allCases {
            guard let role = key.role else { continue }
            let entry = try Self.text(of: key, in: settings)
            guard entry != nil || !start.isEmpty || !end.isEmpty else { continue }
            let text = entry?.text ?? Array(RoleLine(role).text.utf8)
            let line = start + text + end
            if RoleLine(line: line) == RoleLine(role) { continue }
            let earlier = Key.allCases.first { $0.role.flatMap { lines[$0] } == Array(line) }
            let reason =
                earlier.map { "must not be the same line as `\($0.rawValue)`" }
                ?? (text.isEmpty ? "must not be empty" : Self.fault(in: Array(line)))
            if let reason {
                // Without a delimiter of its own, the line is the work of prefix and suffix.
                let position =
                    entry?.position ?? settings.position(of: .prefix)
                    ?? settings.position(of: .suffix)
                let name = entry?.name ?? "the \(role.rawValue) delimiter with prefix and suffix"
                throw MarkdownHistoryError(
                    line: position?.line ?? 1, column: position?.column ?? 1,
                    message: "\(entry == nil ? name : "`\(name)`") \(reason)",
                    hint: "a line like `## Question` will do"
                )
            }
            lines[role] = Array(line)
        }
    }
}

// MARK: - Reading

extension Delimiters {
    private struct Text {
        var text: [UInt8]
        /// The key as it is written.
        var name: String
        var position: SourcePosition
    }

    private static func text(
        of key: Key, in settings: ConfigTable
    ) throws(MarkdownHistoryError) -> Text? {
        let entries = settings.entries.filter {
            $0.key == key.rawValue || $0.key == key.camelCase
        }
        if entries.count > 1 {
            throw MarkdownHistoryError(
                line: entries[1].keyPosition.line, column: entries[1].keyPosition.column,
                message: "front matter: `\(entries[1].key)` means `\(entries[0].key)`, "
                    + "which is already defined"
            )
        }
        guard let entry = entries.first, !entry.value.isNull else { return nil }
        do throws(ConfigError) {
            return Text(
                text: Array(try entry.value.string(for: entry.key).utf8), name: entry.key,
                position: entry.value.position
            )
        } catch {
            throw MarkdownHistoryError(
                line: error.line, column: error.column, message: "front matter: \(error.message)"
            )
        }
    }

    /// Why a line cannot start messages, or nil where it can.
    private static func fault(in line: [UInt8]) -> String? {
        guard let first = line.first, let last = line.last else { return "must not be empty" }
        if line.contains(where: \.isLineEnd) { return "must be one line" }
        if line.contains(0) { return "must not hold a NUL" }
        if line.count > RoleLine.maximumLength {
            return "must be at most \(RoleLine.maximumLength) bytes long"
        }
        if line.starts(with: [0xEF, 0xBB, 0xBF]) { return "must not begin with a byte order mark" }
        if first == .backslash {
            return "must not begin with a backslash, which marks quoted role lines"
        }
        if first.isBlank || last.isBlank { return "must not begin or end with a blank" }
        if RoleLine(line: line) != nil { return "must not be a default role line" }
        if closesBlock(line) {
            return "must not be a line that can close a code block or an HTML block"
        }
        return nil
    }

    /// A closing fence, or what ends an HTML block of types 1 to 5. `>` ends a declaration (`<!X`)
    /// anywhere in a line; alone it is what chatmd closes one with, and only then it is refused:
    /// `<user>` and `>>> user` are delimiters that people use.
    private static func closesBlock(_ line: [UInt8]) -> Bool {
        let isFence =
            line.count >= 3 && line.allSatisfy { $0 == line[0] }
            && (line[0] == UInt8(ascii: "`") || line[0] == UInt8(ascii: "~"))
        let folded = line.map(\.lowercased)
        return isFence || line == [UInt8(ascii: ">")]
            || blockEnds.contains { folded.contains(sequence: $0) }
    }

    private static let blockEnds = [
        "-->", "?>", "]]>", "</pre>", "</script>", "</style>", "</textarea>",
    ].map { Array($0.utf8) }
}

extension ConfigTable {
    fileprivate func position(of key: Delimiters.Key) -> SourcePosition? {
        (self[key.rawValue] ?? self[key.camelCase])?.position
    }
}

extension [UInt8] {
    fileprivate func contains(sequence: [UInt8]) -> Bool {
        indices.contains { self[$0...].starts(with: sequence) }
    }

    fileprivate func trimmingLineEndsAndBlanksFromEnd() -> ArraySlice<UInt8> {
        let last = lastIndex { !$0.isLineEnd && !$0.isBlank }
        return self[..<(last.map { $0 + 1 } ?? 0)]
    }
}
