import MarkdownHistory

/// The lines of a text file of another program, by number from 1.
struct ForeignLines {
    let source: SourceText

    var count: Int { source.lineCount }

    subscript(line: Int) -> ArraySlice<UInt8> { source.line(line) }

    /// The line without blanks at its end.
    func marker(_ line: Int) -> ArraySlice<UInt8> {
        Self.withoutBlanksAtEnd(source.line(line))
    }

    static func withoutBlanksAtEnd(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let end = line.lastIndex { $0 != 0x20 && $0 != 0x09 }
        return line[..<(end.map { $0 + 1 } ?? line.startIndex)]
    }

    func string(_ line: Int) -> String { String(decoding: source.line(line), as: UTF8.self) }

    /// The lines as they stand, from `offset` bytes into the first.
    func text(of lines: Range<Int>, from offset: Int = 0) -> String {
        let start = source.start(ofLine: lines.lowerBound) + offset
        let end = max(source.start(ofLine: lines.upperBound), start)
        return String(decoding: source.bytes[start..<end], as: UTF8.self)
    }

    /// The lines of each message, from the one that it begins on to the next one's.
    func ranges(from starts: [Int]) -> [Range<Int>] {
        zip(starts, starts.dropFirst() + [count + 1]).map { $0..<$1 }
    }

    func isBlank(_ line: Int) -> Bool { marker(line).isEmpty }
}

extension String {
    /// Without blanks and line ends at both ends.
    var trimmedText: String {
        let isOuter: (UInt8) -> Bool = { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard let start = utf8.firstIndex(where: { !isOuter($0) }),
            let end = utf8.lastIndex(where: { !isOuter($0) })
        else { return "" }
        return String(self[start...end])
    }

    var isBlankText: Bool { utf8.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) } }

    /// `\n` as a line break: how files of one line a setting spell several lines.
    var unescapingLineBreaks: String {
        var result = ""
        var isAfterBackslash = false
        for scalar in unicodeScalars {
            if isAfterBackslash, scalar == "n" {
                result += "\n"
            } else if isAfterBackslash {
                result += "\\" + String(scalar)
            } else if scalar != "\\" {
                result.unicodeScalars.append(scalar)
            }
            isAfterBackslash = scalar == "\\" && !isAfterBackslash
        }
        return isAfterBackslash ? result + "\\" : result
    }
}
