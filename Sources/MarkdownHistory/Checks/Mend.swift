/// The two ways to mend a role line that a block hides.
public enum Mend: String, CaseIterable, Sendable {
    /// It is a quotation: a backslash before it says so.
    case escape
    /// It was meant as a heading: what hides it is closed before it.
    case close
}

extension ChatFile {
    /// The file with its hidden role lines mended. Closing mends errors only: in a closed block of
    /// the user's, a heading would tear the block apart.
    public func mended(by mend: Mend) throws(MarkdownHistoryError) -> [UInt8] {
        switch mend {
        case .escape: return escaped()
        case .close: return try closed()
        }
    }

    private func escaped() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.bytes.count)
        var start = 0
        for hidden in HiddenRoleLines.all(in: outline) {
            let offset = source.start(ofLine: hidden.line)
            bytes += source.bytes[start..<offset] + [.backslash]
            start = offset
        }
        return bytes + source.bytes[start...]
    }

    /// How many blocks are closed at once; what is left is named again.
    private static let maximumClosings = 500

    /// One after the other: closing a block changes what the lines after it are in.
    private func closed() throws(MarkdownHistoryError) -> [UInt8] {
        let lineEnding = LineEnding(of: source.bytes).bytes
        var outline = outline
        var left = Self.maximumClosings
        while left > 0,
            let hidden = HiddenRoleLines.all(in: outline).first(where: { !$0.isSentAnyway })
        {
            let offset = outline.source.start(ofLine: hidden.line)
            var bytes = Array(outline.source.bytes[..<offset])
            bytes += hidden.closingLine.map { $0 + lineEnding } ?? []
            bytes += lineEnding + outline.source.bytes[offset...]
            outline = try Outline(of: bytes)
            left -= 1
        }
        return outline.source.bytes
    }
}
