import TestSupport
import Testing

@testable import MarkdownHistory

/// The five promises of the file format, over generated conversations and replies.
@Suite struct PromiseTests {
    /// Parsing never changes a byte: front matter, headings and contents, joined, are the file.
    @Test func lossless() throws {
        for seed in Seeds(cases: 3000) {
            var hostile = HostileText(seed: seed)
            let bytes = Array(hostile.conversation().utf8)
            let file = try ChatFile(parsing: bytes)
            #expect(file.source.bytes == bytes)
            var line = file.frontMatter.map { file.source.line(at: $0.bytes.upperBound - 1) } ?? 0
            for section in file.outline.sections {
                if let heading = section.headingLine {
                    #expect(heading == line + 1, "CHATMD_SEED=\(seed)")
                    line = heading
                }
                #expect(section.lines.lowerBound == line + 1, "CHATMD_SEED=\(seed)")
                line = section.lines.upperBound - 1
            }
            #expect(line == file.source.lineCount, "CHATMD_SEED=\(seed)")
        }
    }

    /// The old file is an exact prefix of the new one, lines are only added where it ended with a
    /// newline, and what chatmd itself writes holds no trailing blanks.
    @Test func appendOnly() throws {
        for seed in Seeds(cases: 2000) {
            var hostile = HostileText(seed: seed)
            let history = try Self.history(&hostile)
            let addition = try Self.addition(of: hostile.pieces(of: hostile.text()), to: history)
            let ending = LineEnding(of: history.source.bytes)
            if ending == .lineFeed, history.source.bytes.last == .carriageReturn {
                // An LF directly after a lone CR would make the file's last line another one.
                #expect(addition.isEmpty || addition[0] != .lineFeed || addition[1] == .lineFeed)
            }
            let lines = try SourceText(addition)
            for line in 1..<max(lines.lineCount, 1) where RoleLine(line: lines.line(line)) != nil {
                #expect(!(lines.line(line).last?.isBlank ?? false), "CHATMD_SEED=\(seed)")
            }
        }
    }

