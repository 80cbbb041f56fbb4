/// What stands between two role lines, blank or not.
struct Section: Equatable {
    var role: Role
    var label: String?
    /// nil for what stands before the first role line.
    var headingLine: Int?
    /// Lines after the heading, up to the next one; empty where there are none.
    var lines: Range<Int>

    /// The lines without outer blank ones; nil where all are blank.
    func textLines(in source: SourceText) -> ClosedRange<Int>? {
        guard let first = lines.first(where: { !source.line($0).isBlank }),
            let last = lines.last(where: { !source.line($0).isBlank })
        else { return nil }
        return first...last
    }

    func turn(in source: SourceText) -> Turn? {
        guard let lines = textLines(in: source) else { return nil }
        let start = source.start(ofLine: lines.lowerBound)
        return Turn(
            role: role,
            label: label,
            text: Self.text(of: lines, in: source),
            headingLine: headingLine,
            lines: lines,
            bytes: start..<source.line(lines.upperBound).endIndex
        )
    }

    private static func text(of lines: ClosedRange<Int>, in source: SourceText) -> String {
        let bytes = source.start(ofLine: lines.lowerBound)..<source.line(lines.upperBound).endIndex
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        for line in lines {
            if line > lines.lowerBound { text.append(.lineFeed) }
            let line = source.line(line)
            text += EscapedRoleLine.isEscaped(line) ? line.dropFirst() : line
        }
        return String(decoding: text, as: UTF8.self)
    }
}
