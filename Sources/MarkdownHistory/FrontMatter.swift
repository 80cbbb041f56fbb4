import ConfigText

/// The settings at the top of a conversation file: TOML between two `+++` lines, from byte 0.
public struct FrontMatter: Sendable {
    /// The settings in source order, with positions in the conversation file.
    public var settings: ConfigTable
    /// Everything up to the end of the closing line, a byte order mark included.
    public var bytes: Range<Int>

    /// The front matter of a file, or nil where it has none.
    ///
    /// The closing line must stand before the first line that reads as a role line: a reply that
    /// comes later in the file must not be able to close it.
    init?(of source: SourceText) throws(MarkdownHistoryError) {
        guard source.lineCount > 0,
            let fence = Fence(openedBy: source.line(1))
        else { return nil }
        var line = 2
        while line <= source.lineCount, !fence.isClosed(by: source.line(line)) {
            if RoleLine(line: source.line(line)) != nil { line = source.lineCount }
            line += 1
        }
        guard line <= source.lineCount else {
            if fence == .yaml { return nil }
            throw MarkdownHistoryError(
                line: 1, column: 1, message: "the front matter is not closed",
                hint: "write +++ on a line of its own after the settings, before the first message"
            )
        }
        guard fence == .toml else {
            throw MarkdownHistoryError(
                line: 1, column: 1, message: "front matter in YAML is not read yet",
                hint: "write it in TOML between two +++ lines: model = \"grok-3\""
            )
        }
        let text = (2..<line).flatMap { source.line($0) + [.lineFeed] }
        do throws(ConfigError) {
            // TOML knows no lone CR as a line ending, Markdown does.
            settings = try TOMLParser.parse(text, firstLine: 2)
        } catch {
            throw MarkdownHistoryError(
                line: error.line, column: error.column,
                message: "front matter: \(error.message)"
            )
        }
        bytes = 0..<source.start(ofLine: line + 1)
    }
}

/// Which of the two kinds a first line opens.
private enum Fence {
    case toml
    case yaml

    init?(openedBy line: ArraySlice<UInt8>) {
        let line = line.trimmingBlanksFromEnd()
        if line.elementsEqual("+++".utf8) {
            self = .toml
        } else if line.elementsEqual("---".utf8) {
            self = .yaml
        } else {
            return nil
        }
    }

    func isClosed(by line: ArraySlice<UInt8>) -> Bool {
        let line = line.trimmingBlanksFromEnd()
        return switch self {
        case .toml: line.elementsEqual("+++".utf8)
        case .yaml: line.elementsEqual("---".utf8) || line.elementsEqual("...".utf8)
        }
    }
}