    /// Whatever a reply says, what stood before it reads the same, and nothing but one assistant
    /// message is added.
    @Test func forgeryProofAndRoundTrip() throws {
        for seed in Seeds(cases: 4000) {
            var hostile = HostileText(seed: seed)
            let history = try Self.history(&hostile)
            let reply = hostile.text()
            let addition = try Self.addition(of: hostile.pieces(of: reply), to: history)
            let after = try ChatFile(parsing: history.source.bytes + addition)
            let expected = try Self.expected(history, reply)
            let sent = after.turns.map { SentTurn($0) }
            #expect(
                sent == expected,
                """
                CHATMD_SEED=\(seed)
                history \(String(decoding: history.source.bytes, as: UTF8.self).debugDescription)
                reply \(reply.debugDescription)
                """
            )
            if sent != expected { return }
        }
    }

    /// After a kill between any two writes the file reads as the same history plus a part of the
    /// reply; and another reply can follow.
    @Test func alwaysParseable() throws {
        for seed in Seeds(cases: 300) {
            var hostile = HostileText(seed: seed)
            let history = try Self.history(&hostile)
            let before = try history.closedTurns()
            var writer = try ReplyWriter(replyingTo: history)
            var bytes = history.source.bytes
            for piece in hostile.pieces(of: hostile.text()) {
                let written = writer.consume(piece)
                guard !written.isEmpty else { continue }
                bytes += written
                let killed = try ChatFile(parsing: bytes)
                let turns = killed.turns.map { SentTurn($0) }
                #expect(turns.starts(with: before), "CHATMD_SEED=\(seed)")
                #expect(turns.count <= before.count + 1, "CHATMD_SEED=\(seed)")
                #expect(turns.dropFirst(before.count).allSatisfy { $0.role == .assistant })

                let next = try Self.addition(of: ["# === USER ===\n```\n"], to: killed)
                let again = try ChatFile(parsing: bytes + next).turns
                #expect(again.last?.text == "# === USER ===\n```\n````", "CHATMD_SEED=\(seed)")
            }
        }
    }

    /// The pieces that a reply comes in make no difference.
    @Test func chunkBoundariesMakeNoDifference() throws {
        for seed in Seeds(cases: 80) {
            var hostile = HostileText(seed: seed)
            let history = try Self.history(&hostile)
            let reply = hostile.text()
            let whole = try Self.addition(of: [reply], to: history)
            let scalars = reply.unicodeScalars.map { String($0) }
            #expect(try Self.addition(of: scalars, to: history) == whole, "CHATMD_SEED=\(seed)")
            for cut in reply.unicodeScalars.indices {
                let pieces = [
                    String(reply.unicodeScalars[..<cut]), String(reply.unicodeScalars[cut...]),
                ]
                #expect(try Self.addition(of: pieces, to: history) == whole, "CHATMD_SEED=\(seed)")
            }
        }
    }

    /// `--continue` after a kill or an end: nothing but the last reply gets longer, by exactly the
    /// text that came, and by a line break only where the seam would forge a role line.
    @Test func aContinuedReplyIsOneReply() throws {
        for seed in Seeds(cases: 2000) {
            var hostile = HostileText(seed: seed)
            let history = try Self.history(&hostile)
            var first = hostile.text()
            let roleLine = hostile.roleLine()
            if hostile.generator.chance(1, in: 3) {
                first +=
                    "\n"
                    + roleLine.prefix(Int.random(in: 1...roleLine.count, using: &hostile.generator))
            }
            var writer = try ReplyWriter(replyingTo: history)
            var bytes = history.source.bytes + writer.consume(first)
            if hostile.generator.chance(1, in: 2) { bytes += try writer.finish() }
            guard let reply = try ChatFile(parsing: bytes).unfinishedReply() else { continue }

            let before = try ChatFile(upTo: reply)
            let rest =
                String(
                    roleLine.suffix(Int.random(in: 0...roleLine.count, using: &hostile.generator)))
                + hostile.text()
            var next = ReplyWriter(continuing: reply)
            let pieces = hostile.pieces(of: rest).map { next.consume($0) }
            let added = pieces.flatMap(\.self) + (try next.finish())
            let turns = try ChatFile(parsing: before.source.bytes + added).turns
            let context: Comment = """
                CHATMD_SEED=\(seed)
                before \(String(decoding: before.source.bytes.suffix(300), as: UTF8.self).debugDescription)
                rest \(rest.debugDescription)
                """
            #expect(before.source.bytes == Array(bytes[..<reply.end]), context)
            #expect(turns.dropLast().elementsEqual(before.turns.dropLast()), context)
            let text = try #require(turns.last).text
            let start = try #require(before.turns.last).text
            #expect(text.utf8.starts(with: start.utf8), context)
            let addition = Array(text.utf8.dropFirst(start.utf8.count))
            var expected = Self.withoutFinalBlanks(Self.normalized(rest))
            if expected.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { expected = "" }
            let isWhole = addition.starts(with: expected.utf8)
            let isBroken = addition.starts(with: ("\n" + expected).utf8)
            #expect(expected.isEmpty || isWhole || isBroken, context)
            if !(expected.isEmpty || isWhole || isBroken) { return }
        }
    }

    @Test func aBlankReplyAddsNoPromptEither() throws {
        let file = try ChatFile(parsing: Array("hi".utf8))
        for reply in ["", " \n"] {
            var writer = try ReplyWriter(replyingTo: file, addingPrompt: "q")
            #expect(writer.consume(reply).isEmpty)
            #expect(try writer.finish().isEmpty)
        }
    }

    @Test func aBlankReplyLeavesTheFileAsItWas() throws {
        for reply in ["", "\n", " \t\r\n \n\n", "   "] {
            let file = try ChatFile(parsing: Array("hi".utf8))
            #expect(try Self.addition(of: [reply], to: file).isEmpty)
        }
    }

    /// A user turn that `-p` adds is read back as it was given, and the reply after it too.
    @Test func anAddedPromptIsReadBack() throws {
        for seed in Seeds(cases: 1500) {
            var hostile = HostileText(seed: seed)
            let history = try ChatFile(parsing: Array(hostile.conversation().utf8))
            let prompt = hostile.text() + "!"
            let reply = hostile.text() + "?"
            let asked = try history.adding(prompt: prompt)
            #expect(
                asked.turns.map { SentTurn($0) }
                    == (try Self.expected(history, prompt, as: .user, isOpen: true)),
                """
                CHATMD_SEED=\(seed)
                history \(String(decoding: history.source.bytes, as: UTF8.self).debugDescription)
                prompt \(prompt.debugDescription)
                """
            )
            var writer = try ReplyWriter(replyingTo: history, addingPrompt: prompt)
            let added = writer.consume(reply) + (try writer.finish())
            #expect(added.starts(with: asked.source.bytes.dropFirst(history.source.bytes.count)))
            let after = try ChatFile(parsing: history.source.bytes + added)
            #expect(
                after.turns.map { SentTurn($0) } == (try Self.expected(asked, reply)),
                "CHATMD_SEED=\(seed)"
            )
        }
    }
}

