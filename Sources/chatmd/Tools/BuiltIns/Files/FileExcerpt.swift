/// Some lines of a text, as many as fit.
struct FileExcerpt {
    let text: String

    /// The most that is given out at once, in bytes.
    static let maximumSize = 48 << 10

    /// - Parameters:
    ///   - from: the first line, from 1.
    ///   - to: the last line.
    init(_ bytes: [UInt8], name: String, from: Int?, to: Int?) throws(ToolError) {
        let lines = TextLines(bytes)
        let (first, wanted) = (from ?? 1, min(to ?? lines.count, lines.count))
        guard lines.count > 0 else {
            text = "\(name) is empty"
            return
        }
        guard first <= lines.count else {
            throw ToolError(
                "`\(name)` has only \(lines.count) line\(lines.count == 1 ? "" : "s")")
        }
        guard first <= wanted else { throw ToolError("`from_line` is greater than `to_line`") }
        var (last, end) = (first - 1, lines.bytes(of: first).lowerBound)
        let start = end
        while last < wanted, lines.bytes(of: last + 1).upperBound - start <= Self.maximumSize {
            last += 1
            end = lines.bytes(of: last).upperBound
        }
        var note = ""
        if last < first {
            // One line that is longer than all that fits.
            last = first
            end = start + Self.maximumSize
            while bytes[end] & 0xC0 == 0x80 { end -= 1 }
            note = "[cut: line \(first) goes on]"
        } else if last < wanted {
            note = "[cut: read on with from_line \(last + 1)]"
        }
        let whole = first == 1 && last == lines.count && note.isEmpty
        var excerpt = String(decoding: bytes[start..<end], as: UTF8.self)
        if !note.isEmpty { excerpt += excerpt.hasSuffix("\n") ? note : "\n" + note }
        text =
            (whole ? "\(name), whole:" : "\(name), lines \(first) to \(last) of \(lines.count):")
            + "\n" + excerpt
    }
}

/// Where the lines of a text begin and end. They end with LF, CRLF or a lone CR.
struct TextLines {
    private var starts: [Int] = []
    private let length: Int

    init(_ bytes: [UInt8]) {
        length = bytes.count
        var index = 0
        while index < bytes.count {
            starts.append(index)
            while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
            if index + 1 < bytes.count, bytes[index] == 0x0D, bytes[index + 1] == 0x0A {
                index += 1
            }
            index += 1
        }
    }

    var count: Int { starts.count }

    /// With its ending.
    func bytes(of line: Int) -> Range<Int> {
        starts[line - 1]..<(line < starts.count ? starts[line] : length)
    }
}
