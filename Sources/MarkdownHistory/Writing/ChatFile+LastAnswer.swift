extension ChatFile {
    /// The file with its last answer as notes, so that its question can be answered anew: a note is
    /// never sent. nil where the file does not end with an answer to the user.
    ///
    /// Headings change and nothing else: those of the replies, of calls' results and of what was
    /// thought; an empty USER heading at the end is taken away.
    public func settingLastAnswerAside() -> [UInt8]? {
        var rest = sections[...]
        var end = source.bytes.count
        if let last = rest.last, last.role == .user, let heading = last.headingLine,
            last.textLines(in: source) == nil
        {
            rest.removeLast()
            end = source.start(ofLine: heading)
        }
        var headings: [Int] = []
        var hasReply = false
        while let section = rest.popLast() {
            let isReasoning = section.role == .note && section.label == "reasoning"
            if section.role == .assistant || section.role == .tool || isReasoning {
                hasReply = hasReply || section.role == .assistant
                if let line = section.headingLine { headings.append(line) }
            } else if section.role == .note || section.textLines(in: source) == nil {
                continue
            } else {
                return hasReply && section.role == .user
                    ? withNotes(at: headings.reversed(), upTo: end) : nil
            }
        }
        return nil
    }

    private func withNotes(at lines: [Int], upTo end: Int) -> [UInt8] {
        let heading = outline.roleLines.heading(.note, label: "earlier answer")
        var bytes: [UInt8] = []
        var copied = 0
        for number in lines {
            let line = source.line(number)
            bytes += source.bytes[copied..<line.startIndex] + heading
            copied = line.endIndex
        }
        return bytes + source.bytes[copied..<end]
    }
}
