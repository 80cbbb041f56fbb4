import MarkdownHistory

/// Reading changes nothing, and what begins a message is decided by what stands before it.
struct ReadingCheck {
    private let file: ChatFile?

    init(of bytes: [UInt8]) {
        file = try? ChatFile(parsing: bytes)
    }

    func check(_ choice: Int?) throws(BrokenPromise) {
        guard let file else { return }
        try checkPlaces(in: file)
        for cut in Self.lineEnds(of: file).chosen(choice) {
            // A front matter that is cut is none, or an error.
            guard cut >= file.frontMatter?.bytes.upperBound ?? 0 else { continue }
            try checkBeginning(upTo: cut, of: file)
        }
    }

    /// Messages stand one after the other, and say where.
    private func checkPlaces(in file: ChatFile) throws(BrokenPromise) {
        var end = file.frontMatter?.bytes.upperBound ?? 0
        for turn in file.turns {
            let source = file.source
            try BrokenPromise.unless(turn.bytes.lowerBound >= end, "messages overlap")
            try BrokenPromise.unless(!turn.bytes.isEmpty, "an empty message")
            try BrokenPromise.unless(
                turn.bytes.lowerBound == source.start(ofLine: turn.lines.lowerBound)
                    && turn.bytes.upperBound == source.line(turn.lines.upperBound).endIndex,
                "bytes and lines differ")
            if let heading = turn.headingLine {
                try BrokenPromise.unless(
                    heading < turn.lines.lowerBound, "a message before its heading")
                try BrokenPromise.unless(
                    source.start(ofLine: heading) >= end, "a heading in a message")
            }
            for embed in turn.embeds {
                try BrokenPromise.unless(
                    turn.lines ~= embed.line, "an embed outside of its message")
                try BrokenPromise.unless(
                    turn.role == .user || turn.role == .system, "an embed of a model's")
            }
            end = turn.bytes.upperBound
        }
        for diagnostic in file.diagnostics {
            try BrokenPromise.unless(
                (1...max(file.source.lineCount, 1)) ~= diagnostic.line, "a diagnostic outside")
        }
    }

    private func checkBeginning(upTo cut: Int, of file: ChatFile) throws(BrokenPromise) {
        guard let beginning = try? ChatFile(parsing: Array(file.source.bytes[..<cut])) else {
            throw BrokenPromise("cut at byte \(cut), the file cannot be read")
        }
        let turns = beginning.turns
        for (index, (cutTurn, turn)) in zip(turns, file.turns).enumerated() {
            try BrokenPromise.unless(
                cutTurn.role == turn.role && cutTurn.headingLine == turn.headingLine
                    && cutTurn.lines.lowerBound == turn.lines.lowerBound,
                "cut at byte \(cut), message \(index) is another one")
            // The last goes on; whether a call before it counts, the results in it say.
            try BrokenPromise.unless(
                index + 2 >= turns.count || cutTurn == turn,
                "cut at byte \(cut), message \(index) reads differently")
        }
        try BrokenPromise.unless(
            turns.count <= file.turns.count, "cut at byte \(cut), there are more messages")
    }

    /// Offsets behind the line endings.
    private static func lineEnds(of file: ChatFile) -> [Int] {
        (0..<file.source.lineCount).map { file.source.start(ofLine: $0 + 1) }
    }
}
