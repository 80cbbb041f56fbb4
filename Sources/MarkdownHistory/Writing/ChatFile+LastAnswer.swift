extension ChatFile {
    /// The file with its last answer as notes, so that its question can be answered anew: a note is
    /// never sent. nil where the file does not end with an answer to the user.
    ///
    /// Headings change and nothing else: those of the replies, of calls' results and of what was
    /// thought, where a label stays behind the new one; an empty USER heading at the end is taken
    /// away.
    public func settingLastAnswerAside() -> [UInt8]? {
        var rest = sections[...]
        var end = source.bytes.count
        if let last = rest.last, last.role == .user, let heading = last.headingLine,
            last.textLines(in: source) == nil
        {
            rest.removeLast()
            end = source.start(ofLine: heading)
        }
        var headings: [(line: Int, label: String?)] = []
        var hasReply = false
        while let section = rest.popLast() {
            let isReasoning = section.role == .note && section.label == "reasoning"
            if section.role == .assistant || section.role == .tool || isReasoning {
                hasReply = hasReply || section.role == .assistant
                if let line = section.headingLine { headings.append((line, section.label)) }
            } else if section.role == .note || section.textLines(in: source) == nil {
                continue
            } else {
                return hasReply && section.role == .user
                    ? withNotes(at: headings.reversed(), upTo: end) : nil
            }
        }
        return nil
    }

    private static let asideLabel = "earlier answer"

    private func withNotes(
        at headings: [(line: Int, label: String?)], upTo end: Int
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        var copied = 0
        for heading in headings {
            let line = source.line(heading.line)
            let label = Self.asideLabel + (heading.label.map { ", \($0)" } ?? "")
            bytes += source.bytes[copied..<line.startIndex]
            bytes += outline.roleLines.heading(
                .note,
                label: label.utf8.count > RoleLine.maximumLabelLength ? Self.asideLabel : label)
            copied = line.endIndex
        }
        return bytes + source.bytes[copied..<end]
    }
}
