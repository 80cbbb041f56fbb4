import ConfigText
import MarkdownHistory

/// A Markdown conversation whose role lines are the author's own, as chatvim's settings allow.
///
/// chatvim glues prefix, delimiter and suffix together; without their line breaks they are the line
/// that starts a message. The default role lines keep their meaning beside it.
struct ChatVimFile {
    /// The messages, with the delimiters' settings gone.
    let conversation: ImportedConversation
    let lineEnding: LineEnding
    let warnings: [Diagnostic]

    init(parsing bytes: [UInt8]) throws(MarkdownHistoryError) {
        let file = try ChatFile(parsing: bytes)
        let delimiters = try Delimiters(file.frontMatter?.settings ?? ConfigTable())
        let source = file.source
        lineEnding = source.bytes.contains("\r\n".utf8) ? .carriageReturnLineFeed : .lineFeed

        // The same lines with the default spelling say where messages begin; texts are then taken
        // from the lines as they were.
        let renamed = try ChatFile(parsing: delimiters.replaced(in: file))
        if let error = renamed.diagnostics.first(where: { $0.severity == .error }) {
            throw MarkdownHistoryError(
                line: error.line, column: error.column, message: error.message, hint: error.hint
            )
        }
        warnings = renamed.diagnostics
        var conversation = ImportedConversation()
        for turn in renamed.turns {
            let lines = turn.text.split(separator: "\n", omittingEmptySubsequences: false)
            let text = zip(turn.lines, lines).map { line, text in
                delimiters.text(ofLine: source.line(line)) ?? String(text)
            }
            conversation.append(
                .init(
                    role: turn.role, label: turn.label, text: text.joined(separator: "\n"),
                    blocks: []
                )
            )
        }
        if let frontMatter = file.frontMatter {
            conversation.settings = Self.settings(of: frontMatter, in: source)
        }
        self.conversation = conversation
    }
}

// MARK: - Front matter

extension ChatVimFile {
    /// The settings without the delimiters: the author's own lines with their comments where the
    /// delimiters can be cut out, else written anew.
    private static func settings(of frontMatter: FrontMatter, in source: SourceText) -> String {
        let isKept = { (entry: ConfigTable.Entry) in !Delimiters.keys.contains(entry.key) }
        let kept = ConfigTable(entries: frontMatter.settings.entries.filter(isKept))
        let text = TOMLWriter.text(of: kept)
        let cut = Set(
            frontMatter.settings.entries.filter { !isKept($0) }.map(\.keyPosition.line)
        )
        let last = source.line(at: frontMatter.bytes.upperBound - 1)
        guard source.line(1).starts(with: "+++".utf8), last > 2 else { return text }
        let lines = (2..<last).filter { !cut.contains($0) }
            .map { String(decoding: source.line($0), as: UTF8.self) + "\n" }.joined()
        let reread = (try? TOMLParser.parse(Array(lines.utf8))).map { TOMLWriter.text(of: $0) }
        return reread == text ? lines : text
    }
}

/// The role lines that the front matter sets.
private struct Delimiters {
    static let keys: Set<String> = Set(
        ["prefix", "suffix"].flatMap { ["delimiter_\($0)", "delimiter\($0.capitalized)"] }
            + roles.flatMap { ["\($0.rawValue)_delimiter", "\($0.rawValue)Delimiter"] }
    )

    private static let roles: [Role] = [.user, .assistant, .system]

    private var lines: [(role: Role, bytes: [UInt8])] = []

    init(_ settings: ConfigTable) throws(MarkdownHistoryError) {
        let prefix = try Self.string("delimiter_prefix", "delimiterPrefix", in: settings)
        let suffix = try Self.string("delimiter_suffix", "delimiterSuffix", in: settings)
        for role in Self.roles {
            let name = role.rawValue
            let delimiter = try Self.string("\(name)_delimiter", "\(name)Delimiter", in: settings)
            let joined =
                (prefix?.text ?? "") + (delimiter?.text ?? RoleLine(role).text)
                + (suffix?.text ?? "")
            let line = Self.trimmed(joined)
            guard let position = delimiter?.position ?? prefix?.position ?? suffix?.position,
                line != Array(RoleLine(role).text.utf8)
            else { continue }
            let isTaken =
                lines.contains { $0.bytes == line }
                || Role.allCases.contains { Array(RoleLine($0).text.utf8) == line }
            if line.isEmpty || isTaken || line.contains(where: { $0 == 0x0A || $0 == 0x0D }) {
                throw MarkdownHistoryError(
                    line: position.line, column: position.column,
                    message: "the delimiter of \(name) must be one line that no other role has",
                    hint: "for example user_delimiter = \"**USER:**\""
                )
            }
            lines.append((role, line))
        }
    }

    /// The file with each delimiter in the default spelling, line for line.
    func replaced(in file: ChatFile) -> [UInt8] {
        let source = file.source
        if lines.isEmpty { return source.bytes }
        let start = file.frontMatter?.bytes.upperBound ?? 0
        var bytes = Array(source.bytes[..<start])
        for line in 1...max(source.lineCount, 1) where source.start(ofLine: line) >= start {
            guard line <= source.lineCount else { break }
            let text = source.line(line)
            if let role = role(of: text) {
                bytes += RoleLine(role).text.utf8
                bytes += source.bytes[text.endIndex..<source.start(ofLine: line + 1)]
            } else {
                bytes +=
                    source.bytes[
                        max(source.start(ofLine: line), start)..<source.start(ofLine: line + 1)]
            }
        }
        return bytes
    }

    /// What a line says that is a delimiter inside a block, or one with backslashes before it; nil
    /// for any other.
    func text(ofLine line: ArraySlice<UInt8>) -> String? {
        if role(of: line) != nil { return String(decoding: line, as: UTF8.self) }
        let rest = line.drop { $0 == UInt8(ascii: "\\") }
        guard rest.count < line.count, role(of: rest) != nil else { return nil }
        return String(decoding: line.dropFirst(), as: UTF8.self)
    }

    private func role(of line: ArraySlice<UInt8>) -> Role? {
        let text = line.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed()
        return lines.first { text.elementsEqual($0.bytes) }?.role
    }

    private static func string(
        _ key: String, _ camelCase: String, in settings: ConfigTable
    ) throws(MarkdownHistoryError) -> (text: String, position: SourcePosition)? {
        for key in [key, camelCase] {
            guard let value = settings[key] else { continue }
            do throws(ConfigError) {
                return (try value.string(for: key), value.position)
            } catch {
                throw MarkdownHistoryError(
                    line: error.line, column: error.column, message: error.message
                )
            }
        }
        return nil
    }

    /// Without the line breaks and blanks around it.
    private static func trimmed(_ text: String) -> [UInt8] {
        let isOuter = { (byte: UInt8) in [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
        return text.utf8.drop(while: isOuter).reversed().drop(while: isOuter).reversed()
    }
}

extension String {
    fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
