/// What stands between two role lines, blank or not.
public struct Section: Equatable, Sendable {
    public var role: Role
    public var label: String?
    /// nil for what stands before the first role line.
    public var headingLine: Int?
    /// Lines after the heading, up to the next one; empty where there are none.
    public var lines: Range<Int>

    /// The lines without outer blank ones; nil where all are blank.
    func textLines(in source: SourceText) -> ClosedRange<Int>? {
        source.withoutOuterBlanks(lines)
    }

    /// The section as a turn; nil where it is blank. `records` are not part of its text.
    func turn(in outline: Outline, records: [PlacedRecord]) -> Turn? {
        let source = outline.source
        guard let lines = textLines(in: source) else { return nil }
        return Turn(
            role: role,
            label: label,
            text: text(in: source, outline.roleLines, without: records),
            placedRecords: records,
            headingLine: headingLine,
            lines: lines,
            bytes: source.start(ofLine: lines.lowerBound)..<source.line(lines.upperBound).endIndex
        )
    }

    private func text(
        in source: SourceText, _ roleLines: RoleLines, without records: [PlacedRecord]
    ) -> String {
        var parts: [String] = []
        var start = lines.lowerBound
        for end in records.map(\.lines) + [lines.upperBound...lines.upperBound] {
            if let part = source.withoutOuterBlanks(start..<end.lowerBound) {
                parts.append(source.text(of: part.lowerBound..<part.upperBound + 1, roleLines))
            }
            start = end.upperBound + 1
        }
        return parts.joined(separator: "\n\n")
    }
}

extension SourceText {
    func withoutOuterBlanks(_ lines: Range<Int>) -> ClosedRange<Int>? {
        guard let first = lines.first(where: { !line($0).isBlank }),
            let last = lines.last(where: { !line($0).isBlank })
        else { return nil }
        return first...last
    }

    /// The lines joined with LF, escaped role lines unescaped.
    func text(of lines: Range<Int>, _ roleLines: RoleLines) -> String {
        guard let last = lines.last else { return "" }
        let source = bytes[start(ofLine: lines.lowerBound)..<line(last).endIndex]
        if source.first != .backslash, !source.contains("\r"), !source.contains("\n\\") {
            return String(decoding: source, as: UTF8.self)
        }
        var text: [UInt8] = []
        text.reserveCapacity(source.count)
        for number in lines {
            if number > lines.lowerBound { text.append(.lineFeed) }
            let line = line(number)
            text += roleLines.isEscaped(line) ? line.dropFirst() : line
        }
        return String(decoding: text, as: UTF8.self)
    }
}