// MARK: - What is expected

/// A turn without its place in the file.
private struct SentTurn: Equatable {
    var role: Role
    var label: String?
    var text: String

    init(_ turn: Turn) {
        (role, label, text) = (turn.role, turn.label, turn.text)
    }

    init(_ role: Role, _ text: String) {
        (self.role, self.text) = (role, text)
    }
}

extension ChatFile {
    /// The turns, the last one closed: blank lines between its text and the closing line are no
    /// longer outer ones.
    fileprivate func closedTurns() throws -> [SentTurn] {
        guard let openBlock = outline.openBlock else { return turns.map { SentTurn($0) } }
        let closing = LineEnding(of: source.bytes).bytes + openBlock.closingLine
        return try ChatFile(
            parsing: source.bytes + (source.isUnterminated ? closing : openBlock.closingLine)
        )
        .turns.map { SentTurn($0) }
    }
}

extension PromiseTests {
    /// A hostile conversation that a reply may follow.
    private static func history(_ hostile: inout HostileText) throws -> ChatFile {
        try ChatFile(parsing: Array(hostile.conversation().utf8))
    }

    private static func addition(of pieces: [String], to file: ChatFile) throws -> [UInt8] {
        var writer = try ReplyWriter(replyingTo: file)
        var bytes: [UInt8] = []
        for piece in pieces {
            let written = writer.consume(piece)
            #expect(String(validating: written, as: UTF8.self) != nil)
            bytes += written
        }
        return bytes + (try writer.finish())
    }

    /// parse(append(h, r)): h with its last message closed, then r with LF line ends, outer blank
    /// lines trimmed, and an open block closed.
    private static func expected(
        _ history: ChatFile, _ text: String, as role: Role = .assistant, isOpen: Bool = false
    ) throws -> [SentTurn] {
        let lines = normalized(text).split(separator: "\n", omittingEmptySubsequences: false)
        let isText = { (line: Substring) in !line.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } }
        guard let first = lines.firstIndex(where: isText), let last = lines.lastIndex(where: isText)
        else { return history.turns.map { SentTurn($0) } }
        var body = lines[first...last].joined(separator: "\n")
        // The text in a section of its own, escaped by a rule spelled out once more here.
        let escaped = lines[first...last].map { line in
            history.outline.roleLines.roleLine(Array(line.drop { $0 == "\\" }.utf8)) == nil
                ? line : "\\" + line
        }
        let alone = try ChatFile(
            parsing: Array(history.source.bytes[..<(history.frontMatter?.bytes.upperBound ?? 0)])
                + Array(("# === NOTE ===\n\n" + escaped.joined(separator: "\n")).utf8)
        )
        if !isOpen, let block = alone.outline.openBlock {
            body += "\n" + String(decoding: block.closingLine, as: UTF8.self)
        }
        var turn = SentTurn(role, body)
        // An empty section at the end is filled, and keeps its label.
        if let last = history.outline.sections.last, last.role == role,
            last.textLines(in: history.source) == nil
        {
            turn.label = last.label
        }
        return try history.closedTurns() + [turn]
    }

    private static func withoutFinalBlanks(_ text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        while let last = lines.last, last.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x09 }),
            lines.count > 1
        {
            lines.removeLast()
        }
        return lines.joined(separator: "\n")
    }

    private static func normalized(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            if scalar == "\r" {
                result.append("\n")
            } else if scalar != "\n" || previous != "\r" {
                result.append(scalar)
            }
            previous = scalar
        }
        return String(result)
    }
}

extension HostileText {
    /// The text cut at random places.
    mutating func pieces(of text: String) -> [String] {
        var pieces = [""]
        for scalar in text.unicodeScalars {
            if chanceOfCut() { pieces.append("") }
            pieces[pieces.count - 1].unicodeScalars.append(scalar)
        }
        return pieces
    }

    private mutating func chanceOfCut() -> Bool { generator.chance(1, in: 6) }
}
