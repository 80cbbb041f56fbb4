/// Finds the images of a text through cmark, in time that grows with the text alone.
///
/// cmark says which images there are, but neither where they stand nor which form they have. So it
/// is given a copy with a mark before every `![` and before every `](`, each with its offset: a
/// comma, a character that the text does not hold, digits, the character again. It is punctuation
/// like what it stands before, and changes nothing about brackets, code, tags and emphasis. The mark
/// before an image gives its place. The mark at the end of its description says that the closing
/// bracket is followed by a parenthesis; as no reference label holds a mark, the image is then one
/// in inline form.
///
/// All other paragraphs stay masked, and so does one that would be slow: when cmark closes a link,
/// it walks over all images that are open before it.
struct ImageSearch {
    private(set) var images: [MarkdownImage] = []
    /// First lines of paragraphs that were left out because they would cost too much.
    private(set) var unsearchedLines: [Int] = []

    /// How many steps over open images cmark may take for each byte of the text: 0.2 s a megabyte.
    /// Links and images as they are written come to a few, however many there are.
    private static let stepsPerByte = 128

    static func mayHoldImages(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { $0.contains("![") }
    }

    /// `text` has LF as its line ending.
    init(in text: [UInt8]) {
        let lines = LineTable(text)
        let masked = MaskedCopy(of: text[...]).bytes
        var isSearched = [Bool](repeating: false, count: lines.count + 1)
        var left = text.count * Self.stepsPerByte
        for block in MarkdownTree.textBlocks(in: masked) {
            let block = block.clamped(to: 1...lines.count)
            let count = BracketCount(in: text[lines.bytes(of: block)])
            guard count.images > 0 else { continue }
            guard count.cost <= left else {
                unsearchedLines.append(block.lowerBound)
                continue
            }
            left -= count.cost
            for line in block { isSearched[line] = true }
        }
        guard isSearched.contains(true) else { return }
        let marks = Marks(for: text)
        var copy: [UInt8] = []
        copy.reserveCapacity(text.count + text.count / 8)
        for line in 1...lines.count {
            let bytes = lines.bytes(of: line...line)
            if isSearched[line] {
                marks.append(text, masked, bytes, to: &copy)
            } else {
                copy += masked[bytes]
            }
        }
        images = MarkdownTree.images(in: copy).compactMap { marks.image($0, in: text, lines) }
    }
}

// MARK: - The parts

/// Where the lines of a text with LF as line ending begin.
private struct LineTable {
    private var starts = [0]
    private let end: Int

    init(_ text: [UInt8]) {
        end = text.count
        for (offset, byte) in text.enumerated() where byte == .lineFeed {
            starts.append(offset + 1)
        }
    }

    var count: Int { starts.count }

    /// The bytes of lines, endings included.
    func bytes(of lines: ClosedRange<Int>) -> Range<Int> {
        starts[lines.lowerBound - 1]..<(lines.upperBound < count ? starts[lines.upperBound] : end)
    }

    func place(of offset: Int) -> (line: Int, column: Int) {
        var low = 0
        var high = starts.count
        while low + 1 < high {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        return (low + 1, offset - starts[low] + 1)
    }
}

/// What decides how long cmark takes over a paragraph; counts too much rather than too little.
private struct BracketCount {
    private(set) var images = 0
    /// Opening brackets of what may be links, in inline or reference form.
    private var links = 0

    /// How many open images cmark may walk over.
    var cost: Int { images * links }

    init(in text: ArraySlice<UInt8>) {
        var previous: UInt8 = 0
        var isBangEscaped = false
        for byte in text {
            if byte == UInt8(ascii: "[") {
                let isImage = previous == UInt8(ascii: "!")
                images += isImage ? 1 : 0
                links += isImage && !isBangEscaped ? 0 : 1
            } else if byte == UInt8(ascii: "!") {
                isBangEscaped = previous == .backslash
            }
            previous = byte
        }
    }
}

/// The marks that tell images apart.
private struct Marks {
    /// A character that the text does not hold. Of the 4-byte ones there are more than a text of
    /// `EmbedSearch.maximumSize` has room for.
    private let character: [UInt8]

    init(for text: [UInt8]) {
        var used = Set<UInt32>()
        for (offset, byte) in text.enumerated() where byte >= 0xF0 {
            used.insert(text[offset...].prefix(4).reduce(0) { $0 << 8 | UInt32($1) })
        }
        var value: UInt32 = 0x10FFFD
        while let scalar = Unicode.Scalar(value) {
            let bytes = Array(String(scalar).utf8)
            value -= 1
            if used.contains(bytes.reduce(0) { $0 << 8 | UInt32($1) }) { continue }
            character = bytes
            return
        }
        // A message of 1 MB, the largest that is searched, holds 262 144 of a million characters.
        fatalError("a text that holds every character")
    }

    /// Appends a line with marks; its container markers come from the masked copy, which has not
    /// too many of them.
    func append(
        _ text: [UInt8], _ masked: [UInt8], _ line: Range<Int>, to copy: inout [UInt8]
    ) {
        var isEscaped = false
        var content = text[line].firstIndex { !Self.markerBytes.contains($0) } ?? line.upperBound
        // A byte order mark, which is text here, but which cmark would skip.
        if content == 0, text[0] != masked[0], text[0] == 0xEF { content = 3 }
        copy += masked[line.lowerBound..<content]
        for index in content..<line.upperBound {
            let byte = text[index]
            let next = index + 1 < text.count ? text[index + 1] : 0
            if !isEscaped, byte == UInt8(ascii: "!"), next == UInt8(ascii: "["),
                !Self.opensCharacterData(at: index, of: text)
            {
                copy += mark(index)
            } else if !isEscaped, byte == UInt8(ascii: "]"), next == UInt8(ascii: "(") {
                copy += mark(index)
            }
            isEscaped = byte == .backslash && !isEscaped
            copy.append(byte)
        }
    }

    private static let markerBytes = Set(" \t>-+*.)0123456789".utf8)

    /// Whether the `!` is the one of `<![CDATA[`, which a mark would break.
    private static func opensCharacterData(at index: Int, of text: [UInt8]) -> Bool {
        index > 0 && text[index - 1] == UInt8(ascii: "<")
            && text[index...].starts(with: "![cdata[".utf8) { $0.lowercased == $1 }
    }

    private func mark(_ offset: Int) -> [UInt8] { start + String(offset).utf8 + character }

    private var start: [UInt8] { [UInt8(ascii: ",")] + character }

    /// nil for an image in reference form.
    func image(
        _ node: MarkdownImageNode, in text: [UInt8], _ lines: LineTable
    ) -> MarkdownImage? {
        guard let end = offset(atEndOf: node.textAtEnd), text[end] == UInt8(ascii: "]")
        else { return nil }
        // One that begins like character data has no mark there; its closing bracket must do.
        let place = lines.place(of: offset(atEndOf: node.textBefore) ?? end)
        return MarkdownImage(
            destination: removed(from: node.destination),
            description: removed(from: node.description),
            line: place.line,
            column: place.column
        )
    }

    private func offset(atEndOf bytes: [UInt8]) -> Int? {
        guard bytes.suffix(character.count).elementsEqual(character) else { return nil }
        let digits = bytes.dropLast(character.count).reversed().prefix(while: \.isDigit).reversed()
        return Int(String(decoding: digits, as: UTF8.self))
    }

    private func removed(from text: String) -> String {
        let bytes = Array(text.utf8)
        let start = start
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == start[0], bytes[index...].starts(with: start) {
                index += start.count
                while index < bytes.count, bytes[index].isDigit { index += 1 }
                index += character.count
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
