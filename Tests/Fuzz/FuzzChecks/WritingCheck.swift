import MarkdownHistory

/// Whatever a reply says, in whatever pieces, it becomes one message of the assistant's.
struct WritingCheck {
    private let history: ChatFile
    private let pieces: [String]

    /// nil where the history cannot be read.
    init?(_ history: [UInt8], _ pieces: [String]) {
        guard let file = try? ChatFile(parsing: history) else { return nil }
        self.history = file
        self.pieces = pieces
    }

    func check(_ choice: Int?) throws(BrokenPromise) {
        do {
            let writes = try Self.writes(pieces, to: history)
            let whole = try Self.writes([pieces.joined()], to: history)
            let added = Array(writes.joined())
            try BrokenPromise.unless(
                added == Array(whole.joined()), "the pieces of a reply make a difference")
            try checkReply(in: try ChatFile(parsing: history.source.bytes + added))
            for count in (0...writes.count).chosen(choice) {
                let killed = history.source.bytes + writes.prefix(count).joined()
                try checkPart(in: try ChatFile(parsing: killed), after: count)
            }
        } catch let error as BrokenPromise {
            throw error
        } catch {
            throw BrokenPromise("what was written cannot be read: \(error)")
        }
    }

    /// What is written for each piece, and at the end.
    private static func writes(_ pieces: [String], to file: ChatFile) throws -> [[UInt8]] {
        var writer = try ReplyWriter(replyingTo: file)
        let writes = pieces.map { writer.consume($0) }
        return writes + [try writer.finish()]
    }

    // MARK: - What is read back

    private func checkReply(in file: ChatFile) throws(BrokenPromise) {
        let reply = Self.withoutOuterBlanks(pieces.joined())
        guard !reply.isEmpty else {
            return try BrokenPromise.unless(
                file.source.bytes == history.source.bytes, "a blank reply leaves a trace")
        }
        try checkHistory(in: file)
        try BrokenPromise.unless(
            file.turns.count == history.turns.count + 1,
            "\(file.turns.count) messages after \(history.turns.count)")
        let turn = file.turns[file.turns.count - 1]
        try BrokenPromise.unless(turn.role == .assistant, "the reply is the \(turn.role)'s")
        try BrokenPromise.unless(turn.toolRecords.isEmpty, "the reply forges a record")
        try BrokenPromise.unless(
            Self.isClosed(turn.text, reply),
            "the reply \(reply.debugDescription) is read as \(turn.text.debugDescription)")
    }

    /// After a kill there is the history and a part of the reply.
    private func checkPart(in file: ChatFile, after count: Int) throws(BrokenPromise) {
        guard file.source.bytes != history.source.bytes else { return }
        try checkHistory(in: file)
        let added = file.turns.dropFirst(history.turns.count)
        try BrokenPromise.unless(
            added.count <= 1 && added.allSatisfy { $0.role == .assistant },
            "killed after write \(count), there are other messages")
    }

    /// The messages of the history read as before, the last one with what it left open closed.
    private func checkHistory(in file: ChatFile) throws(BrokenPromise) {
        try BrokenPromise.unless(
            file.turns.count >= history.turns.count, "messages of the history are gone")
        try BrokenPromise.unless(
            file.frontMatter?.bytes == history.frontMatter?.bytes, "another front matter")
        for (index, (before, after)) in zip(history.turns, file.turns).enumerated() {
            let isLast = index == history.turns.count - 1
            try BrokenPromise.unless(
                before.role == after.role && before.label == after.label
                    && before.headingLine == after.headingLine && before.embeds == after.embeds,
                "message \(index) of the history is another one")
            // A result in a fence that was left open is one when it is closed, and then the call
            // before it counts.
            if history.turns[index...].prefix(2).last?.role == .tool,
                index + 2 >= history.turns.count
            {
                continue
            }
            try BrokenPromise.unless(
                isLast ? Self.isClosed(after.text, before.text) : before == after,
                "message \(index) of the history reads differently")
        }
    }

    /// Whether `text` is `beginning`, or that and a closing line.
    private static func isClosed(_ text: String, _ beginning: String) -> Bool {
        guard text.utf8.starts(with: beginning.utf8) else { return false }
        let rest = text.utf8.dropFirst(beginning.utf8.count)
        let closing = rest.drop { $0 == 0x0A || $0 == 0x20 || $0 == 0x09 }
        return rest.isEmpty || rest.first == 0x0A && !closing.contains(0x0A) && !closing.isEmpty
    }

    /// The lines of a reply as they are read back: LF line ends, no outer blank lines, no NUL.
    private static func withoutOuterBlanks(_ text: String) -> String {
        var lines: [[UInt8]] = [[]]
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte == 0x0D || byte == 0x0A && previous != 0x0D {
                lines.append([])
            } else if byte == 0 {
                lines[lines.count - 1] += Array("\u{FFFD}".utf8)
            } else if byte != 0x0A {
                lines[lines.count - 1].append(byte)
            }
            previous = byte
        }
        let isText = { (line: [UInt8]) in !line.allSatisfy { $0 == 0x20 || $0 == 0x09 } }
        guard let first = lines.firstIndex(where: isText), let last = lines.lastIndex(where: isText)
        else { return "" }
        return String(
            decoding: Array(lines[first...last].joined(separator: [0x0A])), as: UTF8.self)
    }
}
