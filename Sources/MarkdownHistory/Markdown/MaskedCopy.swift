/// A copy of a text in which the bytes that only matter to inline Markdown are commas.
///
/// cmark always parses inlines, which takes most of its time and is quadratic for some inputs. All
/// that is needed here is the block tree, and a text masked like this has the same one: the same
/// kinds, lines and columns. The mask of a line depends on nothing after it, so that a role line
/// stays one whatever follows. What is kept, and why:
///
/// - `[` first on its line, and the next unescaped bracket: they may be a link reference
///   definition, which leaves no paragraph behind. So may `<![CDATA[` first, and `]]>`: HTML blocks.
/// - `*`, `_`, `&` and a backtick up to the first letter: list items, thematic breaks, fences. On a
///   line that begins with `<` they may decide whether a tag is complete, after a backtick whether
///   a fence is one.
///
/// Container markers beyond the 32nd, or beyond byte 200 of a line, go too: cmark walks all open
/// containers on each line. A delimiter of the front matter becomes a heading of the same length.
struct MaskedCopy {
    private(set) var bytes: [UInt8]
    /// A `[` stood first on a line, and no unescaped bracket has followed yet.
    private var isInLabel = false

    private static let mask = UInt8(ascii: ",")
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let maximumMarkers = 32
    private static let maximumMarkerOffset = 200

    init(of text: ArraySlice<UInt8>, roleLines: RoleLines = .standard) {
        bytes = []
        var masked = Array(text)
        masked.withUnsafeMutableBufferPointer { masked in
            text.withUnsafeBufferPointer { text in
                // Inside a file a byte order mark is text, but cmark would skip it here.
                if text.starts(with: Self.byteOrderMark) { masked[0] = Self.mask }
                var start = 0
                while start < text.count {
                    var end = start
                    while end < text.count, !text[end].isLineEnd { end += 1 }
                    let line = UnsafeBufferPointer(rebasing: text[start..<end])
                    if roleLines.hasDelimiters, roleLines.isDelimiter(line) {
                        Self.makeHeading(of: &masked[start..<end])
                    } else {
                        maskLine(line, in: &masked, at: start)
                    }
                    start = end + 1
                }
            }
        }
        bytes = masked
    }

    /// A delimiter stands as an empty heading, so that it ends what is open and opens nothing.
    private static func makeHeading(of line: inout Slice<UnsafeMutableBufferPointer<UInt8>>) {
        for index in line.indices { line[index] = .space }
        line[line.startIndex] = UInt8(ascii: "#")
    }

    private mutating func maskLine(
        _ line: UnsafeBufferPointer<UInt8>, in masked: inout UnsafeMutableBufferPointer<UInt8>,
        at start: Int
    ) {
        let first = maskMarkers(of: line, in: &masked, at: start)
        guard first < line.count else { return }
        let keepsInlines = line[first] == UInt8(ascii: "<")
        let keepsBackticks = keepsInlines || line[first] == UInt8(ascii: "`")
        let keptUpTo =
            line[first...].starts(with: Self.characterData, by: { $0.uppercased == $1 })
            ? first + Self.characterData.count : first + 1
        let letter = line[first...].firstIndex { $0.isLetter || $0 >= 0x80 } ?? line.count
        var isEscaped = false
        for index in first..<line.count {
            let byte = line[index]
            guard Self.isInline(byte) else {
                isEscaped = false
                continue
            }
            var isKept = true
            switch byte {
            case UInt8(ascii: "["):
                isKept = index < keptUpTo || isInLabel && !isEscaped
                if index == first { isInLabel = true } else if !isEscaped { isInLabel = false }
            case UInt8(ascii: "]"):
                isKept = isInLabel && !isEscaped || Self.endsCharacterData(at: index, of: line)
                if !isEscaped { isInLabel = false }
            case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "&"):
                isKept = index < letter || keepsInlines
            case UInt8(ascii: "`"):
                isKept = index < letter || keepsBackticks
            default:
                break
            }
            isEscaped = byte == .backslash && !isEscaped
            if !isKept { masked[start + index] = Self.mask }
        }
    }

    /// Whether it is a backslash or one of what a backslash, or the mask, stands for. The first
    /// test is for brackets, backslash, `^`, `_` and backtick at once.
    private static func isInline(_ byte: UInt8) -> Bool {
        (0x5B...0x60).contains(byte) || byte == UInt8(ascii: "*") || byte == UInt8(ascii: "&")
    }

    /// Masks the container markers that are too many; returns where the line's content begins.
    private func maskMarkers(
        of line: UnsafeBufferPointer<UInt8>, in masked: inout UnsafeMutableBufferPointer<UInt8>,
        at start: Int
    ) -> Int {
        var index = 0
        var count = 0
        var isThematicBreak: Bool?
        while true {
            while index < line.count, line[index].isBlank { index += 1 }
            guard let end = Self.endOfMarker(at: index, of: line) else { return index }
            count += 1
            if count > Self.maximumMarkers || end > Self.maximumMarkerOffset {
                isThematicBreak = isThematicBreak ?? Self.isThematicBreak(line[index...])
                if isThematicBreak == false { masked[start + end - 1] = Self.mask }
            }
            index = end
        }
    }

    /// The end of the `>`, `-`, `+`, `*`, `12.` or `12)` that starts at `index`, if one does.
    private static func endOfMarker(at index: Int, of line: UnsafeBufferPointer<UInt8>) -> Int? {
        guard index < line.count else { return nil }
        var end = index + 1
        switch line[index] {
        case UInt8(ascii: ">"):
            return end
        case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"):
            break
        case let byte where byte.isDigit:
            while end < line.count, end < index + 9, line[end].isDigit { end += 1 }
            guard end < line.count, line[end] == UInt8(ascii: ".") || line[end] == UInt8(ascii: ")")
            else { return nil }
            end += 1
        default:
            return nil
        }
        return end == line.count || line[end].isBlank ? end : nil
    }

    private static func isThematicBreak(_ rest: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let mark = rest.first { !$0.isBlank }
        guard mark == UInt8(ascii: "-") || mark == UInt8(ascii: "*") || mark == UInt8(ascii: "_")
        else { return false }
        var count = 0
        for byte in rest where !byte.isBlank {
            guard byte == mark else { return false }
            count += 1
        }
        return count >= 3
    }

    private static let characterData = Array("<![CDATA[".utf8)

    /// Whether the bracket is one of the two in `]]>`.
    private static func endsCharacterData(
        at index: Int, of line: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        let bracket = UInt8(ascii: "]")
        let end = UInt8(ascii: ">")
        if index + 2 < line.count, line[index + 1] == bracket, line[index + 2] == end {
            return true
        }
        return index > 0 && line[index - 1] == bracket && index + 1 < line.count
            && line[index + 1] == end
    }
}
