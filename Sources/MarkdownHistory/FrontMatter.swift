import ConfigText

/// The settings at the top of a conversation file: TOML between two `+++` lines, or YAML between two
/// `---` lines (or `---` and `...`), from byte 0.
public struct FrontMatter: Sendable {
    public enum Syntax: String, Sendable {
        case toml
        case yaml
    }

    public var syntax: Syntax
    /// The settings in source order, with positions in the conversation file.
    public var settings: ConfigTable
    /// Everything up to the end of the closing line, a byte order mark included.
    public var bytes: Range<Int>
    /// From the opening line to the closing one.
    public var lines: ClosedRange<Int>

    /// The front matter of a file, or nil where it has none.
    ///
    /// The closing line must stand before the first line that reads as a role line: a reply that
    /// comes later in the file must not be able to close it. `---` without one is a thematic break.
    init?(of source: SourceText) throws(MarkdownHistoryError) {
        guard source.lineCount > 0,
            let syntax = Syntax(openedBy: source.line(1))
        else { return nil }
        guard let end = Self.closingLine(of: syntax, in: source) else {
            if syntax == .yaml { return nil }
            throw MarkdownHistoryError(
                line: 1, column: 1, message: "the front matter is not closed",
                hint: "write +++ on a line of its own after the settings, before the first message"
            )
        }
        // TOML knows no lone CR as a line ending, Markdown does.
        let text = (2..<end).flatMap { source.line($0) + [.lineFeed] }
        do throws(ConfigError) {
            settings = try syntax.parse(text, firstLine: 2)
        } catch {
            throw MarkdownHistoryError(
                line: error.line, column: error.column,
                message: "front matter: \(error.message)",
                hint: syntax == .yaml && !Self.beginsWithKey(text) ? Self.thematicBreakHint : nil
            )
        }
        self.syntax = syntax
        bytes = 0..<source.start(ofLine: end + 1)
        lines = 1...end
    }

    private static func closingLine(of syntax: Syntax, in source: SourceText) -> Int? {
        for line in (1...source.lineCount).dropFirst() {
            if syntax.isClosed(by: source.line(line)) { return line }
            if RoleLine(line: source.line(line)) != nil { return nil }
        }
        return nil
    }
}

// MARK: - Prose between two thematic breaks

extension FrontMatter {
    private static let thematicBreakHint =
        "if this is text and no settings, write a blank line before the first ---"

    /// Whether the first line that is neither blank nor a comment is `word: …`.
    private static func beginsWithKey(_ text: [UInt8]) -> Bool {
        let lines = text.split(separator: .lineFeed).map { $0.drop(while: \.isBlank) }
        guard let line = lines.first(where: { !$0.isEmpty && $0.first != UInt8(ascii: "#") })
        else { return false }
        let rest = line.drop { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") }
        return rest.count < line.count && rest.drop(while: \.isBlank).first == UInt8(ascii: ":")
    }
}

// MARK: - Syntax

extension FrontMatter.Syntax {
    fileprivate init?(openedBy line: ArraySlice<UInt8>) {
        let line = line.trimmingBlanksFromEnd()
        if line.elementsEqual("+++".utf8) {
            self = .toml
        } else if line.elementsEqual("---".utf8) {
            self = .yaml
        } else {
            return nil
        }
    }

    fileprivate func isClosed(by line: ArraySlice<UInt8>) -> Bool {
        let line = line.trimmingBlanksFromEnd()
        return switch self {
        case .toml: line.elementsEqual("+++".utf8)
        case .yaml: line.elementsEqual("---".utf8) || line.elementsEqual("...".utf8)
        }
    }

    fileprivate func parse(
        _ text: [UInt8], firstLine: Int
    ) throws(ConfigError) -> ConfigTable {
        switch self {
        case .toml: try TOMLParser.parse(text, firstLine: firstLine)
        case .yaml: try YAMLParser.parse(text, firstLine: firstLine)
        }
    }
}
