/// The bytes that have come do not tell.
struct Undecided: Error {}

/// Reads the beginning of a line of Markdown, of which more may come.
struct LineScanner {
    private let bytes: [UInt8]
    private let isWhole: Bool
    /// The next byte, and its column.
    private(set) var index = 0
    private var column = 0

    init(_ bytes: [UInt8], isWhole: Bool) {
        self.bytes = bytes
        self.isWhole = isWhole
    }

    /// nil at the end of the line.
    func byte(at index: Int) throws(Undecided) -> UInt8? {
        if index < bytes.count { return bytes[index] }
        guard isWhole else { throw Undecided() }
        return nil
    }

    private static func isBlank(_ byte: UInt8?) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }

    // MARK: - Blanks

    /// The next byte that is no blank.
    var afterBlanks: Int {
        bytes[index...].firstIndex { !Self.isBlank($0) } ?? bytes.count
    }

    private func width(at index: Int, _ column: Int) -> Int {
        bytes[index] == UInt8(ascii: "\t") ? 4 - column % 4 : 1
    }

    /// How many columns of blanks come next.
    func indent() throws(Undecided) -> Int {
        var column = column
        for index in index..<afterBlanks { column += width(at: index, column) }
        _ = try byte(at: afterBlanks)
        return column - self.column
    }

    /// Takes that many columns of blanks; what is left of a tab counts for what follows.
    private mutating func takeBlanks(_ columns: Int) {
        let end = column + columns
        while column < end, index < bytes.count {
            let next = column + width(at: index, column)
            if next > end { break }
            column = next
            index += 1
        }
        column = end
    }

    private mutating func takeAllBlanks() {
        while index < bytes.count, Self.isBlank(bytes[index]) {
            column += width(at: index, column)
            index += 1
        }
    }

    // MARK: - Quotes and items

    /// Takes what shows that the line stands in it too.
    mutating func goOn(in container: MarkdownLine.Container) throws(Undecided) -> Bool {
        let indent = try indent()
        let next = try byte(at: afterBlanks)
        switch container {
        case .quote:
            guard indent < 4, next == UInt8(ascii: ">") else { return false }
            try takeQuoteMark()
        case .item(let columns):
            if next == nil { return true }
            guard indent >= columns else { return false }
            takeBlanks(columns)
        }
        return true
    }

    mutating func takeQuoteMark() throws(Undecided) {
        takeAllBlanks()
        index += 1
        column += 1
        // One blank belongs to the mark.
        if let next = try byte(at: index), Self.isBlank(next) { takeBlanks(1) }
    }

    /// Takes `- ` or `1. `; returns how many columns it has, nil where there is none.
    mutating func takeItemMark(interrupts: Bool) throws(Undecided) -> Int? {
        let first = afterBlanks
        var end = first
        while end - first < 10, let digit = try byte(at: end), (0x30...0x39).contains(digit) {
            end += 1
        }
        let marks = end == first ? Array("-+*".utf8) : end - first < 10 ? Array(".)".utf8) : []
        guard let mark = try byte(at: end), marks.contains(mark) else { return nil }
        if interrupts, end > first, bytes[first..<end] != [UInt8(ascii: "1")] { return nil }
        let blank = try byte(at: end + 1)
        guard blank == nil || Self.isBlank(blank) else { return nil }

        var rest = self
        rest.takeAllBlanks()
        rest.column += end + 1 - first
        rest.index = end + 1
        let blanks = try rest.indent()
        let isEmpty = try rest.byte(at: rest.afterBlanks) == nil
        if isEmpty, interrupts { return nil }
        self = rest
        let taken = isEmpty || blanks > 4 ? 1 : blanks
        takeBlanks(taken)
        return end + 1 - first + taken
    }

    // MARK: - What begins in the line

    /// What kind of line begins with that byte; nil for text and items.
    func leaf(_ byte: UInt8, isTop: Bool) throws(Undecided) -> MarkdownLine.Kind? {
        switch byte {
        case UInt8(ascii: "#"): try heading(isTop: isTop)
        case UInt8(ascii: "`"), UInt8(ascii: "~"): try fence(byte)
        case UInt8(ascii: "*"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            try isThematicBreak(byte) ? .thematicBreak : nil
        default: nil
        }
    }

    /// How often the byte stands from `index` on.
    private func count(of byte: UInt8, from index: Int) throws(Undecided) -> Int {
        var end = index
        while try self.byte(at: end) == byte { end += 1 }
        return end - index
    }

    private func heading(isTop: Bool) throws(Undecided) -> MarkdownLine.Kind {
        let first = afterBlanks
        var end = first
        while end - first < 7, try byte(at: end) == UInt8(ascii: "#") { end += 1 }
        guard end - first < 7 else { return .text }
        let next = try byte(at: end)
        guard next == nil || Self.isBlank(next) else { return .text }
        guard isTop, try isRole(from: first) else { return .heading }
        return .role
    }

    private static let roles = ["USER", "ASSISTANT", "SYSTEM", "TOOL", "NOTE"].map {
        Array("# === \($0) ".utf8)
    }

    private func isRole(from first: Int) throws(Undecided) -> Bool {
        let text = bytes[first...]
        if Self.roles.contains(where: { text.starts(with: $0) }) { return true }
        guard Self.roles.contains(where: { $0.starts(with: text) }) else { return false }
        _ = try byte(at: bytes.count)
        return false
    }

    private func fence(_ byte: UInt8) throws(Undecided) -> MarkdownLine.Kind? {
        let length = try count(of: byte, from: afterBlanks)
        return length < 3 ? nil : .fence(MarkdownFence(byte: byte, length: length))
    }

    func closes(_ fence: MarkdownFence) throws(Undecided) -> Bool {
        guard try indent() < 4 else { return false }
        let first = afterBlanks
        let length = try count(of: fence.byte, from: first)
        guard length >= fence.length else { return false }
        var end = first + length
        while let next = try byte(at: end) {
            guard Self.isBlank(next) else { return false }
            end += 1
        }
        return true
    }

    private func isThematicBreak(_ mark: UInt8) throws(Undecided) -> Bool {
        var (index, count) = (afterBlanks, 0)
        while let next = try byte(at: index) {
            guard next == mark || Self.isBlank(next) else { return false }
            if next == mark { count += 1 }
            index += 1
        }
        return count >= 3
    }
}
