import TestSupport
import Testing

@testable import MarkdownHistory

@Suite struct ConversationWriterTests {
    private struct Written: Equatable {
        var role: Role
        var label: String?
        var text: String
    }

    private func turns(_ bytes: [UInt8]) throws -> [Written] {
        try ChatFile(parsing: bytes).turns.map {
            Written(role: $0.role, label: $0.label, text: $0.text)
        }
    }

    // MARK: Layout

    @Test func aNewFileHasAHeadingToTypeUnder() throws {
        var writer = try ConversationWriter()
        try writer.finish()
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "# === USER ===\n")
    }

    @Test func settingsComeFirst() throws {
        var writer = try ConversationWriter(settings: "model = \"echo\"\n")
        try writer.append(.user, label: "Ada", "hi")
        try writer.append(.assistant, "hello")
        try writer.finish()
        #expect(
            String(decoding: writer.bytes, as: UTF8.self) == """
                +++
                model = "echo"
                +++

                # === USER (Ada) ===

                hi

                # === ASSISTANT ===

                hello

                # === USER ===

                """
        )
    }

    @Test func aQuestionThatWaitsGetsNoHeadingAfterIt() throws {
        var writer = try ConversationWriter()
        try writer.append(.user, "hi")
        try writer.finish()
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "# === USER ===\n\nhi\n")
    }

    @Test func blocksStandOutsideOfWhatTheTextLeftOpen() throws {
        var writer = try ConversationWriter()
        try writer.append(
            .assistant, "see:\n```\nx",
            blocks: [ToolRecord(.call, name: "calc", id: "c1", content: "{}").block]
        )
        #expect(
            try turns(writer.bytes)[0].text
                == "see:\n```\nx\n````\n\n``` tool_call calc c1\n{}\n```"
        )
    }

    @Test func blocksNeedNoText() throws {
        var writer = try ConversationWriter()
        let record = ToolRecord(.result, name: "calc", id: "c1", content: "2\n")
        try writer.append(.tool, "", blocks: [record.block])
        #expect(try ChatFile(parsing: writer.bytes).turns[0].toolRecords == [record])
    }

    // MARK: Promises

    /// Whatever the messages say, they are read back as they were given.
    @Test(arguments: [LineEnding.lineFeed, .carriageReturnLineFeed])
    func messagesAreReadBack(lineEnding: LineEnding) throws {
        for seed in Seeds(cases: 800) {
            var hostile = HostileText(seed: seed)
            var writer = try ConversationWriter(
                settings: hostile.generator.element(of: ["", "model = \"echo\"\n"]),
                lineEnding: lineEnding
            )
            var expected: [Written] = []
            for _ in 0..<Int.random(in: 0...6, using: &hostile.generator) {
                let message = Self.message(&hostile)
                try writer.append(
                    message.role, label: message.label, message.text, blocks: message.blocks
                )
                if let last = expected.indices.last, !message.isBlank {
                    expected[last].text = try Self.closed(expected[last].text)
                }
                if !message.isBlank { expected.append(try Self.expected(message)) }
            }
            try writer.finish()
            if let last = expected.indices.last,
                let role = expected.last(where: { $0.role != .note })?.role,
                role != .user, role != .tool
            {
                expected[last].text = try Self.closed(expected[last].text)
            } else if let last = expected.indices.last,
                !expected.contains(where: { $0.role != .note })
            {
                expected[last].text = try Self.closed(expected[last].text)
            }
            let read = try turns(writer.bytes)
            let parted = zip(read, expected).first { $0 != $1 }
            let comment: Comment = "CHATMD_SEED=\(seed) \(String(describing: parted))"
            #expect(read == expected, comment)
            #expect(LineEnding(of: writer.bytes) == lineEnding)
            if read != expected { return }
        }
    }

    /// The time for a conversation grows with its length, not with its square.
    @Test func onlyTheLastSectionIsReadAgain() throws {
        var writer = try ConversationWriter()
        for index in 0..<20_000 {
            try writer.append(index % 2 == 0 ? .user : .assistant, "```\n\(index)")
        }
        #expect(try ChatFile(parsing: writer.bytes).turns.count == 20_000)
    }

    // MARK: What is expected

    private struct Message {
        var role: Role
        var label: String?
        var text: String
        var blocks: [FencedBlock]

        var isBlank: Bool { blocks.isEmpty && lines.isEmpty }

        /// With LF, without outer blank lines.
        var lines: ArraySlice<Substring> {
            var scalars = String.UnicodeScalarView()
            var previous: Unicode.Scalar?
            for scalar in text.unicodeScalars {
                if scalar != "\n" || previous != "\r" {
                    scalars.append(scalar == "\r" ? "\n" : scalar)
                }
                previous = scalar
            }
            let lines = String(scalars).split(separator: "\n", omittingEmptySubsequences: false)
            let isText = { (line: Substring) in !line.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } }
            guard let first = lines.firstIndex(where: isText),
                let last = lines.lastIndex(where: isText)
            else { return [] }
            return lines[first...last]
        }
    }

    private static func message(_ hostile: inout HostileText) -> Message {
        // In a TOOL section the text itself may hold a record; ToolRecordTests has those.
        let role = hostile.generator.element(of: Role.allCases.filter { $0 != .tool })
        var blocks: [FencedBlock] = []
        while hostile.generator.chance(1, in: 4) {
            let call = ToolRecord(.call, name: "calc", id: "c1", content: hostile.text())
            blocks.append(call.block)
        }
        return Message(
            role: role, label: hostile.generator.element(of: [nil, nil, "Ada", "a:b/c"]),
            text: hostile.text(), blocks: blocks
        )
    }

    private static func expected(_ message: Message) throws -> Written {
        var text = message.lines.joined(separator: "\n")
        for block in message.blocks {
            text = text.isEmpty ? block.text : try closed(text) + "\n\n" + block.text
        }
        return Written(role: message.role, label: message.label, text: text)
    }

    /// The text, and the line that ends what it leaves open.
    private static func closed(_ text: String) throws -> String {
        let escaped = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            RoleLine(line: Array(line.drop { $0 == "\\" }.utf8)) == nil ? line : "\\" + line
        }
        let alone = try ChatFile(
            parsing: Array(("# === NOTE ===\n\n" + escaped.joined(separator: "\n")).utf8)
        )
        guard let block = alone.outline.openBlock else { return text }
        return text + "\n" + String(decoding: block.closingLine, as: UTF8.self)
    }
}
