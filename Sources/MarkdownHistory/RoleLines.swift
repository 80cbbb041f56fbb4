/// Which lines start a section in one file: the default ones, and those that its front matter
/// names beside them.
struct RoleLines: Equatable, Sendable {
    /// Whole lines, without ending or outer blanks.
    private var delimiters: [Delimiter] = []

    private struct Delimiter: Equatable, Sendable {
        var role: Role
        var line: [UInt8]
    }

    static let standard = RoleLines()

    private init() {}

    init(delimiters: [Role: [UInt8]]) {
        self.delimiters = Role.allCases.compactMap { role in
            delimiters[role].map { Delimiter(role: role, line: $0) }
        }
    }

    var hasDelimiters: Bool { !delimiters.isEmpty }

    /// Reads a whole line, its ending cut off.
    func roleLine(_ line: some BidirectionalCollection<UInt8>) -> RoleLine? {
        RoleLine(line: line) ?? delimiter(line).map { RoleLine($0.role) }
    }

    /// Whether it is one of the lines that the front matter names.
    func isDelimiter(_ line: some BidirectionalCollection<UInt8>) -> Bool {
        delimiter(line) != nil
    }

    /// Whether a line that starts with these bytes can still become a role line.
    func canBegin(with start: some BidirectionalCollection<UInt8>) -> Bool {
        if RoleLine.canBegin(with: start) { return true }
        guard start.count <= RoleLine.maximumLength else { return false }
        return delimiters.contains { delimiter in
            start.count <= delimiter.line.count
                ? delimiter.line.starts(with: start)
                : start.starts(with: delimiter.line) && start.dropFirst(delimiter.line.count).isBlank
        }
    }

    /// The line that chatmd writes for a role.
    func heading(_ role: Role) -> [UInt8] {
        delimiters.first { $0.role == role }?.line ?? Array(RoleLine(role).text.utf8)
    }

    /// Whether a line of a file loses its first backslash when it is read, and a line of zero or
    /// more backslashes and a role line gets one when it is written. The rule needs no state, so it
    /// holds inside code fences too, and any number of backslashes survives.
    func isEscaped(_ line: ArraySlice<UInt8>) -> Bool {
        line.first == .backslash && roleLine(line.drop { $0 == .backslash }) != nil
    }

    /// A whole text as it stands in a file: role lines escaped, with the file's line ending, and
    /// U+FFFD for NUL.
    func escaped(_ text: String, _ lineEnding: LineEnding) -> [UInt8] {
        var text = text
        let bytes = text.withUTF8 { Array($0) }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var start = 0
        while true {
            let end = bytes[start...].firstIndex { $0.isLineEnd } ?? bytes.count
            let line = bytes[start..<end]
            if roleLine(line.drop { $0 == .backslash }) != nil { result.append(.backslash) }
            for byte in line { result += byte == 0 ? Array("\u{FFFD}".utf8) : [byte] }
            guard end < bytes.count else { return result }
            result += lineEnding.bytes
            let isPair = bytes[end] == .carriageReturn && end + 1 < bytes.count
                && bytes[end + 1] == .lineFeed
            start = end + (isPair ? 2 : 1)
        }
    }

    private func delimiter(_ line: some BidirectionalCollection<UInt8>) -> Delimiter? {
        guard hasDelimiters, line.count <= RoleLine.maximumLength else { return nil }
        let text = line.trimmingBlanksFromEnd()
        return delimiters.first { $0.line.elementsEqual(text) }
    }
}

extension RoleLines {
    /// The lines of a file with this front matter.
    init(from frontMatter: FrontMatter?) throws(MarkdownHistoryError) {
        guard let settings = frontMatter?.settings else {
            self = .standard
            return
        }
        self.init(delimiters: try Delimiters(from: settings).lines)
    }
}
