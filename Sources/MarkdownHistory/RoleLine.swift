/// A line that starts a section: `# === USER ===`, or with a label `# === USER (Ada) ===`.
public struct RoleLine: Equatable, Sendable {
    public var role: Role
    /// What stands in parentheses after the role: 1–64 bytes without control characters.
    public var label: String?

    public init(_ role: Role, label: String? = nil) {
        self.role = role
        self.label = label
    }

    /// The line as chatmd writes it, without a line ending.
    public var text: String {
        "# === \(role.spelling)\(label.map { " (\($0))" } ?? "") ==="
    }

    /// The longest line that counts, in bytes.
    static let maximumLength = 255

    static let maximumLabelLength = 64
}

// MARK: - Reading

extension RoleLine {
    /// Reads a whole line, its ending cut off. The same predicate decides what starts a section,
    /// what is escaped on writing and what is unescaped on reading.
    init?(line: some BidirectionalCollection<UInt8>) {
        guard line.count <= Self.maximumLength, line.first == UInt8(ascii: "#") else { return nil }
        let line = Array(line)
        for spelling in RoleLineSpelling.all where line.starts(with: spelling.start) {
            let rest = line[spelling.start.count...].trimmingBlanksFromEnd()
            if rest.elementsEqual(" ===".utf8) {
                self.init(spelling.role)
                return
            }
            if let label = Self.label(in: rest) {
                self.init(spelling.role, label: String(decoding: label, as: UTF8.self))
                return
            }
        }
        return nil
    }

    /// Whether a line that starts with these bytes can still become a role line when more of it
    /// arrives. Exact: when it says no, no continuation is one.
    static func canBegin(with start: some BidirectionalCollection<UInt8>) -> Bool {
        guard start.count <= maximumLength else { return false }
        let start = Array(start)
        return RoleLineSpelling.all.contains { spelling in
            guard start.count > spelling.start.count else {
                return spelling.start.starts(with: start)
            }
            guard start.starts(with: spelling.start) else { return false }
            return canEnd(with: start[spelling.start.count...])
        }
    }

    /// The label in ` (label) ===`.
    private static func label(in rest: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard rest.starts(with: " (".utf8), rest.count > labelFrameLength,
            rest.suffix(labelEnd.count).elementsEqual(labelEnd)
        else { return nil }
        let label = rest.dropFirst(2).dropLast(labelEnd.count)
        return isLabel(label) ? label : nil
    }

    private static let labelEnd = Array(") ===".utf8)
    private static let labelFrameLength = 2 + labelEnd.count

    private static func isLabel(_ bytes: ArraySlice<UInt8>) -> Bool {
        (1...maximumLabelLength).contains(bytes.count) && bytes.allSatisfy { !$0.isControl }
    }

    /// Whether what follows `# === ROLE` can still become the end of a role line.
    private static func canEnd(with rest: ArraySlice<UInt8>) -> Bool {
        let words = rest.trimmingBlanksFromEnd()
        if words.elementsEqual(" ===".utf8) || " ===".utf8.starts(with: rest) { return true }
        if label(in: words) != nil { return true }
        guard rest.count > 2 else { return " (".utf8.starts(with: rest) }
        guard rest.starts(with: " (".utf8) else { return false }
        // The label goes on, or some of its last bytes are the beginning of `) ===`.
        let text = rest.dropFirst(2)
        return (0...labelEnd.count).contains { taken in
            guard text.count >= taken, text.suffix(taken).elementsEqual(labelEnd.prefix(taken))
            else { return false }
            let label = text.dropLast(taken)
            return label.isEmpty ? taken == 0 : isLabel(label)
        }
    }
}

/// How each role is spelled, as bytes.
private struct RoleLineSpelling {
    let role: Role
    /// `# === USER`
    let start: [UInt8]

    static let all = Role.allCases.map {
        RoleLineSpelling(role: $0, start: Array("# === \($0.spelling)".utf8))
    }
}
