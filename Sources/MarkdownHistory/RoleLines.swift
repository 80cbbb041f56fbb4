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
                : start.starts(with: delimiter.line)
                    && start.dropFirst(delimiter.line.count).isBlank
        }
    }

    /// The line that chatmd writes for a role; one with a label is always a default line.
    func heading(_ role: Role, label: String? = nil) -> [UInt8] {
        let delimiter = label == nil ? delimiters.first { $0.role == role } : nil
        return delimiter?.line ?? Array(RoleLine(role, label: label).text.utf8)
    }

    /// Whether a line of a file loses its first backslash when it is read, and a line of zero or
    /// more backslashes and a role line gets one when it is written. The rule needs no state, so it
    /// holds inside code fences too, and any number of backslashes survives.
    func isEscaped(_ line: ArraySlice<UInt8>) -> Bool {
        line.first == .backslash && roleLine(line.drop { $0 == .backslash }) != nil
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
