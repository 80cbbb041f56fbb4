/// The lines that hold a text.
struct FileSearch {
    private let needle: [UInt8]
    /// For each beginning of the text, how many of its last bytes are a shorter beginning.
    private let borders: [Int]
    private let ignoresCase: Bool
    private var lines: [String] = []
    private var size = 0
    private var read = 0
    /// Whether there may be more.
    var isCut = false
    /// Files that were too large to look into.
    private var skipped = 0

    static let maximumFiles = 5000
    static let maximumLines = 200
    /// The most that is read of all files together, in bytes.
    static let maximumRead = 64 << 20
    /// The largest file that is looked into among others, in bytes.
    static let maximumFile = 4 << 20
    /// How much of a line is shown, in bytes.
    static let maximumLine = 240

    init(for text: String) {
        // A letter with an accent is compared as it stands.
        ignoresCase = !text.contains(where: \.isUppercase)
        needle = Array(text.utf8)
        var borders = [0]
        for byte in needle.dropFirst() {
            borders.append(
                Self.fitting(byte, after: borders[borders.count - 1], of: needle, borders))
        }
        self.borders = borders
    }

    var isFull: Bool { lines.count >= Self.maximumLines || read >= Self.maximumRead }

    mutating func look(into place: EmbedRoots.Place, of files: ConfinedFiles) {
        let name = files.shown(place)
        guard let file = try? EmbedFile(at: place, name: name) else { return }
        guard file.size <= Self.maximumFile else {
            skipped += 1
            return
        }
        guard let bytes = try? file.contents(limit: Self.maximumFile),
            EmbedKind(signature: bytes) == .text, ConfinedFiles.isText(bytes),
            place.isAllowed || !SecretFiles.beginsAsPrivateKey(bytes)
        else { return }
        look(into: bytes, name: name)
    }

    mutating func look(into bytes: [UInt8], name: String) {
        read += bytes.count
        var line = 1
        var index = 0
        while index < bytes.count {
            var end = index
            while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
            if let found = place(in: bytes[index..<end]) {
                guard lines.count < Self.maximumLines else {
                    isCut = true
                    return
                }
                lines.append("\(name):\(line): \(Self.shown(bytes[index..<end], around: found))")
            }
            if end + 1 < bytes.count, bytes[end] == 0x0D, bytes[end + 1] == 0x0A { end += 1 }
            index = end + 1
            line += 1
        }
        if isFull { isCut = true }
    }

    /// Where the text begins in a line, by Knuth, Morris and Pratt: every byte is looked at once,
    /// though the text nearly fits everywhere.
    private func place(in line: ArraySlice<UInt8>) -> Int? {
        var fitting = 0
        for index in line.indices {
            let byte = ignoresCase ? line[index].lowercased : line[index]
            fitting = Self.fitting(byte, after: fitting, of: needle, borders)
            if fitting == needle.count { return index - fitting + 1 }
        }
        return nil
    }

    /// How many bytes of the text fit up to a byte, where that many fitted before it.
    private static func fitting(
        _ byte: UInt8, after count: Int, of needle: [UInt8], _ borders: [Int]
    ) -> Int {
        var count = count
        while count > 0, needle[count] != byte { count = borders[count - 1] }
        return needle[count] == byte ? count + 1 : 0
    }

    /// The line, or the part of it around the place where the text is.
    private static func shown(_ line: ArraySlice<UInt8>, around place: Int) -> String {
        guard line.count > maximumLine else { return String(decoding: line, as: UTF8.self) }
        var start = max(line.startIndex, min(place - maximumLine / 4, line.endIndex - maximumLine))
        var end = start + maximumLine
        while start > line.startIndex, line[start] & 0xC0 == 0x80 { start -= 1 }
        while end < line.endIndex, line[end] & 0xC0 == 0x80 { end -= 1 }
        return (start > line.startIndex ? "…" : "")
            + String(decoding: line[start..<end], as: UTF8.self)
            + (end < line.endIndex ? "…" : "")
    }

    var text: String {
        var text = lines.isEmpty ? "nothing found" : lines.joined(separator: "\n")
        if isCut { text += "\n[cut: there may be more; give a longer text, a folder or a pattern]" }
        if skipped > 0 {
            text += "\n[\(skipped) file\(skipped == 1 ? "" : "s") too large to search]"
        }
        return text
    }
}

extension UInt8 {
    fileprivate var lowercased: UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
    }
}
